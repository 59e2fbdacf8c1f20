"""What dialects add to CommonMark, one module each; `dialect.FEATURES` says which dialect reads what."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import import_module

from transflow.markdown.dialect import ASKED, FEATURES
from transflow.markdown.feature import Feature


@lru_cache(maxsize=64)
def load(names: tuple[str, ...]) -> tuple[Feature, ...]:
    """Return features by the names of their modules."""
    return tuple(import_module(f"{__name__}.{name}").FEATURE for name in names)


@lru_cache(maxsize=64)
def shown(names: tuple[str, ...]) -> Callable[[str], Iterable[tuple[int, int]]]:
    """Return what finds arguments of tags by their place; see `Feature.shown`."""
    return next((feature.shown for feature in load(names) if feature.shown), lambda _tag: ())


@lru_cache(maxsize=64)
def written(names: tuple[str, ...]) -> Callable[[str, str], str]:
    """Return what writes such arguments; see `Feature.written`."""
    return next((feature.written for feature in load(names) if feature.written), lambda text, _before: text)


def documentation() -> str:
    """Return what `docs/markdown.md` says of dialects and features."""
    dialects = {name: found for name, found in FEATURES.items() if name}
    listed = dict.fromkeys(feature for found in FEATURES.values() for feature in found)
    out = ["| feature | any | " + " | ".join(dialects) + " |", "|---|" + ":-:|" * (len(dialects) + 1)]
    for feature in listed:
        marks = ["✓" if feature in found else "" for found in (FEATURES[""], *dialects.values())]
        out.append(f"| [{feature}](#{feature}) | {' | '.join(marks)} |")
    for feature in (*listed, *ASKED):
        told = (import_module(f"{__name__}.{feature}").__doc__ or "").strip()
        out += [
            "",
            f"### {feature}",
            "",
            told.replace("\nOffered:", "\n\n- Offered:")
            .replace("\nStays:", "\n- Stays:")
            .replace("\n\n\n", "\n"),
        ]
    return "\n".join(out) + "\n"
