"""What a check says, and how it is told."""

from dataclasses import dataclass
from typing import Any

from transflow.verification import Severity


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands."""

    path: str
    """Relative to the workspace, with `/`."""
    line: int = 1
    """From 1."""
    column: int = 1
    """From 1, in code points."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What one check has to say about one place."""

    place: Place
    message: str
    """What is wrong and what to do about it, without a final full stop."""
    severity: Severity | None = None
    """None for the check's own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with the name of its check and of its translation."""

    code: str
    name: str
    severity: Severity
    path: str
    """The file to look at: the translation, or its source where there is no translation."""
    line: int
    column: int
    message: str
    source: str
    """Path of the source page."""
    language: str
    """Of the translation, as the configuration spells it."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The finding of `check --format json`."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity,
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "message": self.message,
            # Both ends of the pair can be told from it: `path` is only the file to look at.
            "source": self.source,
            "language": self.language,
        }


def means(name: str, code: str, called: str) -> bool:
    """Whether a name that somebody wrote means a check: its code, the begin of one (`TF3`), or what it is called."""
    # TF alone would be all of them, and is rather a slip.
    return name.lower() == called or (len(name) > 2 and code.startswith(name.upper()))
