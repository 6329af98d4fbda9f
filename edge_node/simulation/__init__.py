"""A floor plan and a seed in, shoppers with known truth out."""
