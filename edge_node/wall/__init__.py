"""The pixel wall: a confined child turns camera frames into frame observations."""
