"""The hub lead's desk in words: what an asker and a lead are shown, and what is worked out for them."""
