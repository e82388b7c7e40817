"""The public page, /ask: for who has neither Slack nor Teams. It reads no records, and keeps nothing."""

from adapters.web.public.server import PublicPage

__all__ = ["PublicPage"]
