"""HTTP: the server that platforms mount their routes on, and what it says of its own health."""
