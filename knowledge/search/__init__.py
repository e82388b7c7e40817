"""Question → what it means: entries to answer with, a choice, a request, small talk, or an honest no."""

from knowledge.search.finding import Finding, FindingKind, Hit, PastTurn
from knowledge.search.search import Search

__all__ = ["Finding", "FindingKind", "Hit", "PastTurn", "Search"]
