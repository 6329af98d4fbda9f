"""Everything the node keeps in, its receipts out: what is forgotten, when, and by which rule."""
