"""The mathematics of shares, noise, budgets and intervals: values in, values out."""
