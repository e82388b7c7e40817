"""Without an address in app.yaml there is no chooser: none of its code is loaded, and nothing is said of one."""

import json
import subprocess
import sys

import pytest

from adapters.chooser_settings import ChooserSettings
from bot.core.errors import SettingsError
from bot.core.settings import load
from tests.support.paths import ROOT

LOADED = """
import json, sys
from adapters.__main__ import main
main(["ask", "what about the money side of it"])
print(json.dumps([name for name in sys.modules if name.startswith(("adapters.chooser.", "bot.core.choosing"))]))
print(json.dumps([name for name in sys.modules if name == "knowledge.search.candidates"]))
"""


@pytest.mark.slow
def test_off_none_of_its_code_is_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, cwd=ROOT, check=True)
    *said, of_chooser, of_candidates = done.stdout.splitlines()
    assert json.loads(of_chooser) == json.loads(of_candidates) == []
    assert "language model" not in "".join(said)


def test_off_nothing_below_the_composition_root_imports_it() -> None:
    code = "import sys, adapters.__main__, bot.bootstrap; print([n for n in sys.modules if 'choos' in n])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "['adapters.chooser_settings']"


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("address: http://models.example/v1\n  model: m", "https://"),
        ("address: http://127.0.0.1.evil.example/v1\n  model: m", "https://"),
        ("address: https://user:secret@models.example/v1\n  model: m", "CHOOSER_API_KEY"),
        ("address: https://models.example/v1", "`model` is missing"),
        ("address: https://models.example/v1\n  model: m\n  key: sk-1", "not a setting"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, section: str, said: str
) -> None:
    file = tmp_path_factory.mktemp("settings") / "app.yaml"
    file.write_text(f"chooser:\n  {section}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        load({"MASTERY_CONFIG": str(file)}, {"chooser": ChooserSettings})


def test_what_is_on_is_said_without_the_key() -> None:
    on = ChooserSettings(address="https://hub.openai.azure.com/openai/deployments/mini?api-version=1")
    assert on.in_words == (
        "on: hub.openai.azure.com is asked about questions that the search is in doubt about, at most 1000 a day"
    )
    assert ChooserSettings().in_words.startswith("off")
