"""A glossary as the YAML that a translator can edit."""

from itertools import groupby
from typing import Any

import yaml

from transflow.glossary.reader import FIELDS
from transflow.glossary.terms import Glossary, Term

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def dumps(glossary: Glossary) -> str:
    """Write a glossary as a file, a line a term; reading it gives the same terms."""
    head = _yaml({"source": glossary.source, "target": glossary.target}, flow=False)
    lines = []
    for _, group in groupby(glossary.terms, key=lambda term: term.source):
        lines.append(f"  {line(*group)}\n")
    return f"{head}terms:\n{''.join(lines)}"


def line(*senses: Term) -> str:
    """Return the line of a term, which a person can edit and git can merge."""
    said = [_sense(term) for term in senses]
    # Each in flow style without its brackets: as a pair a long term would be a key of two signs (`? …  : …`).
    return ": ".join(
        _yaml([value], flow=True)[1:-2] for value in (senses[0].source, said[0] if len(said) == 1 else said)
    )


def _sense(term: Term) -> object:
    values = {field: getattr(term, name) for field, name in FIELDS.items()}
    said = {
        field: list(value) if isinstance(value, tuple) else value
        for field, value in values.items()
        if value and (field, value) != ("case", "sentence")
    }
    return term.target if said.keys() == {"use"} else said


def _yaml(value: object, *, flow: bool, dumper: Any = _Dumper) -> str:
    text = str(
        yaml.dump(
            value,
            Dumper=dumper,
            allow_unicode=True,
            sort_keys=False,
            # YAML breaks lines at 80 characters otherwise.
            width=2**30,
            default_flow_style=flow,
        )
    )
    # libyaml spells what lies beyond 16 bits: 𠮷 as "\\U00020BB7".
    if "\\U" in text and dumper is not yaml.SafeDumper:
        return _yaml(value, flow=flow, dumper=yaml.SafeDumper)
    return text
