"""A term put into a glossary file as text: comments, order and every other line stay as they are. Pure."""

import yaml

from transflow.errors import ConfigError
from transflow.glossary.syntax import compose
from transflow.glossary.terms import Term
from transflow.glossary.writer import line


def begun(source: str, target: str) -> str:
    """Return a glossary of a pair of languages that has no term yet."""
    return f"source: {source}\ntarget: {target}\nterms:\n"


def added(text: str, path: str, term: Term) -> str:
    """Return a glossary with a term behind its last one.

    Raises:
        ConfigError: Its terms are not written a line each.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    top = compose(text, path)
    entries = top.value if isinstance(top, yaml.MappingNode) else []
    key, terms = next((pair for pair in entries if pair[0].value == "terms"), (None, None))
    known = terms.value if isinstance(terms, yaml.MappingNode) and not terms.flow_style else []
    # Where nothing is known, nothing may stand behind the colon: `{}`, `~`.
    if key is None or terms is None or not (known or terms.start_mark.index == terms.end_mark.index):
        place = key.start_mark.line + 1 if key else 1
        raise ConfigError("a term cannot be put in", path, place, "write `terms:` and below it a line a term")
    column = known[0][0].start_mark.column if known else key.start_mark.column + 2
    last = _last_line(known[-1][1]) if known else key.start_mark.line
    lines = text.splitlines(keepends=True)
    if not lines[last].endswith("\n"):
        lines[last] += end
    lines.insert(last + 1, f"{' ' * column}{line(term)}{end}")
    return "".join(lines)


def _last_line(node: yaml.Node) -> int:
    """Return the line, from 0, on which a value ends: the mark of a block stands behind what follows it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    # A text in lines of its own (`|`, `>`) ends at the start of what follows it.
    return int(node.end_mark.line) - (node.end_mark.column == 0 and node.end_mark.line > node.start_mark.line)
