"""Policy documents in, tasks and decisions out."""
