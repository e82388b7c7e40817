"""YAML with its line numbers kept, so that whoever edits the data is told where a slip is and what to write."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import yaml

from knowledge.facts import KnowledgeError

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ROOM = 2_000_000  # bytes; a data file larger than this is a mistake, not a sheet


class YamlNode:
    """One value of a data file that knows where it stands and reads itself as what is expected there."""

    def __init__(self, node: yaml.Node, file: str) -> None:
        self._node = node
        self._file = file

    @property
    def where(self) -> str:
        return f"{self._file}, line {self._node.start_mark.line + 1}"

    @property
    def raw(self) -> str:
        """The value as it stands there; empty for a list or a mapping."""
        return str(self._node.value) if isinstance(self._node, yaml.ScalarNode) else ""

    def refuse(self, advice: str) -> KnowledgeError:
        return KnowledgeError(f"{self.where}: {advice}")

    def text(self) -> str:
        if not isinstance(self._node, yaml.ScalarNode):
            raise self.refuse("expected a text here; write it on one line or after `>-`.")
        value = " ".join(str(self._node.value).split())
        if not value:
            raise self.refuse("this text is empty; write it or take the line out.")
        return value

    def items(self) -> Iterator["YamlNode"]:
        if not isinstance(self._node, yaml.SequenceNode):
            raise self.refuse("expected a list here; begin each item with `- `.")
        return (YamlNode(child, self._file) for child in self._node.value)

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items())

    def leaves(self, without: Collection[str] = ()) -> Iterator["YamlNode"]:
        """Every single text at or below this node, names of fields included. without: fields that are left out."""
        if isinstance(self._node, yaml.ScalarNode):
            yield self
        elif isinstance(self._node, yaml.SequenceNode):
            for item in self.items():
                yield from item.leaves(without)
        else:
            for key, value in self.pairs():
                if key.raw not in without:
                    yield from key.leaves()
                    yield from value.leaves(without)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self._node, yaml.MappingNode)

    def pairs(self) -> Iterator[tuple["YamlNode", "YamlNode"]]:
        if not isinstance(self._node, yaml.MappingNode):
            raise self.refuse("expected `name: value` lines here.")
        return ((YamlNode(key, self._file), YamlNode(value, self._file)) for key, value in self._node.value)

    def fields(self, needed: Sequence[str], allowed: Sequence[str] = ()) -> dict[str, "YamlNode"]:
        """The mapping's values by name; a missing, unknown or repeated name is refused."""
        found: dict[str, YamlNode] = {}
        for key, value in self.pairs():
            name = key.text()
            if name not in needed and name not in allowed:
                known = ", ".join([*needed, *allowed])
                raise key.refuse(f"`{name}` is not known here; use one of: {known}.")
            if name in found:
                raise key.refuse(f"`{name}` stands twice; keep one.")
            found[name] = value
        missing = [name for name in needed if name not in found]
        if missing:
            raise self.refuse(f"`{missing[0]}:` is missing; add it.")
        return found


def read(path: Path, root: Path) -> YamlNode:
    """The whole of one data file; `root` only shortens its name in what is said of it."""
    name = path.relative_to(root).as_posix()
    try:
        if path.stat().st_size > ROOM:
            raise KnowledgeError(f"{name}: larger than {ROOM:,} bytes; split it.")
        with path.open(encoding="utf-8") as stream:
            loader = Loader(stream)
            try:
                node = loader.get_single_node()
            finally:
                loader.dispose()
    except FileNotFoundError:
        raise KnowledgeError(f"{name}: this file is missing; put it back or start it from last year's.") from None
    except UnicodeDecodeError:
        raise KnowledgeError(f"{name}: not UTF-8 text; save it as UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KnowledgeError(
            f"{name}, line {line}: not readable as YAML ({error.problem}); "
            "put a text that has `: ` or ` #` in it between double quotes."
        ) from None
    if node is None:
        raise KnowledgeError(f"{name}: the file is empty; write at least one item.")
    return YamlNode(node, name)
