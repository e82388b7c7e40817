"""Question → what it means: entries to answer with, a choice, a request, small talk, or an honest no."""

import os

# Before anybody loads onnxruntime: else it keeps a record of the machine, and sends it to its maker.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from knowledge.search.finding import Finding, FindingKind, Hit, PastTurn
from knowledge.search.search import Search

__all__ = ["Finding", "FindingKind", "Hit", "PastTurn", "Search"]
