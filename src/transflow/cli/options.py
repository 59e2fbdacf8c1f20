"""The options of `check`, in one table: `check` itself and the quick reader of the hooks are made from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["flag", "text", "texts"]


@dataclass(frozen=True, slots=True)
class Option:
    """One option."""

    flags: tuple[str, ...]
    help: str
    kind: Kind = "text"
    """A flag, one text (the last one counts), or as many as are given."""
    metavar: str | None = None
    # What a hook may have is read without typer: to import that takes as long as the whole answer.
    hook: bool = False
    """Whether a hook may have it; a command line with another one is read with the library that reads all others."""

    @property
    def typer(self) -> Any:
        """The option as that library takes it."""
        import typer  # noqa: PLC0415  a hook does without it

        return typer.Option(*self.flags, help=self.help, metavar=self.metavar, show_default=False)


OPTIONS: Mapping[str, Option] = {
    "language": Option(("-l", "--language"), "Only these target languages.", "texts", "TAG", hook=True),
    "output": Option(("-o", "--output"), "Write it to this file.", "text", "FILE"),
    "select": Option(
        ("--select",), "Only these checks: codes, begins of codes, names.", "text", "CODE,…", hook=True
    ),
    "ignore": Option(("--ignore",), "Not these checks.", "text", "CODE,…", hook=True),
    "strict": Option(("--strict",), "Exit with 1 on warnings too.", "flag", hook=True),
    "staged": Option(
        ("--staged",),
        "What a commit would hold of the files named, or of all that is staged; what is no page is passed over.",
        "flag",
        hook=True,
    ),
    "changed_from": Option(
        ("--changed-from",), "Only what changed since the branch left this one.", "text", "REF"
    ),
    "explain": Option(("--explain",), "Say all about a check, and check nothing.", "text", "CODE"),
    "write_baseline": Option(
        ("--write-baseline",), "Accept what is found now; from now on only what is new counts.", "flag"
    ),
    "fix": Option(
        ("--fix",), "Mend what is safe (punctuation, stray spaces, marks, links), then check.", "flag"
    ),
    "glossary": Option(
        ("--glossary",), "One more glossary, wherever it is; also TRANSFLOW_GLOSSARIES.", "texts", "FILE", hook=True
    ),
    "fmt": Option(("--format",), "How to print the result.", "text", "text|json|github|sarif|gitlab", hook=True),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """A command line of a hook."""

    paths: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]
    """What each option was given, in order; a flag is there if it was."""

    def last(self, name: str, default: str = "") -> str:
        """Return the value of an option that has one."""
        return self.values.get(name, (default,))[-1]


def read(arguments: Sequence[str]) -> Read | None:
    """Read what stands behind `check` as that library does; None for what a hook does not have, a mistake included."""
    known = {flag: (name, option) for name, option in OPTIONS.items() if option.hook for flag in option.flags}
    paths: list[str] = []
    values: dict[str, list[str]] = {}
    # From behind, so that the next word is popped, the value of an option too.
    left = list(reversed(arguments))
    while left:
        word = left.pop()
        # Behind it all are paths, even `-x.md`.
        if word == "--":
            paths += reversed(left)
            break
        # A lone hyphen is a name, as the library takes it.
        if not word.startswith("-") or word == "-":
            paths.append(word)
            continue
        flag, joined, value = _parted(word)
        name, option = known.get(flag, ("", None))
        # A flag with a value, or a value that is missing: the library tells what is wrong with that.
        if option is None or (joined if option.kind == "flag" else not (joined or left)):
            return None
        values.setdefault(name, []).append("" if option.kind == "flag" else value if joined else left.pop())
    return Read(tuple(paths), {name: tuple(given) for name, given in values.items()})


def _parted(word: str) -> tuple[str, bool, str]:
    """Return the flag of a word, and whether its value is joined to it, as in `--select=TF1` and `-lfr`, and which."""
    if not word.startswith("--"):
        # -lfr and -l fr are one, as in every Unix tool.
        return word[:2], len(word) > 2, word[2:]
    flag, joined, value = word.partition("=")
    return flag, bool(joined), value
