"""A reply → HTML, the same for every page: all that somebody wrote is escaped, and nothing needs a script."""

from adapters.web.render.blocks import Controls, message
from adapters.web.render.text import paragraphs

__all__ = ["Controls", "message", "paragraphs"]
