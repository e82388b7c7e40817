"""The pages in a real browser. What says whether there is one imports nothing that drives it."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
LEFT_OUT = (
    "No Chromium is here, so tests/browser was left out: the pages in a real browser, by keyboard, without a "
    "script, and held to WCAG by axe-core. Debian: apt-get install chromium"
)


def installed() -> str | None:
    """Where it is; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)
