"""Tracks and poses in, coarse movement levels out."""
