"""A form that the page posted."""

from collections.abc import Mapping

from adapters.trial.columns import TrialPerson


class PostedForm:
    """What was posted. Raises KeyError or ValueError for what is not there or cannot be read."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given

    def text(self, name: str) -> str:
        return str(self._given.get(name, ""))

    def number(self, name: str) -> int:
        return int(self.text(name))

    @property
    def who(self) -> TrialPerson:
        return TrialPerson(self.text("who"))

    def fields(self) -> dict[str, str]:
        """By the name of the field; of several values, with commas between them."""
        found: dict[str, list[str]] = {}
        for name, value in self._given.items():
            if name.startswith("field."):
                found.setdefault(name.removeprefix("field."), []).append(str(value).replace("\r\n", "\n"))
        return {name: ",".join(values) for name, values in found.items()}
