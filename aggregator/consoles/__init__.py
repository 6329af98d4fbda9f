"""Insights in, pages people read out."""
