"""`status --write`: tells a site's templates which translations are out of date, or a machine's."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from transflow import frontmatter
from transflow.errors import TransflowError
from transflow.files import read_text
from transflow.frontmatter import DELETE, mapping
from transflow.site.config import FieldsConfig
from transflow.site.grammar import GRAMMAR
from transflow.site.history import stale_since
from transflow.site.picture import Picture
from transflow.site.save import rewrite
from transflow.site.translations import Standing, Translation
from transflow.site.workspace import Pair, Workspace
from transflow.strings import is_strings

_DAY = GRAMMAR["day"]

if TYPE_CHECKING:
    from transflow.document import Document


def mark(
    workspace: Workspace, items: Iterable[Standing]
) -> tuple[tuple[Pair, ...], tuple[TransflowError, ...]]:
    """Set `translation.stale: true` where the source changed since, take it away where it did not.

    The keys that `front_matter.fields` names are set and taken away likewise, and what stands under another name than
    that of `front_matter.record` gets it; nothing else changes.

    Returns:
        The translations that were changed, and what went wrong.
    """
    changed: list[Pair] = []
    problems: list[TransflowError] = []
    fields = workspace.config.front_matter.fields
    # Full reading takes time, and only the fields of `front_matter.fields` hang on it.
    picture = Picture(workspace) if any(msgspec.structs.astuple(fields)) else None
    for item in items:
        try:
            if _mark(workspace, item, picture):
                changed.append(item.pair)
        except TransflowError as error:
            problems.append(error)
    return tuple(changed), tuple(problems)


def _mark(workspace: Workspace, item: Standing, picture: Picture | None) -> bool:
    name = workspace.config.front_matter.record
    wanted: dict[str, bool] = {"stale": item.stale} if item.marked != item.stale else {}
    seen = picture.translation(item.pair) if picture and workspace.tree.has(item.target) else None
    # Nothing to set, no field to look at, no name to change: the page need not be read.
    if is_strings(item.target) or not (wanted or seen or name != mapping.KEY):
        return False
    if not workspace.tree.has(item.target):
        return False
    # What a sparse checkout leaves out is read too: whether there is anything to write shows then.
    text = read_text(workspace.tree, item.target)
    about = mapping.said(frontmatter.parse(text, item.target).data, name)
    if not about:
        return False  # nobody recorded it: it says nothing of itself
    fields = workspace.config.front_matter.fields
    wanted |= _fields(fields, seen) if seen else {}
    # Only what differs, so that a second run writes nothing.
    change: dict[str, object] = {
        key: True if holds else DELETE for key, holds in wanted.items() if holds != (about.get(key) is True)
    }
    if seen and fields.stale:
        change |= _since(workspace, seen, fields.stale, about)
    new = mapping.put(text, name, change, item.target)
    return rewrite(workspace, item.target, text, new)


def drafted(workspace: Workspace, path: str, text: str) -> str:
    """Return a page into which a machine's texts were put with the keys that the site has for that, so that none is live without.

    `status --write` would set them; an approval takes them away.
    """
    names, record = workspace.config.front_matter.fields, workspace.config.front_matter.record
    if is_strings(path) or not (names.draft or names.unread):
        return text
    data = frontmatter.parse(text, path).data
    about = mapping.said(data, record)
    wanted = {names.draft: True, names.unread: not _hidden(data)}
    change = {key: True for key, holds in wanted.items() if key and holds and about.get(key) is not True}
    return mapping.put(text, record, change, path) if about and change else text


def _fields(names: FieldsConfig, item: Translation) -> dict[str, bool]:
    """Return what the fields that the site has a name for should say."""
    live = item.target is not None and not hidden(item.target)
    unread = item.comparison.unread if item.comparison else ()
    holds = {
        names.draft: item.status != "reviewed",
        names.withdrawn: item.state == "orphan" or (item.source is not None and hidden(item.source)),
        names.unread: live and bool(unread),
    }
    return {name: value for name, value in holds.items() if name}


def _since(
    workspace: Workspace, item: Translation, name: str, about: Mapping[str, object]
) -> dict[str, object]:
    """Return the change by which a field tells since when a page is behind its source: a day that stands there stays."""
    if not item.short.stale:
        return {name: DELETE} if name in about else {}
    return {} if _DAY.fullmatch(str(about.get(name, ""))) else {name: stale_since(workspace, item)}


def hidden(page: "Document") -> bool:
    """Whether a page says that it is not to be published."""
    return _hidden(page.said)


def kept_out(page: "Document") -> bool:
    """Whether a page says so in the way that its site's generator surely heeds."""
    key, value = page.dialect.hiding
    return frontmatter.truth(page.said.get(key)) is value


def hiding_line(page: "Document") -> str:
    """Return the line of front matter that does so, as YAML has it."""
    key, value = page.dialect.hiding
    return f"{key}: {str(value).lower()}"


def _hidden(said: Mapping[str, object]) -> bool:
    return (
        frontmatter.truth(said.get("draft")) is True
        or frontmatter.truth(said.get("published", True)) is False
    )
