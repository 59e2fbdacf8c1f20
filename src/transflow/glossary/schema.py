"""The JSON Schema of a glossary file, for editors that complete and check what one writes."""

from typing import Any, get_args

from transflow.glossary.phrases import Case
from transflow.glossary.reader import FIELDS, LISTS
from transflow.schemas import catalogued

_WORD: dict[str, Any] = {
    "type": ["string", "number", "boolean"]
}  # `no` and `1.10` are read as they are written
_TOLD = {
    "use": "The form a draft uses, as in the middle of a sentence.",
    "also": "Other forms that a translator may use.",
    "not": "Forms that are wrong where this term is meant.",
    "variants": "Other forms of the source: regional words, abbreviations.",
    "except": "Longer strings that hold the source by chance.",
    "case": "Whether a capital matters.",
    "context": "The term applies only in a paragraph that holds one of these words.",
    "region": "Regions of pages where it means this.",
    "domain": "The field it belongs to.",
    "hint": "Told to engines and people, neither put into a draft nor missed in a translation.",
    "category": "The older name of `domain`.",
    "note": "For people.",
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a glossary."""
    special = {"case": {"enum": list(get_args(Case))}, "hint": {"type": ["boolean", "string"]}}
    keys = {
        key: {**special.get(key, {"$ref": "#/$defs/words"} if key in LISTS else _WORD), "description": told}
        for key, told in _TOLD.items()
        if key in FIELDS
    }
    sense = {"type": "object", "properties": keys, "required": ["use"], "additionalProperties": False}
    senses = {"type": "array", "items": {"anyOf": [_WORD, {"$ref": "#/$defs/sense"}]}, "minItems": 1}
    language = {"type": "string", "description": "A language's tag (BCP 47)."}
    found = {
        "type": "object",
        "properties": {
            "source": language,
            "target": language,
            "terms": {
                "type": "object",
                "description": "What each form of the source is called.",
                "additionalProperties": {"anyOf": [_WORD, {"$ref": "#/$defs/sense"}, senses]},
            },
        },
        "required": ["source", "target", "terms"],
        "additionalProperties": False,
        "$defs": {"words": {"anyOf": [_WORD, {"type": "array", "items": _WORD}]}, "sense": sense},
    }
    return catalogued(found, "transflow-glossary", "transflow glossary", "Terms, and what they are called in another language.")  # fmt: skip
