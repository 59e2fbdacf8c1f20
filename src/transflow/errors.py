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
        place = (
            f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        )
        hint = f" ({self.hint})" if self.hint else ""
        told = " ".join(f"{place}{self.message}{hint}".split("\n"))
        return told.encode("utf-8", "backslashreplace").decode()  # a file's name need not be text


def command(words: str, path: str) -> str:
    """Return a command about a file as it is told in messages: in backticks, ready to be pasted into a shell."""
    import shlex  # noqa: PLC0415  few messages need it

    plain = re.fullmatch(r"[\w@%+=:,./-]+", path)  # letters of any script need no quotes
    return f"`{words} {path if plain else shlex.quote(path)}`"


class ConfigError(TransflowError):
    """`transflow.yaml` or a glossary says something that cannot be followed."""


class DocumentError(TransflowError):
    """A page or a bitext cannot be read, or cannot be written without damage."""


class RefusedPath(DocumentError):  # noqa: N818  as it is told
    """A path leads where transflow does not go: out of the workspace, into git's folder, through a link in `.transflow`."""


class EngineError(TransflowError):
    """An engine or its model is missing, broken, or refused to work."""


class EngineGoneError(EngineError):
    """An engine that will answer nothing else in this run: no server, a refused key, a limit that is reached."""


class EngineSpentError(EngineGoneError):
    """An engine that would cost more than it may; what it answered before costs nothing any more."""
