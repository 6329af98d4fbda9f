"""A chain of invented shops in; how well they learn together, over the functions that stores run, out."""
