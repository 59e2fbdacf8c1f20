"""What a header says, and is to say, as plain values: an edit is proved by comparing it with what is read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transflow.errors import DocumentError
from transflow.frontmatter.header import locate
from transflow.frontmatter.nodes import Branch, Header, KeyPath, Node, Raw, Scalar, plain, resolve
from transflow.frontmatter.steps import DELETE, same

_CORE_TAG = "tag:yaml.org,2002:"
"""How the kind of a scalar begins whose tag says another type than its text."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A value that an edit leaves alone."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Notation(Raw):
    """A notation, understood."""

    value: Any
    model: Any


def clean(value: Any, header: Header) -> Any:
    """Return a value made of `dict`, `list`, `str`, `int`, `float`, `bool`, `None` and `_Notation` only."""
    if isinstance(value, Raw):
        return _understood(value.text, header)
    if isinstance(value, Mapping):
        return {_clean_key(key): clean(item, header) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item, header) for item in value]
    if isinstance(value, str):
        # Python holds it, UTF-8 does not: refused here, where the value is named, and not when the page is saved.
        if any("\ud800" <= char <= "\udfff" for char in value):
            raise DocumentError(f"half of a surrogate pair in {value!r} is no text", header.path)
        return str(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"front matter takes no {type(value).__name__}")


def _understood(text: str, header: Header) -> _Notation:
    """Return what a notation says by itself.

    Raises:
        DocumentError: It says nothing in the format of the header.
    """
    # `1` and a line `b: 2` behind it, or a closing fence, would be more than one value: alone on a page it shows.
    lone = {"json": f'{{"x": {text}}}', "toml": f"+++\nx = {text}\n+++\n"}
    page = lone.get(header.format, f"---\nx: {text}\n---\n")
    try:
        read = locate(page, "")
        entries = read.root.items() if read.end == len(page) else ()
    except DocumentError:
        entries = ()
    if len(entries) != 1:
        hint = "write it as a value that stands by itself"
        message = f"`{text}` is not one value of {header.format.upper()} front matter"
        raise DocumentError(message, header.path, hint=hint)
    return _Notation(text.replace("\n", header.newline), plain(entries[0].node), model_of(entries[0].node))


def spelled(value: Any) -> Any:
    """Return a value with what notations say in their place."""
    if isinstance(value, dict):
        return {key: spelled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [spelled(item) for item in value]
    return value.value if isinstance(value, _Notation) else value


def _clean_key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"front matter keys are strings, not {type(key).__name__}")
    return str(key)


def model_of(node: Node) -> Any:
    """Return what a header says as `dict`, `list` and `_Kept`, to be changed and compared."""
    inner = resolve(node)
    if isinstance(inner, Scalar):
        return _Kept(inner.kind, inner.text)
    if inner.listing:
        return [model_of(entry.node) for entry in inner.entries.values()]
    return {key: model_of(entry.node) for key, entry in inner.entries.items()}


def change(model: Any, key: KeyPath, value: Any) -> None:
    """Make in a model the change that the page is to get."""
    *above, last = key
    for part in above:
        if value is DELETE and not _has(model, part):
            return
        # `a:` without a value gives way to a mapping; any other single value was refused before.
        if not _has(model, part) or (isinstance(model[part], _Kept) and value is not DELETE):
            _put(model, part, {})
        model = model[part]
        if isinstance(model, _Kept):
            return
    if value is not DELETE:
        _put(model, last, value)
    elif _has(model, last):
        del model[last]


def _has(model: Any, part: str | int) -> bool:
    return part in model if isinstance(model, dict) else isinstance(part, int) and part < len(model)


def _put(model: Any, key: str | int, value: Any) -> None:
    if isinstance(model, list) and key == len(model):
        model.append(value)
    else:
        model[key] = value


def matches(model: Any, node: Node) -> bool:
    """Whether a header says what the model says, wanted values included, each with its type."""
    # What is copied as it is written has to say the same here as where it came from, not be the same characters.
    if isinstance(model, _Notation):
        return matches(model.model, node)
    inner = resolve(node)
    if isinstance(model, _Kept):
        return isinstance(inner, Scalar) and (inner.kind, inner.text) == (model.kind, model.text)
    if isinstance(model, dict | list):
        if not isinstance(inner, Branch) or inner.listing != isinstance(model, list):
            return False
        pairs = model.items() if isinstance(model, dict) else enumerate(model)
        return len(model) == len(inner.entries) and all(
            key in inner.entries and matches(item, inner.entries[key].node) for key, item in pairs
        )
    # `!!int '12'` must not become `!!int 'x'`, which every other reader refuses.
    return isinstance(inner, Scalar) and same(inner.value, model) and not inner.kind.startswith(_CORE_TAG)
