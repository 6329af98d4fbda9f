"""What stands on the wire, as models."""
