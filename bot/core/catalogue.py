"""Every command with what was declared beside it: who may use it, its line of help, its place in a menu."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bot.core.fitting import in_quotes, listed
from bot.core.permissions import Role
from bot.core.reply import LONGEST_REPLY

LAST = 1_000  # the order of a feature that names none
BESIDE_LINES = 60  # characters that a reply has beside such a list


@dataclass(frozen=True, slots=True)
class Section:
    """A feature's heading in help. `order`: the lowest first. A feature's package may set SECTION to one."""

    title: str
    order: int = LAST


@dataclass(frozen=True, slots=True)
class CommandInfo:
    """One command: `bot.core.declarations.CommandDeclaration` explains each value; `section` is its feature's."""

    name: str
    role: Role
    help: str
    example: str = ""
    writes: bool = False
    menu: int = 0
    aliases: tuple[str, ...] = ()
    section: Section = Section("Other")

    @property
    def line(self) -> str:
        """How it is typed, by its first example, and what it does."""
        return f"{self._typed}: {self._does}"

    @property
    def told(self) -> str:
        """What it does, and then how it is typed: easier to read where an example has colons of its own."""
        return f"{self.help}. Type {in_quotes(self._typed)}"

    @property
    def short_line(self) -> str:
        """Its name, and what it does."""
        return f"{self.name}: {self._does}"

    @property
    def _typed(self) -> str:
        return self.example.split("; ")[0] or self.name

    @property
    def _does(self) -> str:
        return f"{self.help[:1].lower()}{self.help[1:]}"


def _place(one: CommandInfo) -> tuple[int, str, int]:
    return one.section.order, one.section.title, one.menu or LAST


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All commands, in the order in which help shows them: by section, a menu's first, then as in their file."""

    commands: tuple[CommandInfo, ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)

    @classmethod
    def of(cls, commands: Iterable[CommandInfo]) -> "Catalogue":
        found = tuple(sorted(commands, key=_place))
        return cls(found, {name: one.role for one in found for name in (one.name, *one.aliases)})

    def for_roles(self, held: Collection[Role]) -> dict[Section, list[CommandInfo]]:
        """What somebody with these roles may type, by section."""
        found: dict[Section, list[CommandInfo]] = {}
        for one in self.commands:
            if one.role in held:
                found.setdefault(one.section, []).append(one)
        return found

    def named(self, name: str) -> CommandInfo:
        """Raises LookupError."""
        for one in self.commands:
            if name == one.name or name in one.aliases:
                return one
        raise LookupError(f"there is no command {name!r}")

    def family(self, word: str) -> list[CommandInfo]:
        """The commands that begin with this word, itself among them."""
        return [one for one in self.commands if one.name.split(" ")[0] == word]

    def families(self) -> list[str]:
        """The first part of every command, each once: “cohort”, “my questions”, “residentials”."""
        known = {one.name for one in self.commands}
        first = (one.name.split(" ")[0] for one in self.commands)
        return list(
            dict.fromkeys(w if w in known else one.name for w, one in zip(first, self.commands, strict=True))
        )

    def usage(self, *names: str) -> str:
        """How these are typed, as one sentence: “Type, for example, “a” or “b”.”"""
        said = [in_quotes(one) for name in names for one in (self.named(name).example or name).split("; ")]
        return f"Type, for example, {' or '.join([*filter(None, [', '.join(said[:-1])]), said[-1]])}."

    def lines(self, word: str, held: Collection[Role]) -> str:
        """Each command that begins with this word and what it does, for who may use it."""
        lines = [one.short_line for one in self.family(word) if one.role in held and one.name != word]
        return listed(lines, LONGEST_REPLY - BESIDE_LINES)

    def menu(self, most: int) -> list[CommandInfo]:
        """The commands for a platform's short menu, by their place in it."""
        return sorted((one for one in self.commands if one.menu), key=lambda one: one.menu)[:most]
