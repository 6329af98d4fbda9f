"""Pairing codes in, enrolled edges, key lists and layouts out."""
