"""One family of errors. Each class's docstring is what the person is shown, so it is written for them."""

import inspect
from collections.abc import Mapping
from typing import ClassVar


class BotError(Exception):
    """That didn't work. Please try again, or type “help” to see what I can do."""

    personal: ClassVar[bool] = True
    """Whether the sentence is for who asked alone, also where others listen."""

    def __str__(self) -> str:
        """The sentence for the person: what was passed, or else the docstring."""
        return super().__str__() or inspect.cleandoc(type(self).__doc__ or "")


class FieldErrors(BotError):
    """Some of that can't be taken as it is. Correct it and send it again; nothing was changed."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """`errors`: the name of a form's field → what is wrong with it, in words."""
        super().__init__("\n".join(errors.values()))
        self.errors = errors


class StaleButton(BotError):
    """That button belongs to an earlier message and no longer does anything. Ask me again, or type “help”."""


class NothingToRead(BotError):
    """I didn't get any words to read there. Ask me about the programme, or type “help”."""

    personal = False


class SettingsError(Exception):
    """app.yaml or the environment cannot be used as it stands; the message says what to do. For operators."""
