"""What `mastery` does, one module for each kind of command; `adapters/__main__.py` lists them all."""
