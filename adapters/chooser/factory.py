"""Puts a chooser together: over the network as app.yaml says, or over a file of choices."""

import time
from collections.abc import Mapping
from pathlib import Path

from adapters.chooser.chooser import AnswerChooser
from adapters.chooser.endpoint import Endpoint
from adapters.chooser.guarded_model import GuardedModel
from adapters.chooser.recorded_choices import BadChoice, RecordedChoices
from adapters.chooser_settings import KEY, ChooserSettings
from bot.core.errors import SettingsError


def over_http(settings: ChooserSettings, environment: Mapping[str, str]) -> AnswerChooser:
    """Opens no connection before the first question. Raises SettingsError for a key that no header can hold."""
    key = KEY.read(environment).strip()
    if not key.isascii() or not key.isprintable():
        raise SettingsError(f"{KEY.name} holds characters that no key has; copy it again.")
    endpoint = Endpoint(settings.address, settings.model, key)
    model = GuardedModel(endpoint, settings.timeout, time.monotonic)
    return AnswerChooser(model, settings.daily, always=settings.ask == "always")


def over_file(file: Path, *, always: bool) -> AnswerChooser:
    """For `--chooser FILE` and `--replay FILE`: nothing goes out, so nobody need be told. Raises SettingsError."""
    try:
        choices = RecordedChoices(file.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read ({error}).") from None
    except BadChoice as slip:
        raise SettingsError(f"{file}, {slip}") from None
    return AnswerChooser(choices, 0, always=always, tells=False)
