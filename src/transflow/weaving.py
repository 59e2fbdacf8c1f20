"""Putting texts into a translation: in place where the structure stayed, block by block where it changed. Pure.

Where the source gained, lost or moved blocks, the translation is woven anew from top-level blocks: a block whose
parts all correspond is taken from the translation as it stands there, a new one from the source with its texts
exchanged, and what the translator added stays after the block that it followed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transflow import document, frontmatter
from transflow.document import Document
from transflow.errors import DocumentError
from transflow.tracker import Comparison, Link


@dataclass(frozen=True, slots=True)
class _Chunk:
    """One top-level block on its way into the new page."""

    lead: str
    """What stood between it and the block before it."""
    text: str
    origin: tuple[str, int]
    """(`source` or `target`, ordinal): neighbours in one page keep the lead they had there."""


def weave(source: Document, target: Document, comparison: Comparison, texts: Mapping[int, str]) -> str:
    """Return the translation's new text.

    Args:
        source: The source page.
        target: The translation as it stands.
        comparison: How the two correspond.
        texts: For each source block whose fate is `redraft`, by its index, the text to put there.

    Raises:
        DocumentError: A text would break the page, or a human-owned text would be lost; nothing is changed then.
    """
    links = comparison.links
    if _in_place(source, links):
        woven = target.splice(dict(_exchanged(links, texts)))
    else:
        woven = _rebuilt(source, target, links, texts)
    _nothing_lost(target, comparison, woven)
    return woven


def _exchanged(links: Sequence[Link], texts: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Yield (index in the translation, its new text) for each text that is exchanged where it stands."""
    for link in links:
        if link.fate == "redraft" and link.source in texts and link.target is not None:
            yield link.target, texts[link.source]


def _in_place(source: Document, links: Sequence[Link]) -> bool:
    """Whether no block came, went or moved."""
    if any(link.fate == "drop" and link.target is not None for link in links):
        return False
    if any(link.fate == "redraft" and link.target is None for link in links):
        return False
    body = [
        link.target
        for link in links
        if link.source is not None and link.target is not None and _body(source, link)
    ]
    return body == sorted(body, key=lambda place: place if place is not None else -1)


def _body(source: Document, link: Link) -> bool:
    return link.source is not None and source.blocks[link.source].top >= 0


def _rebuilt(source: Document, target: Document, links: Sequence[Link], texts: Mapping[int, str]) -> str:
    chunks = list(_chunks(source, target, links, texts))
    header_end = target.front.end
    tail = target.text[target.tops[-1][1] :] if target.tops else "\n"
    body = "".join(_joined(chunks, _newline(target.text)))
    return _new_header(source, target, links, texts, target.text[:header_end]) + body + tail


def _chunks(
    source: Document, target: Document, links: Sequence[Link], texts: Mapping[int, str]
) -> Iterator[_Chunk]:
    """Yield the new page's top-level blocks in the source's order, each followed by the translator's additions."""
    weaver = _Weaver(source, target, links, texts)
    yield from weaver.own_after(-1)
    for top in range(len(source.tops)):
        kept = weaver.counterpart(top)
        if kept is not None:
            yield weaver.from_target(kept)
        else:
            yield weaver.from_source(top)
        yield from weaver.own_after(kept if kept is not None else weaver.nearest(top))
    yield from weaver.rest()


class _Weaver:
    """The lookups that weaving needs, made once a page."""

    def __init__(
        self, source: Document, target: Document, links: Sequence[Link], texts: Mapping[int, str]
    ) -> None:
        self.source, self.target, self.texts = source, target, texts
        self.by_source = {link.source: link for link in links if link.source is not None}
        self.by_target = {link.target: link for link in links if link.target is not None}
        self.emitted: set[int] = set()
        self.pairs = dict(self._pairs())
        self.bare = {
            self._slice(target, top) for top in range(len(target.tops)) if not self._blocks(target, top)
        }

    @staticmethod
    def _blocks(page: Document, top: int) -> list[int]:
        return [i for i, block in enumerate(page.blocks) if block.top == top]

    @staticmethod
    def _slice(page: Document, top: int) -> str:
        start, end = page.tops[top]
        return page.text[start:end]

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Pair the top-level blocks that correspond wholly: same blocks, same order, nothing new and nothing gone."""
        for top in range(len(self.source.tops)):
            inside = self._blocks(self.source, top)
            places = [self.by_source[i].target for i in inside if i in self.by_source]
            tops = {self.target.blocks[place].top for place in places if place is not None}
            if not inside or None in places or len(tops) != 1:
                continue
            there = self._blocks(self.target, home := tops.pop())
            foreign = [i for i in there if self.by_target[i].fate == "drop"]
            if not foreign and [i for i in there if i in places] == places:
                yield top, home

    def counterpart(self, top: int) -> int | None:
        """Return the translation's block that stands for a source's block; None if it is to be made from the source."""
        home = self.pairs.get(top)
        return home if home is not None and home not in self.emitted else None

    def nearest(self, top: int) -> int:
        """Return the translation's block that holds the most of what a rebuilt block was made from; -2 for none."""
        places = [self.by_source[i].target for i in self._blocks(self.source, top)]
        tops = [self.target.blocks[place].top for place in places if place is not None]
        return max(tops, default=-2)

    def from_target(self, top: int) -> _Chunk:
        self.emitted.add(top)
        inside = self._blocks(self.target, top)
        changes = dict(_exchanged([self.by_target[i] for i in inside if i in self.by_target], self.texts))
        return _Chunk(_lead(self.target, top), _spliced(self.target, top, changes), ("target", top))

    def from_source(self, top: int) -> _Chunk:
        changes: dict[int, str] = {}
        for i in self._blocks(self.source, top):
            link = self.by_source[i]
            if i in self.texts:
                changes[i] = self.texts[i]
            elif link.target is not None:
                changes[i] = self.target.blocks[link.target].text
        return _Chunk(_lead(self.source, top), _spliced(self.source, top, changes), ("source", top))

    def own_after(self, top: int) -> Iterator[_Chunk]:
        """Yield the translator's own blocks that follow block `top` of the translation directly."""
        following = top + 1
        while top >= -1 and following < len(self.target.tops) and self._is_own(following):
            if following not in self.emitted:
                yield self.from_target(following)
            following += 1

    def rest(self) -> Iterator[_Chunk]:
        """Yield what stays and found no place beside its neighbours."""
        for top in range(len(self.target.tops)):
            if top not in self.emitted and self._is_own(top):
                yield self.from_target(top)

    def _is_own(self, top: int) -> bool:
        """Whether a block of the translation stays though nothing in the source stands for it."""
        inside = self._blocks(self.target, top)
        if not inside:
            mine = self._slice(self.target, top)
            return all(mine != self._slice(self.source, other) for other in range(len(self.source.tops)))
        links = [self.by_target[i] for i in inside if i in self.by_target]
        return (
            top not in self.pairs.values()
            and all(link.source is None for link in links)
            and any(link.fate in ("own", "conflict") for link in links)
        )


def _lead(page: Document, top: int) -> str:
    before = page.tops[top - 1][1] if top else page.front.end
    return page.text[before : page.tops[top][0]]


def _spliced(page: Document, top: int, changes: Mapping[int, str]) -> str:
    """Return one top-level block with some of its texts exchanged."""
    start, end = page.tops[top]
    whole = page.splice(changes)
    return whole[start : end + len(whole) - len(page.text)]


def _joined(chunks: Sequence[_Chunk], newline: str) -> Iterator[str]:
    """Join chunks: neighbours of one page as they stood there, strangers with an empty line."""
    for number, chunk in enumerate(chunks):
        before = chunks[number - 1].origin if number else None
        neighbours = before is not None and before == (chunk.origin[0], chunk.origin[1] - 1)
        blank = chunk.lead.count("\n") >= 2 or (number == 0 and chunk.origin[1] == 0)
        yield chunk.lead if neighbours or blank else newline * 2
        yield chunk.text


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _new_header(
    source: Document, target: Document, links: Sequence[Link], texts: Mapping[int, str], header: str
) -> str:
    """Return the translation's front matter with changed values exchanged, new ones added, dropped ones removed."""
    changes: dict[int, str] = {}
    edits: dict[frontmatter.KeyPath, object] = {}
    for link in links:
        if link.source is not None and source.blocks[link.source].top < 0 and link.source in texts:
            if link.target is not None:
                changes[link.target] = texts[link.source]
            else:
                edits[document.key_path(source, link.source)] = document.value(
                    source, link.source, texts[link.source]
                )
        elif link.fate == "drop" and link.target is not None and target.blocks[link.target].top < 0:
            edits[document.key_path(target, link.target)] = frontmatter.DELETE
    if not changes and not edits:
        return header
    whole = target.splice(changes)
    spliced = whole[: len(header) + len(whole) - len(target.text)]
    return frontmatter.edit(spliced, edits, target.path) if edits else spliced


def _nothing_lost(target: Document, comparison: Comparison, woven: str) -> None:
    """Refuse a result in which a human-owned text is missing.

    Raises:
        DocumentError: It is.
    """
    new = document.parse(woven, target.path, target.dialect)
    left = [block.text for block in new.blocks]
    for link in comparison.links:
        if not link.edited or link.target is None:
            continue
        text = target.blocks[link.target].text
        if text not in left:
            line = target.line(target.blocks[link.target].start)
            raise DocumentError(
                "this text was written by a person and has no place in the changed page",
                target.path,
                line,
                "move or merge it by hand, then run the command again",
            )
        left.remove(text)
