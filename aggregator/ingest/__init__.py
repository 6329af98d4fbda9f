"""Envelopes in, accepted reports or problems out."""
