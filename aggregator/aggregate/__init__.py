"""Accepted reports in, aggregate shares out."""
