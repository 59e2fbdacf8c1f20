"""What a site is built with, as its own files tell it."""

from dataclasses import dataclass, field

from transflow.errors import TransflowError
from transflow.site.urls import Urls


@dataclass(frozen=True, slots=True)
class Place:
    """One content root, as `content` in `transflow.yaml` has them."""

    root: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Detected:
    """What a site is."""

    generator: str = ""
    """`Hugo`, `Docusaurus` …; empty if nothing says so."""
    dialect: str = ""
    """For `markdown.dialect`; empty if it is not known."""
    sure: bool = False
    """Whether a file of the generator itself says so, or it is a guess."""
    why: tuple[str, ...] = ()
    """What was seen, and what is guessed, a phrase each."""
    places: tuple[Place, ...] = ()
    """Where pages are; empty if the generator does not say where translations go."""
    math: bool | None = None
    """For `markdown.math`; None if the dialect decides."""
    breaks: bool | None = None
    """For `markdown.breaks`; None if the dialect decides."""
    keys: tuple[str, ...] = ()
    """Front-matter values that its pages show, besides the usual ones."""
    default: str = ""
    """The language that it says most pages are in; empty if it doesn't say."""
    tags: tuple[str, ...] = ()
    """The languages that it names, as it spells them."""
    folders: tuple[tuple[str, str], ...] = ()
    """The content folder of each language, where each has its own by its configuration."""
    says: bool = False
    """Whether its own files or rules say where translations stand; otherwise `places` is a guess."""
    urls: Urls = field(default_factory=Urls)
    """How it makes addresses of pages and ids of headings."""
    base: str = ""
    """The folder of the repository that it is in, with `/` at its end; empty for the repository itself."""
    problems: tuple[TransflowError, ...] = ()
    """Files of it that cannot be read, each with the line."""
