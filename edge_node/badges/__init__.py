"""Filled frames in; which badge is seen where, out. Beside it: the page that a badge is printed on."""
