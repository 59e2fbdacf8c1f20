"""What is wrong with a translated text."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a translated text."""

    code: str
    """The code of the check that reports it."""
    severity: Severity
    message: str
    start: int = 0
    """Where in the translation, in code points; 0 and 0 where it is about the whole text."""
    end: int = 0
    near: bool = False
    """Whether the text says it in part, in other words: what a person wrote is left at that."""
