"""`init`: writes the `transflow.yaml` that is proposed for a site; and the schema of that file for editors."""

import inspect
from ast import AnnAssign, ClassDef, Constant, Expr, Name, parse
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import Any

import msgspec

from transflow import languages
from transflow.engines import registry
from transflow.errors import ConfigError, DocumentError
from transflow.schemas import catalogued
from transflow.site import config
from transflow.site.config import CONFIG_NAME, Config
from transflow.site.proposal import Proposal, Undecided, propose
from transflow.site.walk import Disk
from transflow.site.workspace import load

__all__ = ["Undecided", "check", "glossary_hint", "needs_attributes", "propose", "schema", "write"]

LINE_ENDINGS = ".transflow/** -text"
"""The line of `.gitattributes` with which Git leaves the line ends of records alone."""


def needs_attributes(root: Path) -> bool:
    """Whether `.gitattributes` does not yet leave the line ends of records alone."""
    disk = Disk(root)
    try:
        # Not there, or not to be read: the line is wanted all the same.
        lines = disk.read(".gitattributes").decode("utf-8", "replace").splitlines()
    except DocumentError:
        return True
    # Any order of its attributes, and others beside it.
    return not any(line.split()[:1] == [".transflow/**"] and "-text" in line.split() for line in lines)


def write(root: Path, proposal: Proposal) -> None:
    """Write the proposal.

    Raises:
        ConfigError: There is a `transflow.yaml` already.
        DocumentError: It cannot be written.
    """
    check(root)
    Disk(root).write(CONFIG_NAME, proposal.text)


def check(root: Path) -> None:
    """Make sure that there is no `transflow.yaml` yet.

    Raises:
        ConfigError: There is one.
    """
    if Disk(root).has(CONFIG_NAME):
        raise ConfigError("exists already", CONFIG_NAME, hint="change it by hand; see docs/configuration.md")


def glossary_hint(root: Path) -> str:
    """Return how a site that has just been set up comes to its first terms; nothing where it has some."""
    site = load(root)
    if site.glossary_paths():
        return ""
    pairs = {
        (languages.language_of(s), languages.language_of(t))
        for s in site.config.sources
        for t in site.config.targets
    }
    finance = "`transflow glossary add finance` for those of finance, " if ("zh", "en") in pairs else ""
    return f"no glossary yet: {finance}`transflow glossary add WORD TRANSLATION` for your own"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of `transflow.yaml`."""
    found: dict[str, Any] = msgspec.json.schema(Config)
    for name, part in found["$defs"].items():
        _describe(part, getattr(config, name))
    top = found["$defs"]["Config"]
    top["required"], top["properties"]["targets"]["minItems"] = ["targets"], 1
    engines = top["properties"]["engines"]["properties"] = {}
    for name, form in registry.forms(registry.names()):
        parts: dict[str, Any] = {}
        if form:
            # Under a name of its own: two engines may both call their settings `Settings`.
            (engines[name],), parts = msgspec.json.schema_components(
                [form], ref_template=f"#/$defs/{name}.{{name}}"
            )
            for part in parts.values():
                part["additionalProperties"] = False
            _describe(parts[form.__name__], form)
        found["$defs"] |= {f"{name}.{part}": told for part, told in parts.items()}
    return catalogued(found, "transflow", CONFIG_NAME, "Which pages are translated into which languages, and how.")  # fmt: skip


def _describe(part: dict[str, Any], kind: type) -> None:
    """Put what is written below each attribute of a class into its schema, which allows nothing else."""
    part["additionalProperties"] = False
    # Those that it has from another class, too.
    described = (pair for one in kind.__mro__ if issubclass(one, msgspec.Struct) and one is not msgspec.Struct for pair in _docstrings(one))  # fmt: skip
    for key, told in described:
        part["properties"][key].setdefault("description", told)


def _docstrings(kind: type) -> Iterator[tuple[str, str]]:
    """Yield what is written below each attribute of a class."""
    # msgspec does not keep what stands below an attribute, and Python neither.
    (body,) = parse(dedent(inspect.getsource(kind))).body
    assert isinstance(body, ClassDef)  # it was asked for a class
    for line, after in pairwise(body.body):
        said = after.value if isinstance(after, Expr) else None
        if isinstance(line, AnnAssign) and isinstance(line.target, Name) and isinstance(said, Constant):
            yield line.target.id, " ".join(str(said.value).split())
