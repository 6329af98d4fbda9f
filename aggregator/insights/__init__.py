"""Releases in, series with intervals and coverage gaps out."""
