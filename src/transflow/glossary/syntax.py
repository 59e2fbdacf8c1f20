"""A glossary file as text and as nodes of YAML: what is wrong with either is told where it was made."""

from collections.abc import Callable
from typing import Any

import yaml

from transflow.aliases import TOO_FAR, beyond
from transflow.errors import ConfigError, DocumentError
from transflow.files import decoded
from transflow.glossary.grammar import GRAMMAR

_UNPRINTABLE = GRAMMAR["unprintable"]
_AFTER_COLON = GRAMMAR["colon-at-end"]
_FULL_WIDTH = GRAMMAR["full-width-mark"]

_OPENED = {
    "simple key": "a line is `term: translation`, with a space after the colon",
    "flow": "each `{` needs its `}` and each `[` its `]`, with commas between the parts",
    "quoted": "the quotation mark that is opened here is not closed",
}
"""What a YAML parser says it was reading, and what to do; these begin where the mistake is."""
# A glossary is five deep. Thousands of `[` end the process: libyaml's composer recurses in C.
_MAX_DEPTH = 20
# libyaml's where it is there: 1,600 terms are read by every command, and pure Python takes many times as long.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Reader = Callable[[str], bytes]
"""Reads a file by its name; raises DocumentError."""


def utf8(name: str, reader: Reader, hint: str) -> str:
    """Read a text file; one in another encoding is told with what its first odd line reads in the likeliest.

    Raises:
        ConfigError: It cannot be read, or is not UTF-8.
    """
    data = b""
    try:
        data = reader(name)
        return decoded(data, name)
    except DocumentError as error:
        if not error.line:
            raise ConfigError(error.message, name, 0, error.hint) from None
        # What Excel writes, and what Chinese Windows does.
        likely = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "gb18030"
        reads = data.decode(likely, "replace").split("\n")[error.line - 1].strip("\ufeff\r ")
        message = f"not UTF-8 text; in {likely} it reads {reads[:40]!r}"
        raise ConfigError(message, name, error.line, hint) from None


def compose(text: str, path: str) -> yaml.Node | None:
    """Parse YAML without building values, so that `no`, `1.10` or `010` stay what was written."""
    refuse_controls(text, path)
    try:
        _check_depth(text, path)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text, path) from None
    if found := beyond(node):
        raise ConfigError(TOO_FAR, path, found, "write the values out")
    return node


def refuse_controls(text: str, path: str) -> None:
    """Refuse the characters that YAML 1.1 does not admit; the parser's own error for them has no line.

    Raises:
        ConfigError: The first of them.
    """
    if odd := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise ConfigError(f"a control character (U+{ord(odd[0]):04X})", path, line, "delete it")


def _syntax_error(error: yaml.MarkedYAMLError, text: str, path: str) -> ConfigError:
    """Tell a YAML error where it was made: an open bracket or quote is noticed lines later."""
    if error.problem_mark and "nesting" in (error.problem or ""):  # a limit of libyaml's own
        return _too_deep(path, error.problem_mark.line + 1)
    context, lines = error.context or "", text.splitlines()
    opened = [word for word in _OPENED if word in context]
    # What was opened and never closed is noticed at the end of the file.
    marks = (error.context_mark, error.problem_mark) if opened else (error.problem_mark, error.context_mark)
    line = next((mark.line + 1 for mark in marks if mark), 0)
    hint = (
        _OPENED[opened[0]]
        if opened
        else "indent with spaces; quote a text that begins with a sign or holds `: `"
    )
    # `市盈率 P/E` without a colon makes the next line's colon one too many.
    if "mapping values" in (error.problem or "") and line > 1 and not _AFTER_COLON.search(lines[line - 2]):
        line, hint = line - 1, _OPENED["simple key"]
    # `市盈率：P/E` is what a Chinese keyboard writes.
    if wide := _FULL_WIDTH.search("".join(lines[line - 1 : line])):
        hint = f"write the full-width sign {wide[0]} in its plain form, and a space after a colon"
    return ConfigError(f"not valid YAML: {error.problem or context}", path, line, hint)


def _check_depth(text: str, path: str) -> None:
    """Refuse deep nesting before `compose`, whose recursion in C has no limit."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                line = event.start_mark.line + 1 if event.start_mark else 0
                raise _too_deep(path, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _too_deep(path: str, line: int) -> ConfigError:
    return ConfigError("nested too deep", path, line, "a term is one mapping")
