"""One command in, a whole chain of shops on loopback out."""
