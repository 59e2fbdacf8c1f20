"""What can go wrong by somebody else's doing, told in one line: place, cause, next step."""

from dataclasses import dataclass

from transflow.grammar import GRAMMAR
from transflow.signs import visible

_PLAIN_PATH = GRAMMAR["plain-path"]


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


def broken_off(error: BaseException) -> bool:
    """Whether an error came of an interrupt: a compiled library whose import is interrupted raises another error from it."""
    cause: BaseException | None = error
    while cause and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__ or cause.__context__
    return cause is not None


# A message is one line of a terminal or a log: its begin and end are what tells.
_LONGEST = 1_000
"""Characters of a cause."""


def command(words: str, path: str) -> str:
    """Return a command about a file as it is told in messages: in backticks, ready to be pasted into a shell."""
    import shlex  # noqa: PLC0415  few messages need it

    plain = _PLAIN_PATH.fullmatch(path)  # letters of any script need no quotes
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
