"""Tracks in; visits, crossings and reaches out."""
