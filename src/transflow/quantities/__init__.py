"""Numbers with their scale, unit and currency, dates and periods: found, valued, written and compared by value.

A language that can be read has a `reader` in its package, one that can be written a `writer`.
"""

from collections.abc import Sequence
from functools import lru_cache

from transflow import languages
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

_STYLE = Style()


def reads(language: str) -> bool:
    """Whether there is a reader for a language: without one on either side nothing can be compared."""
    return languages.part(_subtag(language), "reader") is not None


def _subtag(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].lower()


@lru_cache(maxsize=2048)  # a draft and its source are read by every rung, and by verification again
def find(text: str, language: str, region: str = "") -> tuple[Quantity, ...]:
    """Find the quantities of a text, in order, none overlapping another.

    Args:
        text: Plain text or logical Markdown.
        language: BCP 47 tag; of a language without a reader nothing is found.
        region: ISO 3166 code that decides what 元, 兆, ¥ mean; by default the region of `language`.
    """
    reader = languages.part(_subtag(language), "reader")
    # Without a region 元 is yuan, and ¥ the yen of an English page.
    return tuple(reader.find(text, region.upper() or _region(language))) if reader else ()


def _region(language: str) -> str:
    try:
        return languages.region_of(language)
    # A tag of the private use area, or of a language that CLDR does not know, has no region.
    except ValueError:
        return ""


def render(quantity: Quantity, language: str, style: Style = _STYLE) -> str:
    """Write a quantity in the house style of a language, modifiers included.

    A language without a renderer gets the quantity as it stands in its own text.
    """
    writer = languages.part(_subtag(language), "writer")
    return str(writer.render(quantity, style)) if writer else quantity.text


def compare(source: Sequence[Quantity], target: Sequence[Quantity]) -> tuple[Mismatch, ...]:
    """Tell which quantities of one side have no equal on the other.

    Compared are value, kind and currency, each as often as it stands there; forms don't matter (half and 50 %, doubled
    and twice, 25 basis points and 0.25 percentage points, 12 months and a year, October and an October of some year).
    """
    return comparison.compare(source, target)
