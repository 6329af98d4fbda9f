"""A store's home in, a page on this machine out: what runs, what is given to learning, what happens now."""
