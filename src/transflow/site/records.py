"""The records on disk, and those of pages that were renamed: found again by what they say."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transflow import bitext, languages
from transflow.bitext import Bitext
from transflow.errors import DocumentError, TransflowError
from transflow.model import Unit
from transflow.site import layout
from transflow.site.config import Content
from transflow.site.workspace import Pair, Workspace
from transflow.way import STATE_DIR

if TYPE_CHECKING:
    from transflow.document import Document

# A page with half of its texts new is still that page; two pages from one template mostly share less.
_ALIKE = 0.5
"""Least share of a page's units that a record must know for the page to be the one that it was made of."""


def records(workspace: Workspace) -> Iterator[str]:
    """Yield the path of every record, relative to the workspace, sorted."""
    return iter(workspace.tree.list(f"{STATE_DIR}/bitext", ".jsonl"))


@dataclass(frozen=True, slots=True)
class Strays:
    """The records whose source page is gone."""

    records: tuple[Bitext, ...] = ()
    """Those that say of themselves what the place says where they lie."""
    problems: tuple[TransflowError, ...] = ()
    """The others."""


def stray(workspace: Workspace, sources: Mapping[str, object]) -> Strays:
    """Find the records whose source page is gone.

    Where a record lies decides which page it was made of; what it says of itself only has to agree.
    """
    found: list[Bitext] = []
    problems: list[TransflowError] = []
    for path in records(workspace):
        language, _, source = path.removeprefix(f"{STATE_DIR}/bitext/").partition("/")
        source = source.removesuffix(".jsonl")
        try:
            if source in sources or workspace.tree.has(source):
                continue
            record = bitext.read(workspace.tree, path)
        except TransflowError:
            continue  # told where its own page is looked at
        if record is None:
            continue
        said = record.header
        if said.source == source and languages.same(said.language, language):
            found.append(record)
        else:
            problems.append(misplaced(path, f"says that it is of {said.source} in {said.language}"))
    return Strays(tuple(found), tuple(problems))


def misplaced(path: str, claim: str) -> DocumentError:
    """Return the failure for a record that claims what is not its own."""
    return DocumentError(claim, path, 1, "it is left alone: restore it with git, or remove it")


def check(workspace: Workspace, pair: Pair, record: Bitext) -> None:
    """Make sure that a translation's record is of its page, or of one that may have been renamed to that.

    Raises:
        DocumentError: It claims another.
    """
    said = record.header
    renamed = said.source != pair.source
    if not languages.same(said.language, pair.language) or (renamed and not _sources(workspace, said.source)):
        path = workspace.record_path(pair)
        raise misplaced(
            path, f"says that it is of {said.source} in {said.language}, which is no page of this site"
        )


def left_behind(workspace: Workspace, pair: Pair, record: Bitext) -> str:
    """Return where the translation of a renamed page stands; empty if it stands nowhere.

    A record does not decide that: it is where the layout puts the translation of the page that is gone, on nobody
    else's.

    Raises:
        DocumentError: The record claims a page that is not its own.
    """
    said = record.header
    path = workspace.record_path(pair)
    try:
        if not workspace.tree.has(said.target):
            return ""
    except DocumentError as error:
        raise misplaced(path, f"says that its translation is {said.target}, which {error.message}") from None
    places = {(content, place.stem) for content, place in _targets(workspace, said.target, pair.language)}
    # A record is a stranger's word: it may not make a page move that is no translation of its source.
    if places.isdisjoint(_sources(workspace, said.source)):
        raise misplaced(
            path, f"says that its translation is {said.target}, where the layout has none of {said.source}"
        )
    others = {layout.below(content.root, layout.target_path(content.source, stem, tag))
              for content, stem in places for tag in workspace.config.sources}  # fmt: skip
    own = (pair.source, said.source, said.target)
    # Another page that stands where this translation would be its own would lose it.
    if any(other not in own and workspace.tree.has(other) for other in others):
        raise misplaced(path, f"says that its translation is {said.target}, which is another page's")
    return said.target


def _sources(workspace: Workspace, path: str) -> set[tuple[Content, str]]:
    """Return the content entries in which a path is a source page's, each with its stem."""
    return {(content, place.stem) for content, place in workspace.slots(path) if not place.is_target}


def _targets(workspace: Workspace, path: str, language: str) -> Iterator[tuple[Content, layout.Slot]]:
    """Yield the content entries in which a path is that of a translation into a language."""
    for content, place in workspace.slots(path):
        if place.is_target and languages.same(place.language, language):
            yield content, place


# Each comparison looks at all of a page's texts: a thousand records of one template would be a million.
_MOST = 100
"""Records that a page is compared with."""


def share(source: "Document", record: Bitext) -> float:
    """Return the share of a page's units that a record knows."""
    units = [block.text for block in source.blocks if isinstance(block, Unit)]
    known = {row.source for row in record.rows}
    return sum(text in known for text in units) / len(units) if units else 0.0


# Few, for a text that was reflowed has its first letters in one line still; fewer would be in every page.
_BEGIN = 8
"""Letters by which texts of records are looked for in a page."""


class Begins:
    """The begins of all that some records know."""

    def __init__(self, candidates: Iterable[Bitext]) -> None:
        begins = {
            row.source.split("\n", 1)[0][:_BEGIN] for one in candidates for row in one.rows if row.source
        }
        self._of_length: dict[int, set[str]] = {}
        for begin in begins:
            self._of_length.setdefault(len(begin), set()).add(begin)

    def may_be_in(self, text: str) -> bool:
        """Whether a page's text holds any of them: it is quickly told, and no is certain."""
        return any(
            text[at : at + length] in known
            for length, known in self._of_length.items()
            for at in range(len(text) - length + 1)
        )


def _likely(source: "Document", holding: Mapping[str, Sequence[int]]) -> Collection[int]:
    """Return the records that know a text of a page; of more than a hundred those that share what few others have."""
    found: dict[int, None] = {}
    texts = {block.text for block in source.blocks if isinstance(block, Unit) and block.text in holding}
    # A text that few records have tells more than a heading that every page has.
    for text in sorted(texts, key=lambda text: (len(holding[text]), text)):
        # A dict and no set, for the same order in every run.
        found |= dict.fromkeys(holding[text][: _MOST - len(found)])
        if len(found) >= _MOST:
            break
    return found


def heirs(
    sources: Mapping[str, "Document"], language: str, candidates: Sequence[Bitext]
) -> dict[str, Bitext]:
    """Return for pages without a record the one that was made of them under another name, each for one page.

    Where a page was split, its record goes to the part that says most of it.

    Args:
        sources: Source pages that have no record in a language, by path.
        language: That language.
        candidates: Records whose source page is gone.
    """
    holding: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(candidates):
        for text in {row.source for row in record.rows} if record.header.language == language else ():
            holding[text].append(number)
    fits = [
        (share(source, candidates[number]), len(source.blocks), path, number)
        for path, source in sources.items()
        for number in _likely(source, holding)
    ]
    found: dict[str, Bitext] = {}
    given: set[int] = set()
    # The page that has most of a record in number of blocks comes first: of a split page the larger part.
    for fit, _, path, number in sorted(fits, key=lambda fit: (-fit[0] * fit[1], fit[2:])):
        if fit >= _ALIKE and path not in found and number not in given:
            found[path] = candidates[number]
            given.add(number)
    return found
