"""Video sources in, RawFrame out."""
