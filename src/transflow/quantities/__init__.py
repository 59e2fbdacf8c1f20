"""Numbers with their scale, unit and currency, dates and periods: found, valued, written and compared by value.

Every language has one reader and, if it is a target, one renderer, registered here; nothing else knows a language.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from transflow import languages
from transflow.languages import en, zh
from transflow.languages.en import writer as english
from transflow.languages.zh import writer as chinese
from transflow.numbers.quantity import Kind, Mismatch, Modifier, Quantity, Severity, Style
from transflow.quantities import comparison

__all__ = [
    "Kind",
    "Mismatch",
    "Modifier",
    "Quantity",
    "Severity",
    "Style",
    "compare",
    "find",
    "reads",
    "render",
]

_READERS: dict[str, Callable[[str, str], tuple[Quantity, ...]]] = {"zh": zh.find, "en": en.find}
_RENDERERS: dict[str, Callable[[Quantity, Style], str]] = {"en": english.render, "zh": chinese.render}
_STYLE = Style()


def reads(language: str) -> bool:
    """Whether there is a reader for a language: without one on either side nothing can be compared."""
    return language.replace("_", "-").split("-")[0].lower() in _READERS


@lru_cache(maxsize=2048)  # a draft and its source are read by every rung, and by verification again
def find(text: str, language: str, region: str = "") -> tuple[Quantity, ...]:
    """Find the quantities of a text, in order, none overlapping another.

    Args:
        text: Plain text or logical Markdown.
        language: BCP 47 tag; of a language without a reader nothing is found.
        region: ISO 3166 code that decides what 元, 兆, ¥ mean; by default the region of `language`.
    """
    subtag = language.replace("_", "-").split("-")[0].lower()
    reader = _READERS.get(subtag)
    return reader(text, region.upper() or _region(language)) if reader else ()


def _region(language: str) -> str:
    try:
        return languages.region_of(language)
    except ValueError:
        return ""


def render(quantity: Quantity, language: str, style: Style = _STYLE) -> str:
    """Write a quantity in the house style of a language, modifiers included.

    A language without a renderer gets the quantity as it stands in its own text.
    """
    renderer = _RENDERERS.get(language.replace("_", "-").split("-")[0].lower())
    return renderer(quantity, style) if renderer else quantity.text


def compare(source: Sequence[Quantity], target: Sequence[Quantity]) -> tuple[Mismatch, ...]:
    """Tell which quantities of one side have no equal on the other.

    Compared are value, kind and currency, each as often as it stands there; forms don't matter (half and 50 %, doubled
    and twice, 25 basis points and 0.25 percentage points, 12 months and a year, October and an October of some year).
    """
    return comparison.compare(source, target)
