"""Bytes in, headers and envelopes out."""
