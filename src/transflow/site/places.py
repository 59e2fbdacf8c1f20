"""Where pages may stand, told from the text of `transflow.yaml` alone: what a hook asks before anything else is imported.

`transflow.site.config` reads the same file in full, and has its defaults from here.
"""

from typing import Any, NamedTuple

import yaml

from transflow.way import STATE_DIR

ROOT, SOURCE, TARGET = "content", "{path}.md", "{path}.{lang}.md"
"""What an entry of `content` says by default."""
_KEYS = {"root": ROOT, "source": SOURCE, "target": TARGET}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Place(NamedTuple):
    """One content entry, as far as a path tells whether it may belong there."""

    top: str
    """What the path begins with."""
    ends: tuple[str, str]
    """What the path of a source ends with, and that of a translation."""

    def may_hold(self, path: str) -> bool:
        """Whether a path may be that of a page, or of a page's record."""
        inner = path.removeprefix(f"{STATE_DIR}/bitext/")
        if inner != path:
            return path.endswith(".jsonl")
        return path.startswith(self.top) and path.endswith(self.ends)


def places(text: str) -> tuple[Place, ...] | None:
    """Return the places of a configuration; None if it has to be read in full to tell, a mistake included."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    # The reader of it all says what is wrong, with the line.
    except (yaml.YAMLError, RecursionError):
        return None
    entries = _mapping(node)
    if entries is None:
        return None
    listed = entries.get("content")
    if listed is None:
        return (_place(_KEYS),)
    if not isinstance(listed, yaml.SequenceNode):
        return None
    found = []
    for item in listed.value:
        said = _mapping(item)
        # An entry with `dialect` or `language`, or a number for a root: the reader of it all decides.
        if said is None or not said.keys() <= _KEYS.keys() or not all(map(_is_text, said.values())):
            return None
        found.append(_place(_KEYS | {key: str(value.value) for key, value in said.items()}))
    return tuple(found)


def _place(said: dict[str, str]) -> Place:
    root = said["root"].strip("/")
    while root.startswith("./"):
        root = root[2:].lstrip("/")
    top = "" if root in ("", ".") else f"{root}/"
    return Place(top, (said["source"].rpartition("}")[2], said["target"].rpartition("}")[2]))


def _mapping(node: Any) -> dict[str, Any] | None:
    """Return the values of a mapping whose keys are texts, each once; None for anything else."""
    if not isinstance(node, yaml.MappingNode) or not all(_is_text(key) for key, _ in node.value):
        return None
    # A key that stands twice is a mistake, which is told by whoever reads the file in full.
    found = {str(key.value): value for key, value in node.value}
    return found if len(found) == len(node.value) else None


def _is_text(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"
