"""Where the project's folders are, for the tests that read its files."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
DOCS = ROOT / "docs"
COHORT = ROOT / "knowledge" / "cohort_12"
