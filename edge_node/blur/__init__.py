"""RawFrame in, BlurredFrame with every head filled out, or nothing."""
