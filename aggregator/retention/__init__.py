"""An aggregator's database in, less of it and receipts out: what is forgotten, when, and by which rule."""
