"""The terminal as a platform: conversations, transcripts, questions by the line."""
