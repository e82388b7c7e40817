"""What few ask the server for is not loaded at its start: it costs memory and time."""

import subprocess
import sys

from tests.support.paths import ROOT

LATER = ("icalendar", "openpyxl", "fpdf", "PIL", "onnx", "onnxruntime", "alembic")
STARTED = f"""
import sys
import adapters.serve
from adapters.slack.app import SlackPlatform
from adapters.teams.app import TeamsPlatform
from bot.core.routes import discover
discover("bot.features")
print([name for name in {LATER} if name in sys.modules])
"""


def test_what_few_ask_for_is_loaded_when_they_do() -> None:
    done = subprocess.run([sys.executable, "-c", STARTED], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
