"""Contributions in, sealed and signed reports out, each delivered exactly once."""
