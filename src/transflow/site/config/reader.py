"""The text of a `transflow.yaml` read into values, or into one line that says what is wrong with it."""

from typing import Any

import msgspec
import yaml
from msgspec import structs

from transflow.aliases import MAX_LENGTH, TOO_FAR, beyond
from transflow.errors import ConfigError
from transflow.site.config import hints, rules
from transflow.site.config.grammar import GRAMMAR
from transflow.site.config.keys import reject_unknown
from transflow.site.config.lines import below, line
from transflow.site.config.values import CONFIG_NAME, Config, Content
from transflow.way import parts


def parse_config(text: str) -> Config:
    """Parse the text of a `transflow.yaml`.

    Raises:
        ConfigError: With the line and, for an unknown key, the nearest known one.
    """
    data, node = _parsed(text)
    _check_letters(text)
    # Before msgspec, which names neither the line nor the key that was meant.
    reject_unknown(data, Config, node)
    try:
        config = msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        told, place = _told(error)
        hint = hints.norwegian(place, node) or hints.form(place, data)
        raise ConfigError(told, CONFIG_NAME, line(node, place), hint) from None
    rules.check(config, node)
    return structs.replace(config, content=tuple(map(_plainly, config.content)))


def _parsed(text: str) -> tuple[Any, Any]:
    """Return what a text of YAML says, and its nodes, which know their lines."""
    if len(text) > MAX_LENGTH:
        message, hint = f"longer than {MAX_LENGTH // 2**20} MiB", "see docs/configuration.md"
        raise ConfigError(message, CONFIG_NAME, 0, hint)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if found := beyond(node):
            raise ConfigError(TOO_FAR, CONFIG_NAME, found, "write the values out")
        # Twice, since the values have no lines, and the nodes no types.
        return yaml.safe_load(text) or {}, node
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or "this is not YAML")
        raise ConfigError(problem, CONFIG_NAME, mark.line + 1 if mark else 0, hints.mended(error)) from None
    except RecursionError:
        raise ConfigError("nested too deep", CONFIG_NAME, 0, "see docs/configuration.md") from None
    # PyYAML's own, for what looks like a date or is tagged as one and is none: `2024-13-45`, `!!timestamp x`.
    except (AttributeError, TypeError, ValueError, OverflowError):
        message = "a value is not of the type that it looks like or is tagged with"
        raise ConfigError(message, CONFIG_NAME, 0, "put it in quotes") from None


_ESCAPE = GRAMMAR["escape-by-number"]
_HALF = GRAMMAR["surrogate"]


def _check_letters(text: str) -> None:
    """Make sure that each text is one that can be written: PyYAML takes half of a surrogate pair for a letter.

    Raises:
        ConfigError: One is not; with its line.
    """
    for event in yaml.parse(text, Loader=yaml.SafeLoader) if _ESCAPE.search(text) else ():
        if isinstance(event, yaml.ScalarEvent) and _HALF.search(event.value):
            line = event.start_mark.line + 1 if event.start_mark else 0
            raise ConfigError(
                "half of a surrogate pair is no letter", CONFIG_NAME, line, "write the letter itself"
            )


def _told(error: msgspec.ValidationError) -> tuple[str, str]:
    """Return what msgspec says in the words of YAML, and where: a path such as `$.content[0].root`."""
    message, _, place = str(error).partition(" - at ")
    return hints.plain(message), place.strip("`")


def check_settings(text: str, engine: str, data: dict[str, Any], form: type[msgspec.Struct] | None) -> None:
    """Make sure that what stands under `engines: {NAME: …}` is as the engine's class describes it.

    Args:
        text: That of `transflow.yaml`.
        engine: The name.
        data: What stands there.
        form: What describes it; None for an engine without settings.

    Raises:
        ConfigError: It is not; with its line and, for an unknown key, the nearest known one.
    """
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if form is None:
        if data:
            where = line(node, f"$.engines.{engine}")
            raise ConfigError(f"engine {engine!r} has no settings", CONFIG_NAME, where, "take them out")
        return
    reject_unknown(data, form, below(node, "engines", engine))
    try:
        msgspec.convert(data, form)
    except msgspec.ValidationError as error:
        told, place = _told(error)
        where = line(node, f"$.engines.{engine}{place.removeprefix('$')}")
        raise ConfigError(told, CONFIG_NAME, where, "see docs/engines.md") from None


def _plainly(content: Content) -> Content:
    """Return a content entry with its root as paths of files begin: `./docs/` is `docs`."""
    return structs.replace(content, root="/".join(parts(content.root)) if content.root.strip("./") else ".")
