"""Sealed shares of updates in, a next global model with its lineage out."""
