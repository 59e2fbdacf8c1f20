"""JSON Schemas as a catalogue for editors (SchemaStore) takes them: draft 7, one file, with a name of its own."""

from collections.abc import Mapping
from typing import Any

_DRAFT = "http://json-schema.org/draft-07/schema#"
_NAMED = "https://json.schemastore.org/{name}.json"
"""The address that the catalogue gives a schema; nothing is asked there."""


def catalogued(found: Mapping[str, Any], name: str, title: str, description: str) -> dict[str, Any]:
    """Return a schema of draft 2020-12 as one of draft 7.

    Args:
        found: The schema, with what it consists of under `$defs`; it may be no more than a reference to one of them.
        name: The name of its file in the catalogue.
        title: What the files are called that it is for.
        description: What they are, in a sentence.
    """
    parts: dict[str, Any] = _older(found.get("$defs", {}))
    rest = {key: _older(value) for key, value in found.items() if not key.startswith("$")}
    # An editor looks for the keys at the top, and next to a reference draft 7 sees nothing.
    top = parts.pop(str(found["$ref"]).rpartition("/")[2]) if "$ref" in found else {}
    head = {"$schema": _DRAFT, "$id": _NAMED.format(name=name), "title": title, "description": description}
    return head | {key: value for key, value in {**top, **rest}.items() if key not in head} | {"definitions": parts}  # fmt: skip


def _older(value: Any) -> Any:
    """Return a part of a schema in the words of draft 7."""
    if isinstance(value, list):
        return [_older(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    made = {key: _older(one) for key, one in value.items()}
    if isinstance(made.get("$ref"), str):
        reference = {"$ref": made.pop("$ref").replace("#/$defs/", "#/definitions/")}
        # What stands beside a reference counts only outside of it.
        return {**made, "allOf": [reference]} if made else reference
    return made
