"""A page's own word about itself: what its front matter says of languages, translations and state. Read, never written.

Whoever only wants to know reads through `python-frontmatter`; `transflow.frontmatter` knows where every value stands, and
changes single ones. Where the two see different things the latter's reading stands, and it tells what is wrong:

- front matter closed by `...`, in TOML or JSON, behind a byte order mark or blank lines, or never closed
- prose between two rules, which is no front matter
- merge keys (`<<`) and what may be aliases, keys that stand twice, control characters, and whatever is no YAML

`tests/test_word.py` holds both against each other on real sites.
"""

from collections.abc import Mapping
from typing import Any

import yaml
from frontmatter import parse as parse_page
from frontmatter.default_handlers import YAMLHandler

from transflow import frontmatter

_SHORT = 4096
"""Characters up to which YAML is left to libyaml: it goes one level of its stack deeper for every level of nesting."""


class _Unsure(Exception):  # noqa: N818  a question, not an error
    """The two readers may see different things."""


def translation_key(said: Mapping[str, Any]) -> str:
    """Return the name that pairs a page with its translations; empty if it has none."""
    # Hugo knows its keys in any case: a site that writes `translationkey` pairs its pages with it all the same.
    found = (value for key, value in said.items() if str(key).lower() == "translationkey")
    return str(next(found, None) or "")


class _AsWritten(YAMLHandler):
    """YAML in which every word is the string that is written, so that `lang: no` is Norwegian."""

    def load(self, fm: str, **_: object) -> Any:
        # Here `python-frontmatter` may see another end, no merged keys, or aliases without end.
        if "\n..." in fm or "<<" in fm or ("&" in fm and "*" in fm):
            raise _Unsure
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader) if len(fm) <= _SHORT else yaml.BaseLoader
        return yaml.load(fm, Loader=loader)  # noqa: S506  it makes strings, lists and mappings only


def word(text: str, path: str) -> Mapping[str, Any]:
    """Return what a page says about itself; nothing if it has no front matter.

    Raises:
        DocumentError: The front matter is malformed; with its line.
    """
    if text.startswith(("---\n", "---\r\n")):
        try:
            data, _ = parse_page(text, handler=_AsWritten())
        except (_Unsure, yaml.YAMLError, RecursionError, ValueError, TypeError):
            data = {}
        # A key that is no word (`? [a]`) is seen otherwise by the two readers.
        if data and all(isinstance(key, str) for key in data):
            return data
    return frontmatter.parse(text, path).data
