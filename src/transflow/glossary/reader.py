"""Reading glossary files: YAML that a translator can edit, every mistake told with its file and line.

```yaml
source: zh
target: en
terms:
  市盈率: P/E                      # source form: preferred form
  回购: {use: buyback, also: [repurchase], not: [buy-back], category: equities}
  代码:                            # several senses: the first whose context stands in the text applies
    - {use: ticker, context: [股票, 上市]}
    - code
  配股:                            # or the first that a page's region has
    - {use: placing, region: [zh-HK]}
    - rights issue
```
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, get_args

import yaml

from transflow import garbage, languages
from transflow.errors import ConfigError
from transflow.glossary.phrases import Case, view
from transflow.glossary.syntax import Reader, compose, utf8
from transflow.glossary.terms import Glossary, Term, serves

FIELDS = {
    "use": "target", "also": "allowed", "not": "forbidden", "variants": "variants",
    "except": "exceptions", "case": "case", "context": "context", "region": "region", "domain": "domain", "hint": "hint",
    "category": "category", "note": "note",
}  # fmt: skip
LISTS = frozenset({"also", "not", "variants", "except", "context", "region"})
_TOP = ("source", "target", "terms")


def load(names: Iterable[str], source: str, target: str, reader: Reader) -> Glossary:
    """Read the glossaries that serve a language pair; others among the files are read for mistakes only.

    Args:
        names: The files, the most important first.
        source: BCP 47 tag of the source language; a glossary serves all regions and scripts of its own.
        target: BCP 47 tag of the target language; a glossary for `en` serves `en-GB`, not the other way round.
        reader: Reads a file.

    Raises:
        ConfigError: The first mistake, and how many others there are and where.
    """
    terms: list[Term] = []
    mistakes: list[ConfigError] = []
    for name in names:
        sheet = _read(name, reader)
        mistakes += sheet.mistakes
        # A file with a mistake gives no terms: half of a glossary would call right words wrong.
        if not sheet.mistakes and sheet.serves(source, target):
            terms += sheet.terms
    if mistakes:
        raise _summary(mistakes)
    return Glossary(source, target, tuple(terms))


def problems(names: Iterable[str], reader: Reader) -> tuple[ConfigError, ...]:
    """Return every mistake in these files, in order."""
    return tuple(mistake for name in names for mistake in _read(name, reader).mistakes)


def read(name: str, reader: Reader) -> Glossary:
    """Read one glossary file, whatever its language pair.

    Raises:
        ConfigError: The first mistake, and how many others there are and where.
    """
    return _whole(_read(name, reader))


def from_node(node: yaml.Node, path: str) -> Glossary:
    """Make a glossary of a tree such as YAML gives; its marks say where mistakes are.

    Raises:
        ConfigError: The first mistake, and how many others there are and where.
    """
    sheet = _Sheet(path)
    _read_top(sheet, node)
    return _whole(sheet)


def _whole(sheet: "_Sheet") -> Glossary:
    if sheet.mistakes:
        raise _summary(sheet.mistakes)
    return Glossary(sheet.languages["source"], sheet.languages["target"], tuple(sheet.terms))


def _summary(mistakes: Sequence[ConfigError]) -> ConfigError:
    first, *others = mistakes
    if not others:
        return first
    # Five are enough to begin with, and a message is one line.
    places = [f"{other.path}:{other.line}" for other in others[:5]] + ["…"] * (len(others) > 5)
    more = f"{len(others)} more: {', '.join(places)}"
    return ConfigError(first.message, first.path, first.line, f"{first.hint}; {more}" if first.hint else more)


@dataclass(slots=True)
class _Sheet:
    """One glossary file while it is read."""

    path: str
    languages: dict[str, str] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    mistakes: list[ConfigError] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    """Line of every source form, folded."""

    def wrong(self, node: yaml.Node, message: str, hint: str = "") -> None:
        self.mistakes.append(ConfigError(message, self.path, _line(node), hint))

    def serves(self, source: str, target: str) -> bool:
        return serves((self.languages["source"], self.languages["target"]), source, target)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _read(name: str, reader: Reader) -> _Sheet:
    try:
        return _sheet(utf8(name, reader, "save it as UTF-8"), name)
    except ConfigError as error:
        return _Sheet(name, mistakes=[error])


# Each language of a site asks for the same files, and to take one of thousands of terms apart takes half a second.
@lru_cache(maxsize=32)
@garbage.left()
def _sheet(text: str, name: str) -> _Sheet:
    """Return what a file says, to be looked at only; what is no YAML raises its `ConfigError`."""
    sheet = _Sheet(name)
    _read_top(sheet, compose(text, name))
    return sheet


def _read_top(sheet: _Sheet, node: yaml.Node | None) -> None:
    if not isinstance(node, yaml.MappingNode):
        message = "a glossary is a mapping with the keys `source`, `target` and `terms`"
        sheet.mistakes.append(ConfigError(message, sheet.path, _line(node) if node else 1))
        return
    entries = dict(_pairs(sheet, node, _TOP))
    for key in _TOP:
        if key not in entries:
            sheet.mistakes.append(ConfigError(f"`{key}` is missing", sheet.path, 1))
    for key in ("source", "target"):
        if key in entries:
            _read_language(sheet, key, entries[key])
    terms = entries.get("terms")
    if isinstance(terms, yaml.MappingNode):
        for name, value in terms.value:
            _read_entry(sheet, name, value)
    # `terms:` with nothing behind it is a glossary that is about to be filled.
    elif terms is not None and _scalar(terms) != "":
        sheet.wrong(terms, "`terms` must be a mapping", "write one line a term: `市盈率: P/E`")


def _pairs(sheet: _Sheet, node: yaml.MappingNode, known: Sequence[str]) -> Iterator[tuple[str, yaml.Node]]:
    """Yield the known keys of a mapping with their values; tell the unknown and the repeated ones."""
    seen: dict[str, int] = {}
    for key, value in node.value:
        name = _scalar(key) or ""
        if name in seen:
            sheet.wrong(key, f"`{name}` stands twice", f"first in line {seen[name]}; keep one of them")
        elif name in known:
            seen[name] = _line(key)
            yield name, value
        else:
            near = difflib.get_close_matches(name, known, 1, 0.5)
            hint = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(known)}"
            sheet.wrong(key, f"unknown key `{name}`" if name else "a key must be text", hint)


def _scalar(node: yaml.Node) -> str | None:
    """Return the text of a scalar as it was written, white space made single spaces; None for another node."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    # `no: 否` is a word to a translator: only an empty value is none, a quoted "" is text.
    return "" if node.tag == "tag:yaml.org,2002:null" and node.style is None else " ".join(node.value.split())


def _read_language(sheet: _Sheet, key: str, node: yaml.Node) -> None:
    tag = _scalar(node)
    if not tag:
        sheet.wrong(node, f"`{key}` must be a language code", "like `zh` or `en`")
        return
    try:
        languages.canonical(tag)
    except ValueError as error:
        sheet.wrong(node, str(error))
    else:
        sheet.languages[key] = tag


def _read_entry(sheet: _Sheet, key: yaml.Node, value: yaml.Node) -> None:
    name = _scalar(key)
    if not name:
        sheet.wrong(key, "a term must be text")
        return
    senses = value.value if isinstance(value, yaml.SequenceNode) else [value]
    # A sense has a line of its own, and a mistake in it is told there.
    anchors = senses if isinstance(value, yaml.SequenceNode) else [key]
    terms = [
        term
        for anchor, sense in zip(anchors, senses, strict=True)
        if (term := _read_term(sheet, name, anchor, sense))
    ]
    if not senses:
        sheet.wrong(key, f"{name!r} has no translation")
    # One that always applies would hide all behind it.
    for term in terms[:-1]:
        if not term.context and not term.region:
            sheet.wrong(key, f"{name!r} has a sense without `context` or `region` before its last one")
    # All senses or none: a name that two entries have belongs to the first.
    if _claim(sheet, key, terms):
        sheet.terms += terms


def _claim(sheet: _Sheet, key: yaml.Node, terms: Sequence[Term]) -> bool:
    """Enter the source forms of an entry; False if another entry has one of them."""
    line, free = _line(key), True
    names = dict.fromkeys(name for term in terms for name in (term.source, *term.variants))
    # 沪深300 and 沪深 300 are one name, told as it is written first.
    folded = {view(name).folded: name for name in reversed(names)}
    for form, name in folded.items():
        if form in sheet.names:
            free = False
            sheet.wrong(key, f"{name!r} is already a term", f"see line {sheet.names[form]}; keep one of them")
        sheet.names.setdefault(form, line)
    return free


def _read_term(sheet: _Sheet, name: str, anchor: yaml.Node, node: yaml.Node) -> Term | None:
    if isinstance(node, yaml.ScalarNode):
        values: dict[str, Any] = {"use": _scalar(node)}
    elif isinstance(node, yaml.MappingNode):
        # Its fields' mistakes are told already; what can be read of it would only bring more.
        before = len(sheet.mistakes)
        values = {
            field: _read_field(sheet, field, value) for field, value in _pairs(sheet, node, tuple(FIELDS))
        }
        if len(sheet.mistakes) > before:
            return None
    else:
        sheet.wrong(node, f"{name!r}: a translation is text or a mapping")
        return None
    if not values.get("use"):
        sheet.wrong(anchor, f"{name!r} has no translation", "write it after the colon, or as `use:`")
        return None
    origin = f"{sheet.path}:{_line(anchor)}"
    term = Term(name, origin=origin, **{FIELDS[field]: value for field, value in values.items()})
    return term if _is_sound(sheet, anchor, term) else None


def _is_sound(sheet: _Sheet, key: yaml.Node, term: Term) -> bool:
    if both := set(term.forms) & set(term.forbidden):
        sheet.wrong(key, f"{term.source!r}: {min(both)!r} is both allowed and forbidden")
        return False
    for word in term.exceptions:
        # An exception that does not hold the term can never except anything.
        names = (view(name).folded for name in (term.source, *term.variants))
        if not any(name in view(word).folded and name != view(word).folded for name in names):
            message = f"{term.source!r}: the exception {word!r} does not hold the term"
            sheet.wrong(key, message, "write the longer word")
            return False
    if odd := [tag for tag in term.region if not _is_region(sheet, tag)]:
        message = f"{term.source!r}: {odd[0]!r} is no region of the source language"
        sheet.wrong(key, message, "write a language with its region, like `zh-HK`")
        return False
    if _is_reversed(sheet, term):
        message = f"{term.source!r}: {term.target!r} looks like the wrong way round"
        sheet.wrong(key, message, "terms are written `source form: target form`, see `source` and `target`")
        return False
    return True


def _is_region(sheet: _Sheet, tag: str) -> bool:
    """Whether a tag names the source language with a region."""
    try:
        # `HK` alone is no tag; `zh-HK` is what is meant, and the message says so.
        region, language = languages.region_of(tag), languages.language_of(tag)
    except ValueError:
        return False
    return (
        bool(region)
        and tag.lower() != language
        and language == languages.language_of(sheet.languages.get("source", language))
    )


def _is_reversed(sheet: _Sheet, term: Term) -> bool:
    """Whether the translation is in the source's script and the term is not."""
    # Without its languages nothing can be told of scripts; that they are missing is told already.
    if len(sheet.languages) < 2:
        return False
    pattern = languages.residue_pattern(sheet.languages["source"], sheet.languages["target"])
    back = languages.residue_pattern(sheet.languages["target"], sheet.languages["source"])
    # One of the two scripts is enough, and Latin letters stand in every language: `residue_pattern` has none for them.
    if pattern:
        return bool(pattern.search(term.target)) and not pattern.search(term.source)
    return bool(back and back.search(term.source) and not back.search(term.target))


def _read_field(sheet: _Sheet, name: str, node: yaml.Node) -> str | tuple[str, ...] | None:
    if name in LISTS:
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        texts = [_scalar(item) for item in items]
        for item, text in zip(items, texts, strict=True):
            if not text:
                sheet.wrong(item, f"`{name}` must be text or a list of texts")
        return tuple(text for text in texts if text)
    text = _scalar(node)
    if not text:
        sheet.wrong(node, f"`{name}` must be text")
    elif name == "case" and text not in get_args(Case):
        near = difflib.get_close_matches(text, get_args(Case), 1, 0.5)
        hint = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(get_args(Case))}"
        sheet.wrong(node, f"unknown case rule `{text}`", hint)
    # A note somebody wrote under the wrong key would be lost without a word.
    elif name == "hint" and text != "yes":
        sheet.wrong(node, f"`hint` is `yes` or left out, not `{text}`")
    return text
