"""TF214 and TF215: tags, fences and blocks counted over the whole page, in whatever order a translator left them."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal, NamedTuple

from transflow.checks.copied import bare
from transflow.checks.finding import Hit
from transflow.checks.grammar import GRAMMAR
from transflow.checks.headings import outline
from transflow.checks.markup import Kind as Markup
from transflow.checks.markup import Mark, changes
from transflow.checks.subject import Subject, unsettled
from transflow.document import Document
from transflow.markdown import Inline, html, inlines, mask
from transflow.markdown.balance import unclosed
from transflow.markdown.mask import arguments
from transflow.model import Block, Unit
from transflow.notation import line_before
from transflow.sequences import edits

_IMAGE = GRAMMAR["image-begin"]
_ATTRIBUTE = GRAMMAR["attribute"]

Kind = Literal[
    "shortcode", "HTML tag", "fence", "alert marker", "code block", "formula", "image", "attribute list", "rule",
    "task box", "line", "footnote", "module", "expression", "anchor", "indented text of", "quotation",
    "struck text", "marked text", "tag of a vault", "attribute",
]  # fmt: skip
_GRAVE: frozenset[str] = frozenset(
    {"shortcode", "HTML tag", "fence", "alert marker", "module", "indented text of"}
)
"""Without these a site is not built, or a page is another one."""
_PHRASING = frozenset(
    ["a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "input", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"]
)  # fmt: skip
"""Elements within a text: the texts themselves are compared (TF206)."""
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_TAG = GRAMMAR["tag"]
_LINES = GRAMMAR["marked-line"]
_TASK = GRAMMAR["task-box"]
# A backslash before it makes it text.
_ATTRIBUTES = GRAMMAR["attributes"]
_WITHIN = ("argument", "alt", "label", "title", "html", "shortcode")
"""Parts of a tag, which is read whole."""


class Tag(NamedTuple):
    """Something that has to be on both sides equally often."""

    kind: Kind
    key: str
    """What is compared."""
    shown: str
    start: int
    """Offset in the page."""
    side: int = 0
    """1 for what opens, -1 for what closes, of tags that come in pairs."""


def lost_block(subject: Subject) -> Iterator[Hit]:
    """A tag, a fence, a block of code, an image or the like stands less often on the page than in the source, or more.

    Why: a lost `{{% /notice %}}` or `</details>` stops the build or swallows the rest of the page; a lost block of code is
        lost content. The page counts as a whole: what stands elsewhere is not lost.
    Example: `{{% /notice %}}` was deleted; `> [!WARNING]` became `> Warning`.
    Fix: put back what is missing. Code, images, formulas, attributes, anchors (`<a id="x">`, `^x` of a vault), expressions, rules,
        task boxes and their ticks beside drafts, quotations, items of lists, struck and marked text, tags of a vault, lines that mean
        something (`[TOC]`, `--8<-- "a.md"`, `(label)=`) and tags that stand alone (a video, an include) are only a warning, and so is what was added, and everything on a page whose headings are not those of
        the source (TF209).
    """
    source, target = subject.source, subject.target
    if source is None or target is None:
        return
    of_source, of_target = subject.read(tags, source), subject.read(tags, target)
    yield from _ticked(subject, source, target)
    yield from _unlisted(subject, source, target)
    # With a record TF211 names the text.
    if subject.comparison is None:
        yield from _emptied(subject, [*_empty(source, of_source)], [*_empty(target, of_target)])
    lost, added = _differences(subject, of_source, of_target)
    if not (lost or added):
        return
    places = _places(of_source, of_target, target)
    # With other headings the page was made of another source, or of a part.
    alike = outline(subject).alike
    # `{#id}` of a heading: the id that the translation's words make is another way to have it.
    known = {f"#{name}" for name in subject.ids.had(target)}
    closing = {tag.key for tag in of_source if tag.key.startswith("/")}
    # Without the definition of a label that it does not use the translation lacks nothing.
    if labels := {key for _, key in lost if key.endswith("]:")}:
        known |= labels - {f"[{label}]:" for label in _labels_used(target, source)}
    for tag, start in zip(of_source, places, strict=True):
        if lost[_key(tag)] and tag.key not in known:
            lost[_key(tag)] -= 1
            severity = _severity(tag, closing) if alike else "warning"
            yield Hit(subject.at(start), f"the {tag.kind} {tag.shown} is missing", severity)
    for tag in of_target:
        if added[_key(tag)] and tag.kind in _GRAVE:
            added[_key(tag)] -= 1
            yield Hit(subject.at(tag.start), f"the {tag.kind} {tag.shown} is not in the source", "warning")


def _ticked(subject: Subject, source: Document, target: Document) -> Iterator[Hit]:
    """Yield the task boxes beside drafts that nobody touched whose state is not that of the source."""
    for link in subject.comparison.links if subject.comparison else ():
        if link.source is None or link.target is None or link.edited:
            continue
        boxes = [
            _box(page, page.blocks[number]) for page, number in ((source, link.source), (target, link.target))
        ]
        if all(boxes) and boxes[0] != boxes[1]:
            told = (
                "is ticked, in the source it is not"
                if boxes[1] == "x"
                else "is not ticked, in the source it is"
            )
            yield Hit(subject.at(target.blocks[link.target].start), f"this box {told}", "warning")


def _unlisted(subject: Subject, source: Document, target: Document) -> Iterator[Hit]:
    """Yield the paragraphs that are items of a list in the source: their mark is gone."""
    for link in subject.comparison.links if subject.comparison else ():
        if link.source is None or link.target is None or link.fate != "keep":
            continue
        before, now = source.blocks[link.source], target.blocks[link.target]
        if (before.kind, now.kind) == ("list-item", "paragraph"):
            yield Hit(subject.at(now.start), "this is an item of a list in the source", "warning")


def _box(page: Document, block: Block) -> str:
    """Return what stands in the task box before a text; empty if there is none."""
    if not isinstance(block, Unit) or block.top < 0:
        return ""
    before = page.text[slice(*line_before(page.text, block.start))]
    box = _TASK.match(before)
    return box[0][-2].lower() if box and not before[box.end() :].strip() else ""


def _empty(page: Document, found: Sequence[Tag]) -> Iterator[Tag]:
    """Yield the fences of boxes and the alerts in which nothing stands, nor behind them on their line."""
    boxes = [tag for tag in found if tag.kind == "alert marker" or (tag.kind == "fence" and tag.side)]
    bare = {tag for tag in boxes if not any(map(str.isalnum, _rest(page, tag)))}
    fences = sorted((tag for tag in boxes if tag.side), key=lambda tag: tag.start)
    for opening, closing in pairwise(fences):
        body = page.text[_behind(page, opening) : closing.start]
        if (opening.side, closing.side) == (1, -1) and opening in bare and not body.strip(" \t\r\n>"):
            yield opening
    for tag in boxes:
        if tag in bare and not tag.side and not _has_quote(page.text, _behind(page, tag)):
            yield tag


def _rest(page: Document, tag: Tag) -> str:
    """Return what stands behind a tag on its line."""
    return page.text[tag.start : _behind(page, tag)].partition(tag.shown)[2]


def _behind(page: Document, tag: Tag) -> int:
    """Return where the line after that of a tag begins."""
    return page.text.find("\n", tag.start) + 1 or len(page.text)


def _has_quote(text: str, at: int) -> bool:
    """Whether words are quoted from a line on, before the quotation ends."""
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end].strip()
        if not line.startswith(">") or line.strip("> \t"):
            return line.startswith(">")
        at = end
    return False


def _emptied(subject: Subject, of_source: Iterable[Tag], of_target: Iterable[Tag]) -> Iterator[Hit]:
    """Yield the boxes of a translation in which nothing stands, though in the source something does."""
    held = Counter(map(_key, of_source))
    for tag in of_target:
        if not held[_key(tag)]:
            yield Hit(
                subject.at(tag.start),
                f"nothing stands in {tag.shown}, in the source something does",
                "warning",
            )
        held[_key(tag)] -= 1


def _differences(
    subject: Subject, of_source: Sequence[Tag], of_target: Sequence[Tag]
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Return what the translation has too few of, and what it has too many of.

    Where the source changed since, both what stands in the rest of the page and what stands on the whole page has to
    differ: what was taken out of the source is not lost, and what moved out of the rest is still there.
    """
    whole = Counter(map(_key, of_source)), Counter(map(_key, of_target))
    # What TF204 and TF206 say of a text is not said again of the page.
    told = Counter(_told(subject))
    lost, added = whole[0] - whole[1] - told, whole[1] - whole[0] - told
    changed = unsettled(subject)
    if any(changed) and (lost or added) and subject.source is not None and subject.target is not None:
        rest = (
            Counter(map(_key, _beside(of_source, subject.source, changed[0]))),
            Counter(map(_key, _beside(of_target, subject.target, changed[1]))),
        )
        lost, added = lost & (rest[0] - rest[1]), added & (rest[1] - rest[0])
    return lost, added


def _beside(found: Sequence[Tag], page: Document, changed: Collection[int]) -> Iterator[Tag]:
    """Yield the tags that stand neither in some blocks nor beside them."""
    body = [(block.start, block.end, number) for number, block in enumerate(page.blocks) if block.top >= 0]
    starts = [start for start, _, _ in body]
    for tag in found:
        place = bisect_right(starts, tag.start)
        around = body[max(place - 1, 0) : place + 1]
        if around and place and tag.start < around[0][1]:
            around = around[:1]  # within that one, and not between two
        if not any(number in changed for _, _, number in around):
            yield tag


def unbalanced(subject: Subject) -> Iterator[Hit]:
    """A tag or a fence is opened and not closed, or the other way round, though in the source it is.

    Why: a generator refuses the page, or takes the rest of it for the inside of a box.
    Example: a page with `::: tip` has no `:::` behind it.
    Fix: put back what is missing.
    """
    source, target = subject.source, subject.target
    if source is None or target is None:
        return
    of_source, of_target = _balance(subject.read(tags, source)), _balance(subject.read(tags, target))
    told = False
    for name, (balance, last) in of_target.items():
        if (
            balance
            and of_source.get(name, (0, None))[0] == 0
            # What the source has not may need no end: told where the translation itself closes another one.
            and (name in of_source or _is_paired(name, subject.read(tags, target)))
        ):
            much = "closed" if balance > 0 else "opened"
            told = True
            yield Hit(subject.at(last.start), f"{last.shown} is not {much}, in the source it is")
    # What the generator refuses of another kind: half an expression, a `<` that begins no tag.
    found = None if told else unclosed(target.text, target.front.end, target.dialect)
    if found and unclosed(source.text, source.front.end, source.dialect) is None:
        yield Hit(subject.at(found.start), f"{found.message}, in the source nothing is like that")


def _is_paired(name: str, found: Iterable[Tag]) -> bool:
    """Whether a tag stands among others as one that opens and as one that closes."""
    return {tag.side for tag in found if tag.key.strip("/") == name} >= {1, -1}


def _balance(found: Iterable[Tag]) -> dict[str, tuple[int, Tag]]:
    """Return for each name of a pair by how many openings there are too many, and its last tag."""
    balance: dict[str, tuple[int, Tag]] = {}
    for tag in found:
        if tag.side:
            name = "fence" if tag.kind == "fence" else tag.key.strip("/")
            balance[name] = (balance.get(name, (0, tag))[0] + tag.side, tag)
    return balance


def _key(tag: Tag) -> tuple[str, str]:
    return tag.kind, tag.key


def _severity(tag: Tag, closing: Collection[str]) -> Literal["error", "warning"]:
    # A lost `{{< figure >}}` leaves a gap; a lost `{{< tab >}}` takes what follows it out of its box.
    alone = tag.key[:1] != "/" and f"/{tag.key}" not in closing and tag.kind in ("shortcode", "HTML tag")
    return "error" if tag.kind in _GRAVE and not alone else "warning"


def _told(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield what the comparison of the texts says already."""
    page = subject.target
    for mark in _changed(subject, "shortcode"):
        assert page is not None  # it has marks
        yield from map(_key, _hidden(mark.shown, 0, page))
        # In MDX `{.a}` is an expression as well.
        if found := _LAST.search(mark.shown):
            yield _key(_attributes(found[0], 0, page))
    for mark in _changed(subject, "html"):
        # A component's name keeps its case.
        name = mark.shown[1 : len(mark.value)]
        yield from (("HTML tag", each) for each in {name, name.lower()})
        yield from (_key(tag) for tag in _html(mark.shown, 0) if tag.kind == "anchor")
        yield from map(_key, _of_tag(mark.shown, 0))
    for mark in _changed(subject, "math"):
        if mark.shown.startswith(_DISPLAY):
            yield "formula", ""


def _changed(subject: Subject, kind: Markup) -> Iterator[Mark]:
    return (
        mark for change in changes(subject, kind) for mark in (change.lost, change.added) if mark is not None
    )


def _places(of_source: Sequence[Tag], of_target: Sequence[Tag], target: Document) -> list[int]:
    """Return for each tag of the source where it is, or would be, in the translation."""
    places: list[int] = []
    end = target.front.end
    # Between two tags that both sides have, a lost one belongs behind the first of them.
    for same, i1, i2, j1, _ in edits([*map(_key, of_source)], [*map(_key, of_target)]):
        for step in range(i2 - i1):
            if same:
                end = of_target[j1 + step].start
            places.append(end)
    return places


def tags(page: Document) -> tuple[Tag, ...]:
    """Return everything that has to be on both sides, roughly in the order of the page."""
    return tuple(_tags(page))


def _tags(page: Document) -> Iterator[Tag]:
    at, within = page.front.end, list[Block]()
    for block in page.blocks:
        if block.top < 0 or block.kind in _WITHIN:
            within += [block] if block.top >= 0 and isinstance(block, Unit) else []
            continue
        yield from _outside(page.text[at : block.start], at, page, within)
        at, within = block.end, []
        if isinstance(block, Unit):
            yield from _inside(page, block)
        elif block.kind in ("code", "math"):
            yield from _copied(block)
        elif block.kind == "reference" and (label := _LABEL.match(block.text)):
            yield Tag("line", label[0].upper(), label[0], block.start)
    yield from _outside(page.text[at:], at, page, within)
    # What the shape of a page tells has no place there, so the body's begin stands for it.
    yield from (Tag(*_SHAPED[kind], page.front.end) for kind, _, _ in page.shape if kind in _SHAPED)


_SHAPED: Mapping[str, tuple[Kind, str, str]] = {
    "hr": ("rule", "", "---"),
    "dd_open": ("line", ":", ": …"),
    "blockquote_open": ("quotation", "", "> …"),
}
"""What is counted by the shape of a page: its kind, its key, and what it is called."""
_LABEL = GRAMMAR["definition-begin"]


def _labels_used(page: Document, source: Document) -> frozenset[str]:
    """Return the labels, in capitals, of which links and images of a page would lead on to definitions of its source."""
    dialect = replace(page.dialect, references=source.dialect.references)
    texts = (block for block in page.blocks if isinstance(block, Unit) and "[" in block.text)
    pieces = (piece for unit in texts for piece in inlines(unit.text, dialect, html=unit.kind == "html"))
    led = (_USED.search(piece.rewrite or piece.raw) for piece in pieces if piece.what in ("link", "image"))
    return frozenset(match["label"].upper() for match in led if match)


_USED = GRAMMAR["label-used"]


_OPENING = GRAMMAR["fence-opening"]


def _copied(block: Block) -> Iterator[Tag]:
    """Yield a block of code, with its language, or a formula; code that nothing closes opens a box, too."""
    shown = _excerpt(block.text)
    fence = _OPENING.match(block.text) if block.kind == "code" else None
    kind: Kind = "code block" if block.kind == "code" else "formula"
    yield Tag(kind, fence["name"].lower() if fence else "", shown, block.start)
    last = block.text.rstrip().rpartition("\n")[2].strip(" \t>")
    if fence and not (last.startswith(fence["fence"]) and not last.strip(fence["fence"][0])):
        yield Tag("fence", "code", shown, block.start, 1)


def _excerpt(text: str) -> str:
    line = text.strip().split("\n", 1)[0]
    return line if len(line) <= 30 else f"{line[:29]}…"


def _outside(text: str, start: int, page: Document, within: Iterable[Block]) -> Iterator[Tag]:
    """Yield what stands between texts, given the texts that are a part of that: titles and values of attributes."""
    if not text.strip():
        return
    yield from _hidden(text, start, page)
    bare = _blanked(text, start, within)
    for match in _LINES.finditer(bare):
        yield (tag := _line(match, start, text))
        if match["admonition"] and _has_body(page.text, start + match.start("admonition")):
            yield tag._replace(kind="indented text of")
    for match in _TASK.finditer(text):
        yield Tag("task box", "", "[ ]", start + match.start())
    for match in _ATTRIBUTES.finditer(bare) if "{" in text else ():
        yield _attributes(match[0], start + match.start(), page)._replace(shown=text[slice(*match.span())])
    for place in (match.start() for match in _IMAGE.finditer(text)):
        yield Tag("image", "", "![…]", start + place)
    # In JSX tags are components, which are masked and read with the shortcodes.
    if not page.dialect.has("jsx"):
        yield from _html(text, start)


def _blanked(text: str, start: int, within: Iterable[Block]) -> str:
    """Return a text of the same length in which texts that are a part of it say nothing."""
    pieces, at = list[str](), 0
    for first, last in sorted((block.start - start, block.end - start) for block in within):
        if first >= at:
            pieces += (text[at:first], _TRANSLATED * (last - first))
            at = last
    return "".join((*pieces, text[at:]))


_TRANSLATED = "\0"
"""Stands for each letter of a text that differs from language to language."""


def _has_body(text: str, mark: int) -> bool:
    """Whether the text behind an admonition's mark is indented, and so stands in its box."""
    column = mark - (text.rfind("\n", 0, mark) + 1)
    behind = text.find("\n", mark)
    body = _BEHIND.match(text, behind) if behind >= 0 else None
    # Python-Markdown takes four columns a level.
    return body is not None and len(body["indent"].expandtabs(4)) // 4 > column // 4


_BEHIND = GRAMMAR["line-behind"]


def _line(match: re.Match[str], start: int, text: str) -> Tag:
    place, shown = start + match.start(), text[slice(*match.span())].strip(" \t>")
    if match["alert"]:
        return Tag("alert marker", match["alert"].upper(), shown, place)
    if match["note"]:
        return Tag("footnote", match["note"].lower(), shown, place)
    if match["line"]:
        # A table of contents, a file that is put in, a place that links lead to, an abbreviation, where a summary ends.
        # A field's name and value are somebody's words.
        # Where a card leads is compared as what is copied (TF208).
        line = match["line"].replace(_TRANSLATED, "").strip().lower()
        key = "::" if match["field"] else match["led"] or line
        return Tag("line", key, _excerpt(shown), place)
    if match["admonition"]:
        return Tag("fence", f"{match['admonition']} {match['what']}", shown, place)
    sign = match["fence"][0]
    # `::: warning` opens and a bare `:::` closes, and so do MyST's fences; blocks of `///` are counted, and not paired.
    side = (1 if match["kind"] else -1) if sign != "/" else 0
    return Tag("fence", f"{sign} {match['kind']}", shown, place, side)


def _html(text: str, start: int) -> Iterator[Tag]:
    for match in _TAG.finditer(text) if "<" in text else ():
        name = match["name"].lower()
        if name == "img":
            yield Tag("image", "", "<img>", start + match.start())
        if anchor := _ANCHOR.match(match[0]):
            yield Tag("anchor", f"#{anchor['id']}", match[0], start + match.start())
        if name not in _PHRASING:
            # `<br>` and `<hr/>` close nothing.
            side = 0 if name in _VOID or match["rest"].endswith("/") else -1 if match["slash"] else 1
            yield Tag(
                "HTML tag",
                f"{match['slash']}{name}",
                f"<{match['slash']}{name}>",
                start + match.start(),
                side,
            )


def _hidden(text: str, start: int, page: Document) -> Iterator[Tag]:
    """Yield shortcodes, tags of Liquid and of components."""
    for item in mask(text, page.dialect)[1]:
        raw = text[item.start : item.end]
        if item.what == "shortcode" and raw.startswith(("{{<", "{{%", "{%", "<")):
            if region := _REGION.match(raw):
                # What is between is copied; of the two ends each may be lost.
                name = region["name"] or f"%{region['tag']}"
                yield Tag("shortcode", name, _excerpt(raw), start + item.start, 1)
                yield Tag("shortcode", f"/{name}", _excerpt(region["end"]), start + item.end, -1)
                continue
            slash = "/" if item.role == "close" else ""
            side = {"open": 1, "close": -1, "single": 0}[item.role]
            yield Tag("shortcode", slash + (item.name or _bare(raw)), _excerpt(raw), start + item.start, side)
        elif item.what == "shortcode" and (found := _MODULE.match(raw)):
            # What is imported or exported; from where may differ in another folder.
            yield Tag("module", "".join(found[0].split()), _excerpt(raw), start + item.start)
        elif item.what == "shortcode" and _is_expression(raw, page):
            yield Tag("expression", bare(raw), _excerpt(raw), start + item.start)
        elif item.what == "html":
            yield from (tag for tag in _html(raw, start + item.start) if tag.kind == "anchor")
            slash = "/" if item.role == "close" else ""
            side = {"open": 1, "close": -1, "single": 0}[item.role]
            # As in HTML itself, elements within a text are compared there.
            if (name := item.name.removeprefix("<")) not in _PHRASING:
                yield Tag("HTML tag", slash + name, _excerpt(raw), start + item.start, side)
            if run := _run(_without(raw, (span[1:] for span in arguments(raw, page.dialect)))):
                yield Tag("expression", bare(run), _excerpt(raw), start + item.start)


def _is_expression(raw: str, page: Document) -> bool:
    """Whether something that is hidden is a value that the generator puts in: `{{ page.title }}`, `{props.x}` of MDX."""
    return raw.startswith("{{") or (
        raw.startswith("{") and not raw.startswith(("{/*", "{#")) and page.dialect.has("jsx")
    )


_REGION = GRAMMAR["region"]
_MODULE = GRAMMAR["module-line"]


def _bare(raw: str) -> str:
    """Return the begin of a whole region: behind it words may be translated."""
    name = _NAMED.match(raw)
    return " ".join((name[0] if name else raw[:20]).split())


_NAMED = GRAMMAR["template-name"]


def _run(raw: str) -> str:
    """Return all that is run of a tag, from its first brace to its last; nothing if none closes."""
    start = raw.find("{")
    return raw[start : raw.rfind("}") + 1] if start >= 0 else ""


def _without(raw: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a tag or a list of attributes without what is translated in it."""
    for first, last in sorted(spans, reverse=True):
        raw = raw[:first] + raw[last:]
    return raw


def _attributes(raw: str, start: int, page: Document) -> Tag:
    found = html.fields(raw, 0, len(raw), page.dialect.attributes)
    # `{title="…" .note}` without its title, and sorted: the order of attributes says nothing.
    key = _without(raw, (span[1:] for span in found))
    key = key.replace(_TRANSLATED, "")
    return Tag("attribute list", " ".join(sorted(_ATTRIBUTE.findall(key))), raw, start)


def _inside(page: Document, unit: Unit) -> Iterator[Tag]:
    """Yield what stands within a text."""
    if unit.kind in ("argument", "title", "front-matter"):
        return
    if page.dialect.has("vault"):
        for name in _BLOCK_ID.finditer(unit.text):
            yield Tag("anchor", name[0], name[0], min(unit.start + name.start(), unit.end))
    if not any(sign in unit.text for sign in "<{![$\\~=#"):
        return
    at = unit.start
    for piece in inlines(unit.text, page.dialect, html=unit.kind == "html"):
        if unit.kind == "heading" and (own := _OWN_ID.fullmatch(piece.raw)):
            yield Tag("attribute list", f"#{own['id']}", piece.raw, min(at, unit.end))
        elif piece.kind != "text":
            yield from _of_piece(piece, min(at, unit.end), page)
        at += len(piece.raw)


def _of_piece(piece: Inline, start: int, page: Document) -> Iterator[Tag]:
    if piece.what == "image" or (piece.what == "wikilink" and piece.raw.startswith("!")):
        yield Tag("image", "", "![…]" if piece.what == "image" else piece.raw, start)
    # `#1` is a number, and no tag.
    if piece.kind != "close" and piece.what in _STRUCK and not piece.raw[1:].isdigit():
        yield Tag(_STRUCK[piece.what], "", piece.raw, start)
    if piece.what == "math" and piece.raw.startswith(_DISPLAY):
        yield Tag("formula", "", _excerpt(piece.raw), start)
    if piece.what == "html" and not page.dialect.has("jsx"):
        yield from _html(piece.raw, start)
    elif piece.what in ("shortcode", "html"):
        yield from _hidden(piece.raw, start, page)
    if piece.what == "html" and piece.kind != "close":
        yield from _of_tag(piece.raw, start)
    if piece.raw.startswith("<!--") and (obeyed := _LINES.match(piece.raw)):
        yield _line(obeyed, start, piece.raw)
    if match := _LAST.search(piece.raw):
        yield _attributes(match[0], start, page)


def _of_tag(raw: str, start: int) -> Iterator[Tag]:
    """Yield the attributes of a tag within a text, but for those that other checks compare or a reader's language gives."""
    for match in _TAG_ATTRIBUTE.finditer(raw):
        name = match["name"].lower()
        # `<a id="x">` is an anchor, and counted as one.
        if name not in _ELSEWHERE and not (name in ("id", "name") and _ANCHOR.match(raw)):
            yield Tag("attribute", name, f"{name} of {raw.split(maxsplit=1)[0]}", start + match.start())


_TAG_ATTRIBUTE = GRAMMAR["tag-attribute"]
_ELSEWHERE = frozenset({"href", "lang", "dir", "rel", "target", "title", "alt"})
_STRUCK: Mapping[str, Kind] = {"strikethrough": "struck text", "mark": "marked text", "tag": "tag of a vault"}
"""Marks that say something of their words."""
_OWN_ID = GRAMMAR["id-comment"]
_DISPLAY = ("$$", "\\[")
"""What a formula begins with that stands by itself."""
_ANCHOR = GRAMMAR["anchor"]
_BLOCK_ID = GRAMMAR["block-id"]
# Behind a piece of markup: `[text](url){.class}`.
_LAST = GRAMMAR["attributes-last"]
