"""The shop side: camera frames in, sealed reports out."""
