"""The configuration in force in; the papers a person signs out: the same configuration, the same words."""
