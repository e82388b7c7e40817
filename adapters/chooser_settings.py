"""The part of app.yaml about a chooser. Apart from the chooser, which is loaded only where this names one."""

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from bot.core.environment import EnvironmentVariable
from bot.core.loopback import is_private_on_the_way
from bot.core.settings_sections import SettingsSection

NAME = "chooser"
KEY = EnvironmentVariable("CHOOSER_API_KEY", "the key for `chooser.address`; none for a model that asks for none")
VARIABLES = (KEY,)


class ChooserSettings(SettingsSection):
    """A language model that chooses among reviewed answers; off without an address."""

    address: str = Field(
        default="", description="an OpenAI-compatible chat address, Azure's included; empty: no chooser"
    )
    model: str = Field(default="", description="the model's name there; not needed where the address names it")
    ask: Literal["doubt", "always"] = Field(
        default="doubt", description="`doubt`: only where the search is in doubt; `always`: for every question"
    )
    timeout: float = Field(
        default=1.5, gt=0, le=10, description="seconds that it has; then the search's own answer is given"
    )
    daily: int = Field(default=1000, ge=0, description="how many questions may go to it in a day")

    @field_validator("address")
    @classmethod
    def _is_private(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and not is_private_on_the_way(address):
            raise ValueError("write the address with https://, or http:// for a model on this machine")
        if parts.username or parts.password:
            raise ValueError("take the key out of the address; it goes into CHOOSER_API_KEY")
        return address

    @model_validator(mode="after")
    def _names_a_model(self) -> "ChooserSettings":
        if self.address and not self.model and "/deployments/" not in self.address:
            raise ValueError("`model` is missing: name the model at that address")
        return self

    @property
    def is_on(self) -> bool:
        return bool(self.address)

    @property
    def in_words(self) -> str:
        """What is on, for the operator, without the key."""
        if not self.is_on:
            return "off: app.yaml names no `chooser: address:`"
        when = "every question" if self.ask == "always" else "questions that the search is in doubt about"
        return f"on: {urlsplit(self.address).hostname} is asked about {when}, at most {self.daily} a day"
