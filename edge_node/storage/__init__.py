"""What the edge keeps: the journal and its keys."""
