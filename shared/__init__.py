"""The words both sides use."""
