"""Verbs of ``shoal edge``, one a file: arguments in, one printed answer out."""
