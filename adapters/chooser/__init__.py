"""A language model at an OpenAI-compatible address: it may choose among reviewed answers, and says nothing itself.

Loaded only where app.yaml names an address, and by `mastery choose`.
"""
