"""What the desk answers: a page, what became of an act, and what is to be said of a text that is being written."""

from dataclasses import dataclass

from transflow.review.listing import Entry
from transflow.review.view import Remark, TextView


@dataclass(frozen=True, slots=True)
class PageView:
    """A part of a page."""

    entry: Entry
    source_language: str
    status: str
    """What the translation's front matter says."""
    texts: tuple[TextView, ...]
    part: int
    """From 1."""
    parts: int
    total: int
    """Texts of the page that are shown at all."""
    open: int
    """Those of them that need somebody, as far as that is known without checking each."""
    whole: bool
    """Whether texts that need nobody are shown too."""


@dataclass(frozen=True, slots=True)
class Acted:
    """What became of an act."""

    text: TextView | None
    """The text as it stands now; None if the page has none such any more."""
    refused: str = ""
    """Why nothing was done."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A text that is being written, as the checks see it and as a reader would."""

    remarks: tuple[Remark, ...]
    html: str
