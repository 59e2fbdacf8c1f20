"""Finding engines by name; importing this imports none of them."""

import difflib
import sys
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any

import msgspec

from transflow.engines import Progress, no_progress, packages, plugin
from transflow.errors import ConfigError, EngineError, install

AUTO = "auto"
"""The name that stands for the first engine that can translate the pair."""

# In the metadata of a distribution: to list engines imports none.
_GROUP = "transflow.engines"
_PREFERRED = ("argos", "embedded")
"""A model made for one pair first, then one that can do something for any; engines of others follow by name."""


def names() -> tuple[str, ...]:
    """List the engines that are installed, sorted; whether one is ready for a pair, its `missing` says."""
    return tuple(sorted(_found()))


def check_name(name: str) -> None:
    """Make sure that an engine of this name is installed, or that it is `auto`.

    Raises:
        ConfigError: No distribution brings such an engine.
    """
    known = [AUTO, *names()]
    if name not in known:
        # `embeded` for `embedded`.
        near = difflib.get_close_matches(name, known, 1)
        guess = f"; did you mean {near[0]!r}?" if near else ""
        raise ConfigError(f"unknown engine {name!r}{guess}", hint=f"known: {', '.join(known)}")


def engine_type(name: str) -> Any:
    """Load an engine's class by the name of its entry point: an `EngineType`, which may lack all but `translate`.

    Raises:
        ConfigError: No distribution brings such an engine.
        EngineError: It cannot be imported.
    """
    check_name(name)
    entry = _found()[name]
    # An entry point that a test or a path puts there belongs to no distribution.
    owner = entry.dist.name if entry.dist else entry.module
    try:
        loaded = entry.load()
    except Exception as error:  # a plugin is somebody else's code and may raise anything
        hint = f"update or remove the package {owner}"
        raise EngineError(
            f"engine {name!r} cannot be loaded: {type(error).__name__}: {error}", hint=hint
        ) from error
    # An engine that is opened may be of another class than the one that opens it.
    if not callable(getattr(loaded, "translate", None)) and not hasattr(loaded, "open"):
        hint = f"update or remove the package {owner}"
        raise EngineError(f"engine {name!r} is no engine: {entry.value} has no `translate`", hint=hint)
    return loaded


def forms(names: Iterable[str]) -> Iterator[tuple[str, type[msgspec.Struct] | None]]:
    """Yield for each of the engines that are installed the class of its settings; None where it has none.

    Raises:
        EngineError: An engine cannot be loaded.
    """
    found = _found()
    for name in names:
        if name in found:
            yield name, plugin.settings_form(name, engine_type(name))


def missing(source: str, target: str) -> dict[str, str]:
    """Say of each installed engine what it lacks to translate a pair of BCP 47 languages; an empty text if it is ready."""
    return {name: _lacking(name, source, target) for name in names()}


def _lacking(name: str, source: str, target: str) -> str:
    try:
        return plugin.lacking(name, engine_type(name), source, target)
    except EngineError as error:  # what is wrong with it is what it lacks
        return str(error)


def choose(name: str, source: str, target: str) -> str:
    """Return the name of an engine that can be opened for a pair of BCP 47 languages.

    Args:
        name: An engine's name, or `auto`: argos if a package for the pair is installed, else embedded if
            it is installed, else any other that offers itself.
        source: The language of the pages.
        target: The language of the drafts.

    Raises:
        ConfigError: No distribution brings such an engine.
        EngineError: It cannot be loaded, or something is missing for this pair.
    """
    if name == AUTO:
        return _choose_any(source, target)
    if missing := plugin.lacking(name, engine_type(name), source, target):
        raise EngineError(f"engine {name!r} is not ready: {missing}")
    return name


def open_engine(
    name: str,
    source: str,
    target: str,
    threads: int = 0,
    progress: Progress = no_progress,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    budget: Decimal | None = None,
    kept: bool = False,
) -> plugin.Plugin:
    """Choose an engine and load its model.

    Args:
        name: An engine's name, or `auto`.
        source: The language of the pages.
        target: The language of the drafts.
        threads: How many; 0 for all cores.
        progress: Told how loading goes on.
        settings: What stands under `engines` in `transflow.yaml`.
        budget: What it may cost at most; None for any amount.
        kept: Whether one over HTTP only says what it has answered before.

    Raises:
        ConfigError: No distribution brings such an engine, or its settings are wrong.
        EngineError: It is not ready for this pair, or its files are damaged.
    """
    name = choose(name, source, target)
    owner = _found()[name].dist
    return plugin.opened(
        name,
        owner.version if owner else "",
        engine_type(name),
        (source, target),
        (settings or {}).get(name, {}),
        threads=threads,
        progress=progress,
        budget=budget,
        kept=kept,
    )


def _choose_any(source: str, target: str) -> str:
    broken: list[str] = []
    # By name behind those two, so that the same engine is taken on every machine.
    for name in sorted(names(), key=lambda name: (_rank(name), name)):
        try:
            kind = engine_type(name)
            # Not one over HTTP: `auto` must not send pages anywhere.
            if getattr(kind, "automatic", False) and not plugin.lacking(name, kind, source, target):
                return name
        except EngineError as error:  # another may do; if none does, the user sees why
            broken.append(error.message)
    here, there = packages.short(source), packages.short(target)
    told = "".join(f"; {message}" for message in broken)
    hint = (
        f"run `transflow models install embedded` (1.1 GB, any pair; after: {install('embedded')}) "
        f"or `transflow models install {here} {there}` (an Argos package)"
    )
    raise EngineError(f"no engine is installed that translates {here} → {there}{told}", hint=hint)


def _rank(name: str) -> int:
    return _PREFERRED.index(name) if name in _PREFERRED else len(_PREFERRED)


def _found() -> Mapping[str, EntryPoint]:
    # By the path, so that what is installed or put on it later is found.
    return _found_on(tuple(sys.path))


@lru_cache(1)
def _found_on(_path: tuple[str, ...]) -> Mapping[str, EntryPoint]:
    """Read the metadata of every distribution on a path, which costs milliseconds, once."""
    return MappingProxyType({entry.name: entry for entry in entry_points(group=_GROUP)})
