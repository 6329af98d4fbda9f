"""BlurredFrame in, body keypoints out."""
