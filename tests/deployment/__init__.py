"""What an operator does with this repository, done: the image's steps, and an upgrade from an earlier version."""
