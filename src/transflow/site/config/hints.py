"""What a message about a configuration says in the words of YAML, and how what is wrong would be right."""

import re
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import yaml

from transflow.site.config.grammar import GRAMMAR
from transflow.site.config.keys import NESTED
from transflow.site.config.lines import below
from transflow.site.config.values import Config

_KEY = GRAMMAR["key-of-place"]
_LANGUAGES = GRAMMAR["languages-place"]
_TYPES = GRAMMAR["types-told"]


def mended(error: yaml.YAMLError) -> str:
    """Return what can be done about a text that is not YAML."""
    problem, begin = str(getattr(error, "problem", "")), getattr(error, "context_mark", None)
    if "'\\t'" in problem:
        return "indent with spaces, not with a tab"
    # PyYAML tells the line at which it noticed; what helps is the one where the bracket opens.
    if begin and ("',' or ']'" in problem or "',' or '}'" in problem):
        return f"close the bracket that opens in line {begin.line + 1}"
    return "see docs/configuration.md"


def form(place: str, data: Any) -> str:
    """Return how the value at a msgspec path such as `$.style.scale` is written."""
    keys = _KEY.findall(place)
    if not keys:
        return ""
    owner: type[msgspec.Struct] = Config
    for key in keys[:-1]:
        owner = NESTED.get((owner, key), owner)
    kind = get_type_hints(owner).get(keys[-1])
    value = data.get(keys[0]) if len(keys) == 1 else None
    # `targets: en`, where a list belongs.
    if get_origin(kind) is tuple and isinstance(value, str):
        return f"write `{keys[0]}: [{value}]`"
    words = _words(kind)
    told = f"one of {', '.join(words)}; " if words else ""
    return f"{told}see `{place.removeprefix('$.')}` in docs/configuration.md"


def norwegian(place: str, node: Any) -> str:
    """Return what to do about a language that YAML takes for false: `no` is Norwegian only in quotes."""
    match = _LANGUAGES.fullmatch(place)
    found = below(node, match[1]) if match else None
    if match and isinstance(found, yaml.SequenceNode) and int(match[2] or 0) < len(found.value):
        found = found.value[int(match[2] or 0)]
    word = found.value if isinstance(found, yaml.ScalarNode) else ""
    hint = f"YAML takes {word} for false; put Norwegian in quotes: {word!r}"
    return hint if word.lower() == "no" else ""


_KINDS = {
    "array": "a list",
    "object": "a mapping",
    "str": "text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
}
"""What msgspec names by JSON and Python."""


def plain(message: str) -> str:
    """Return a message of msgspec such as "Expected `array`, got `str`" in the words of YAML."""

    def named(match: re.Match[str]) -> str:
        kinds = match[1].split(" | ")
        said = [kind for kind in kinds if kind != "null"]  # what may be left out need not be said to be null
        return " or ".join(_KINDS.get(kind, kind) for kind in said or kinds)

    return _TYPES.sub(named, message)


def _words(kind: Any) -> list[str]:
    """List the words that a type allows."""
    parts = get_args(kind)
    return list(parts) if get_origin(kind) is Literal else [word for part in parts for word in _words(part)]
