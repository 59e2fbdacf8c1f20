"""What is to be translated, and what a machine made of it."""

from dataclasses import dataclass

from transflow.markdown import Dialect
from transflow.model import NOT_MARKDOWN, UnitKind
from transflow.translator.ladder import Try
from transflow.translator.risk import Signs
from transflow.verification import Fault


@dataclass(frozen=True, slots=True)
class Text:
    """What is to be translated."""

    text: str
    """A unit's text."""
    kind: UnitKind = "paragraph"
    """What it stands in, which decides whether it is Markdown and what must be escaped there."""
    dialect: Dialect = Dialect()
    """What Markdown means on its page."""
    before: tuple[tuple[str, str], ...] = ()
    """(source, translation) of what stands before it on its page, in order; the translation is empty where there is none yet."""
    examples: tuple[tuple[str, str], ...] = ()
    """(source, translation) of sentences that a person wrote or approved, those most like it first."""

    @property
    def is_markdown(self) -> bool:
        """Whether the text is Markdown; front-matter values and arguments are plain."""
        return self.kind not in NOT_MARKDOWN


@dataclass(frozen=True, slots=True)
class Draft:
    """A machine's translation of a text."""

    text: str
    """In the form of the source: Markdown for Markdown. Never empty for a source that is not."""
    rung: str
    """The last rung of the ladder that one of its segments needed."""
    faults: tuple[Fault, ...]
    """What needs a person."""
    segments: tuple[str, ...]
    """The sentences that it was cut into."""
    risk: int = 0
    """How likely it is to need a person, from 0 to 100; see `transflow.translator.risk`."""
    signs: tuple[Signs, ...] = ()
    """What that was told by, of each sentence."""
    tried: tuple[Try, ...] = ()
    """What the engine was asked for those sentences, and what it said, in order."""
