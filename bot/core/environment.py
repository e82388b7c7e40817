"""An environment variable, declared beside what reads it; docs/operating.md lists them all."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EnvironmentVariable:
    """One variable. `about`: what it does, in one line of Markdown."""

    name: str
    about: str

    def read(self, environment: Mapping[str, str]) -> str:
        """Its value, or nothing when it is not set."""
        return environment.get(self.name, "")


CONFIG = EnvironmentVariable("MASTERY_CONFIG", "another app.yaml")
"""Declared here, for what must not import all that reads the settings looks at it, too."""
