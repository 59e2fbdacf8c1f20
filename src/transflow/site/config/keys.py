"""The keys of a configuration: which are known, and which structure reads what stands below one."""

import difflib
from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from transflow.errors import ConfigError
from transflow.site.config.values import (
    CONFIG_NAME,
    ChecksConfig,
    Config,
    Content,
    FrontMatterConfig,
    LanguageConfig,
    MarkdownConfig,
    PathChecks,
    ScopedGlossaries,
    StyleConfig,
    WaiverConfig,
)

NESTED: dict[tuple[type[msgspec.Struct], str], type[msgspec.Struct]] = {
    (Config, "content"): Content,
    (Config, "front_matter"): FrontMatterConfig,
    (Config, "markdown"): MarkdownConfig,
    (Config, "style"): StyleConfig,
    (Config, "glossaries"): ScopedGlossaries,
    (Config, "checks"): ChecksConfig,
    (ChecksConfig, "per_path"): PathChecks,
    (ChecksConfig, "waivers"): WaiverConfig,
}
"""What reads the mapping below a key, or every mapping of the list there."""


def reject_unknown(data: Any, struct: type[msgspec.Struct], node: Any) -> None:
    """Name an unknown key before msgspec does, to add its line and the nearest known one.

    Raises:
        ConfigError: A key is unknown, or stands twice.
    """
    if not isinstance(data, dict):
        raise ConfigError("the file must be a mapping of keys to values", CONFIG_NAME, 1)
    seen: set[str] = set()
    for key_node, value_node in node.value if isinstance(node, yaml.MappingNode) else ():
        key, line = key_node.value, key_node.start_mark.line + 1
        if key not in struct.__struct_fields__:
            # Half alike is enough: `target` for `targets`, `glossary` for `glossaries`.
            near = difflib.get_close_matches(key, struct.__struct_fields__, 1, 0.5)
            known = ", ".join(struct.__struct_fields__)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {known}"
            raise ConfigError(f"unknown key {key!r}", CONFIG_NAME, line, hint)
        if key in seen:
            raise ConfigError(f"key {key!r} stands twice", CONFIG_NAME, line, "keep one of them")
        seen.add(key)
        for inner, inner_node in _inner(struct, key, value_node):
            reject_unknown(dict.fromkeys(k.value for k, _ in inner_node.value), inner, inner_node)


def _inner(struct: type[msgspec.Struct], key: str, node: Any) -> Iterator[tuple[type[msgspec.Struct], Any]]:
    """Yield the mappings below `key` that have a structure of their own."""
    if struct is Config and key == "languages" and isinstance(node, yaml.MappingNode):
        yield from ((LanguageConfig, child) for _, child in node.value if isinstance(child, yaml.MappingNode))
    inner = NESTED.get((struct, key))
    if inner is None:
        return
    for child in node.value if isinstance(node, yaml.SequenceNode) else (node,):
        if isinstance(child, yaml.MappingNode):
            yield inner, child
