"""Journeys in, bounded integer vectors out."""
