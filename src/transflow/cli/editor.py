"""A text written in the person's own editor."""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from transflow.errors import ConfigError
from transflow.way import WINDOWS

if TYPE_CHECKING:
    from transflow.commands.resolve import Question

_RULER = "<!-- Write the translation above this line; what is below is for reading. An empty text leaves all as it is. -->"

_AS_IT_IS = "this text stays as it is"


def write(question: "Question") -> str | None:
    """Open `$VISUAL` or `$EDITOR` on a text, and return what was written; None if nothing was changed.

    Raises:
        ConfigError: There is no such program, it says that something went wrong, or it left no text.
    """
    # Not in the workspace: an editor leaves swap files, and a page's folder is what a site is built from.
    with tempfile.TemporaryDirectory(prefix="transflow-") as folder:
        # By its ending an editor knows how to colour it.
        place = Path(folder, "text.md")
        place.write_text(_shown(question), "utf-8")
        _run(place)
        try:
            text = place.read_text("utf-8")
        # Some editors write to another file and rename it, or save in the machine's own encoding.
        except (OSError, UnicodeDecodeError):
            raise ConfigError("the editor left no text in UTF-8", hint=_AS_IT_IS) from None
    # Without the ruler all that is left counts.
    said = text.partition(_RULER)[0].strip("\r\n")
    return None if said in ("", question.mine) else said


def _run(place: Path) -> None:
    # As git asks, but for its own setting; both are always there, and `vi` needs a terminal.
    usual = "notepad" if WINDOWS else "vi"
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or (usual if sys.stdin.isatty() else "")
    if not editor:
        raise ConfigError(
            "no editor is set, and there is no terminal for one", hint="set EDITOR to a program"
        )
    try:
        # `code --wait` is a program with an option, and no shell takes part.
        done = subprocess.run([*_words(editor), str(place)], check=False)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"cannot open the editor {editor!r}: {error}", hint="set EDITOR to a program"
        ) from None
    if done.returncode:
        raise ConfigError(f"the editor {editor!r} ended with {done.returncode}", hint=_AS_IT_IS)


def _words(editor: str) -> list[str]:
    """Return a program and its options; on Windows a backslash stands in paths, and quotes stand round those with spaces."""
    return [word.strip('"') for word in shlex.split(editor, posix=False)] if WINDOWS else shlex.split(editor)


def _shown(question: "Question") -> str:
    parts = (
        ("Source now", question.new or "(gone)"),
        ("Source when it was translated", question.old if question.old != question.new else ""),
        ("The draft that waits", question.draft),
    )
    below = "".join(f"\n{name}:\n\n{text}\n" for name, text in parts if text)
    return f"{question.mine or question.draft}\n\n{_RULER}\n\n{question.address}\n{below}"
