"""A reader at an OpenAI-compatible address, who may choose among reviewed answers and say nothing of its own.

Loaded only where app.yaml names an address, and by `mastery choose`.
"""
