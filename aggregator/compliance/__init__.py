"""Policies, logs and limits in; pages a compliance officer reads and signs from out, each with its data."""
