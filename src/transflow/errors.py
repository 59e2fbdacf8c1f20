"""What can go wrong by somebody else's doing, told in one line: place, cause, next step."""

import re
from dataclasses import dataclass


@dataclass(eq=False)
class TransflowError(Exception):
    """An expected failure: bad input, bad configuration, a missing model, a full disk. Exit code 2.

    A bug is never one of these: it keeps its traceback and ends in exit code 3.
    """

    message: str
    """The cause, without a final full stop."""
    path: str = ""
    """The file it is about, relative to the workspace where there is one."""
    line: int = 0
    """1-based line in `path`; 0 where no line applies."""
    hint: str = ""
    """What the user can do next."""

    def __str__(self) -> str:
        path = self.path.replace("\n", "\\u000a")
        place = f"{path}:{self.line}: " if path and self.line else f"{path}: " if path else ""
        hint = f" ({self.hint})" if self.hint else ""
        cause = self.message
        if len(cause) > _LONGEST:  # a stranger's key may have a million letters
            cause = f"{cause[: _LONGEST // 2]} … {cause[-_LONGEST // 2 :]}"
        told = " ".join(visible(f"{place}{cause}{hint}").split("\n"))
        return told.encode("utf-8", "backslashreplace").decode()  # a file's name need not be text


_LONGEST = 1_000
"""Characters of a cause."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What moves a terminal's cursor, colours it, sets its title, answers in the user's name, or turns the order of letters
round: C0 but for tab and line feed, DEL, C1, and the controls of bidirectional text."""


def visible(text: str) -> str:
    """Return a text as it may be shown: control characters spelled as in JSON, whoever wrote them, so that JSON stays JSON."""
    if text.isprintable() and text.isascii():
        return text
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text.replace("\r\n", "\n"))


def has_control(name: str) -> bool:
    """Whether a file's name holds what no name should: a control character, a tab or the end of a line."""
    return bool(_CONTROL.search(name)) or "\n" in name or "\t" in name


def command(words: str, path: str) -> str:
    """Return a command about a file as it is told in messages: in backticks, ready to be pasted into a shell."""
    import shlex  # noqa: PLC0415  few messages need it

    plain = re.fullmatch(r"[\w@%+=:,./-]+", path)  # letters of any script need no quotes
    return f"`{words} {path if plain else shlex.quote(path)}`"


_PLACE = "in a clone of transflow"
"""Where it is installed from. Until it is published its bare name in a package registry belongs to whoever takes it, so
nothing here tells anybody to install that."""


def install(extra: str) -> str:
    """Return the command that installs an engine's extra."""
    return f'pip install ".[{extra}]" {_PLACE}'


class ConfigError(TransflowError):
    """`transflow.yaml` or a glossary says something that cannot be followed."""


class DocumentError(TransflowError):
    """A page or a bitext cannot be read, or cannot be written without damage."""


@dataclass(eq=False)
class UnfitText(DocumentError):  # noqa: N818  as it is told
    """A new text for one block would change the structure of its page."""

    block: int = -1
    """The number of the block."""


class NotApproved(DocumentError):  # noqa: N818  as it is told
    """A page is not ready to be approved: the answer is no, and nothing was wrong with the question. Exit code 1."""


class RefusedPath(DocumentError):  # noqa: N818  as it is told
    """A path leads where transflow does not go: out of the workspace, into git's folder, through a link in `.transflow`."""


class EngineError(TransflowError):
    """An engine or its model is missing, broken, or refused to work."""


class EngineGoneError(EngineError):
    """An engine that will answer nothing else in this run: no server, a refused key, a limit that is reached."""


class EngineSpentError(EngineGoneError):
    """An engine that would cost more than it may; what it answered before costs nothing any more."""
