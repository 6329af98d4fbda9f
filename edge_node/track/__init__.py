"""Frame observations in, ended tracks on the floor out."""
