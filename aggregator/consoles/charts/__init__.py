"""Insights in, one chart each out: a figure for Plotly and the table that says the same."""
