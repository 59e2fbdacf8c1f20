"""Changing a header: the changes one by one, each read back before the next, all proved at the end."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from transflow.errors import DocumentError
from transflow.frontmatter import json, toml_writer, yaml_writer
from transflow.frontmatter.header import locate
from transflow.frontmatter.model import change, clean, matches, model_of, spelled
from transflow.frontmatter.nodes import Alias, Branch, Entry, Header, KeyPath, Scalar, find, resolve, walk
from transflow.frontmatter.steps import DELETE, Step, dotted, plan
from transflow.strings import is_strings

_FORMATS = {"yaml": yaml_writer, "toml": toml_writer, "json": json}
# Each reads the whole header anew: their number times its length is what they cost.
MAX_STEPS = 1_000
"""Changes that are read back one by one."""


def edit(text: str, changes: Mapping[KeyPath, object], path: str = "") -> str:
    """Return a page with some keys of its front matter set, appended or deleted, and nothing else changed.

    Only the value's own characters, or only the lines of an added or deleted key, differ. A string keeps its
    quotes or block indicator where it can be written so. A list that grows gets items in the style it has (it is set
    as a whole; an item can be named only where it stands); new keys go to the end of their mapping, missing mappings above them are made. A page without front matter gets
    one in YAML. A value that is an alias becomes a literal; a value that aliases elsewhere stand for is written
    out there, so that they keep theirs.

    Args:
        text: The page.
        changes: For each key path, as it is in `text`, its new value: `str`, `int`, `float`, `bool`, `None`, a
            `Raw` notation, a list or mapping of such, or `DELETE`. Setting a mapping or a list replaces it
            whole, with as few splices as there are differences. Deleting what is not there changes nothing.
        path: For messages.

    Raises:
        DocumentError: The front matter is malformed, or the change cannot be made without changing the meaning
            of something else, proved by reading the result back.
        TypeError: A value of another type.
        ValueError: An empty key path, or one change inside another.
    """
    first = locate(text, path)
    if first.format == "none":
        # Of a page that says nothing there is nothing to take.
        if all(value is DELETE for value in changes.values()):
            return text
        first = locate(_with_empty_header(first), path)
    wanted = {key: value if value is DELETE else clean(value, first) for key, value in changes.items()}
    ordered = _ordered(wanted)
    current, left = _at_the_top(*_at_once(first, ordered))
    steps = 0
    for key, value in left:
        for step in tuple(plan(current, key, value)):
            current = _taken(_untied(current, step), step)
            steps += 1
        if steps > MAX_STEPS:
            message = f"more than {MAX_STEPS:,} changes of front matter at once"
            raise DocumentError(message, path, hint="change some by hand, or make fewer at a time")
    model = model_of(first.root)
    for key, value in ordered:
        change(model, key, value)
    if not (_framed(first, current) and matches(model, current.root)):
        raise DocumentError("front matter cannot be changed without damage", path, hint="change it by hand")
    return current.text


def bared(text: str) -> str:
    """Return a page without the empty front matter that `edit` begins where there is none; one with anything in it stays."""
    header = locate(text, "")
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    body = bom + text[header.end :]
    return body if text == _with_empty_header(replace(header, text=body)) else text


def _at_once(
    header: Header, changes: Sequence[tuple[KeyPath, Any]]
) -> tuple[Header, Sequence[tuple[KeyPath, Any]]]:
    """Return the header with single values exchanged, all in one go and read back once, and the changes that are left.

    That is what a draft of a page is. Where it does not read back as it should, everything is left.
    """
    nodes = [(key, entry.node) for key, entry in walk(header.root)]
    # What an alias stands for may change along with it: one by one, as `_untied` takes care.
    if any(isinstance(node, Alias) for _, node in nodes):
        return header, changes
    # An empty value (`title:`) has no characters to exchange.
    plain = {key: node for key, node in nodes if isinstance(node, Scalar) and node.body < node.end}
    text, at, pieces = header.text, 0, list[str]()
    single = {key: value for key, value in changes if key in plain and isinstance(value, str)}
    model = model_of(header.root)
    # `[a]`, `[b]`, `[a.c]`: the tree has what belongs together, not what follows each other in the page.
    for key, node in sorted(plain.items(), key=lambda pair: pair[1].body):
        if key in single and tuple(plan(header, key, single[key])):
            form = next(_FORMATS[header.format].replace(header, _trail(header, key), single[key]), "")
            # Of the page that the writer returns only the new notation is taken.
            pieces += [text[at : node.body], form[node.body : len(form) - len(text) + node.end]]
            at = node.end
            change(model, key, single[key])
    left = [(key, value) for key, value in changes if key not in single]
    try:
        read = locate("".join((*pieces, text[at:])), header.path)
    # A notation that takes more than its own characters: then the changes are made one by one.
    except DocumentError:
        return header, changes
    return (
        (read, left) if pieces and _framed(header, read) and matches(model, read.root) else (header, changes)
    )


def _at_the_top(
    header: Header, changes: Sequence[tuple[KeyPath, Any]]
) -> tuple[Header, Sequence[tuple[KeyPath, Any]]]:
    """Return a file of strings with all keys in it that are new at the top, and without those that go; and what is left."""
    there = header.root.entries
    tops = {key[0]: value for key, value in changes if len(key) == 1}
    gone = {name for name, value in tops.items() if value is DELETE and name in there}
    new = {str(name): value for name, value in tops.items() if value is not DELETE and name not in there}
    if len(gone) + len(new) < _MANY or not is_strings(header.path) or not there:
        return header, changes
    way, model = _FORMATS[header.format], model_of(header.root)
    for name in (*gone, *new):
        change(model, (name,), tops[name])
    try:
        current = locate(way.delete_all(header, gone), header.path) if gone else header
        current = locate(way.insert_all(current, new), header.path) if new else current
    # As above.
    except DocumentError:
        return header, changes
    if not matches(model, current.root):
        return header, changes
    done = {*gone, *new}
    return current, [(key, value) for key, value in changes if len(key) > 1 or key[0] not in done]


# Below that the single steps are as quick, and need no second look at the whole.
_MANY = 4
"""Keys from which on that is worth the look."""


def _with_empty_header(header: Header) -> str:
    # A BOM is one only as the very first character.
    bom = "\ufeff" if header.text.startswith("\ufeff") else ""
    fence = f"---{header.newline}"
    return bom + fence + fence + header.text[len(bom) :]


def _ordered(changes: Mapping[KeyPath, Any]) -> list[tuple[KeyPath, Any]]:
    """Return what is set first, then what is deleted, last items first: paths are those of the page as it was.

    Raises:
        ValueError: A change is inside another, which makes them contradict each other.
    """
    for key, value in changes.items():
        # Of two deletions one may be inside the other: both say the same.
        if any(key[:depth] in changes and value is not changes[key[:depth]] for depth in range(len(key))):
            raise ValueError(f"`{dotted(key)}` is inside another change")
    gone = [key for key, value in changes.items() if value is DELETE]
    # Items of a list from behind, so that the numbers of those before stay right; int and str don't compare.
    gone.sort(key=lambda key: [(isinstance(part, int), part) for part in key], reverse=True)
    kept = [(key, value) for key, value in changes.items() if value is not DELETE]
    return kept + [(key, DELETE) for key in gone]


def _untied(header: Header, step: Step) -> Header:
    """Return the header with the aliases written out that a step would change along.

    Raises:
        DocumentError: They stand for a collection.
    """
    aliases = [(key, entry.node) for key, entry in walk(header.root) if isinstance(entry.node, Alias)]
    homes = {entry.node: key for key, entry in walk(header.root)} if aliases else {}
    tied: list[Alias] = []
    for key, alias in aliases:
        # The alias itself is what changes.
        if key[: len(step.path)] == step.path:
            continue
        home = homes.get(alias.target, ())
        inside = home[: len(step.path)] == step.path
        # `a: &x {k: 1}` and `b: *x`: a change of `a.k` would be one of `b.k`, and what `b` is to keep has no name of its own.
        if isinstance(alias.target, Branch) and (inside or step.path[: len(home)] == home):
            message = f"`{dotted(step.path)}` cannot be changed: an alias elsewhere stands for it too"
            raise header.refuse(alias.start, message, "write the values out instead of the alias")
        if inside:
            tied.append(alias)
    if not tied:
        return header
    return _read_back(header, (_written_out(header.text, tied),), model_of(header.root), step.path)


def _written_out(text: str, aliases: Sequence[Alias]) -> str:
    """Return the page with what they stand for in the place of some aliases of values without parts."""
    # From behind, so that the places of the others stay right.
    for alias in reversed(aliases):
        target = resolve(alias)
        literal = text[target.body : target.end]
        # The lines of `a: &x |` cannot stand where `*x` stood, at any depth: between double quotes they can.
        if isinstance(target, Scalar) and ("\n" in literal or "\r" in literal):
            literal = yaml_writer.quoted(target.text)
        text = text[: alias.start] + literal + text[alias.end :]
    return text


def _trail(header: Header, key: KeyPath) -> tuple[Entry, ...]:
    """Return the entries from the top down to a key that is there."""
    entries = (find(header.root, key[:depth]) for depth in range(1, len(key) + 1))
    return tuple(entry for entry in entries if entry is not None)


def _taken(header: Header, step: Step) -> Header:
    """Return the header after a step, by the first notation that reads back as exactly that."""
    way = _FORMATS[header.format]
    model = model_of(header.root)
    change(model, step.path, step.value)
    if step.act == "drop":
        return _read_back(header, way.delete(header, _trail(header, step.path)), model, step.path)
    forms: list[Iterator[str]] = []
    # A notation taken from another page may not fit here (`|` and its lines, a level deeper): then what it says is written.
    for value in (step.value, spelled(step.value)):
        if step.act == "add":
            forms.append(way.insert(header, _trail(header, step.path[:-1]), step.path[-1], value))
        else:
            forms.append(way.replace(header, _trail(header, step.path), value))
    return _read_back(header, itertools.chain(*forms), model, step.path)


def _read_back(header: Header, forms: Iterable[str], model: Any, key: KeyPath) -> Header:
    """Return the first form that reads back as the model.

    Raises:
        DocumentError: None does.
    """
    for form in forms:
        try:
            read = locate(form, header.path)
        # This notation does not fit here; the next one may.
        except DocumentError:
            continue
        if _framed(header, read) and matches(model, read.root):
            return read
    entry = find(header.root, key)
    message = f"`{dotted(key)}` cannot be changed without damage to the front matter"
    raise header.refuse(entry.start if entry else header.stop, message, "change it by hand")


def _framed(old: Header, new: Header) -> bool:
    """Whether all before and after the header stayed, and the header is still one."""
    return (
        new.format == old.format
        and new.text[: new.start] == old.text[: old.start]
        and new.text[new.stop :] == old.text[old.stop :]
        and new.end - new.stop == old.end - old.stop
    )
