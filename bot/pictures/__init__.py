"""Pictures made on the server, each with the same in words."""
