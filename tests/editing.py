"""Random pages, and random edits of a source page and of its translation, for the law of the three-way redraft.

Everything is drawn from a `random.Random`, so that a seed names a case and hypothesis can shrink one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

from transflow import document
from transflow.document import Document
from transflow.model import Unit

_WORDS = "港股市场资金流入银行利润增长债券收益率下降投资者预期政策科技公司估值修复成交量指数基金"


@dataclass
class Top:
    """A top-level block of a page that is being edited."""

    kind: str
    parts: list[list[str]]
    """Lines of words: one a paragraph, an item, or the cells of a row."""

    def lines(self) -> str:
        return "\n".join(_LINES[self.kind](self))


def _list(top: Top) -> Iterator[str]:
    for number, (text, *nested) in enumerate(top.parts, 1):
        yield f"{number}. {text}" if top.kind == "ordered" else f"- {text}"
        yield from (f"   - {item}" if top.kind == "ordered" else f"  - {item}" for item in nested)


def _table(top: Top) -> Iterator[str]:
    head, *rows = top.parts
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _quote(top: Top) -> Iterator[str]:
    yield "\n>\n".join(f"> {text}" for (text,) in top.parts)


def _loose(top: Top) -> Iterator[str]:
    yield "\n\n".join(f"- {text}\n\n  {more}" for text, more in top.parts)


_LINES: dict[str, Callable[[Top], Iterator[str]]] = {
    "para": lambda top: iter(top.parts[0]),
    "heading": lambda top: iter([f"## {top.parts[0][0]}"]),
    "list": _list,
    "ordered": _list,
    "loose": _loose,
    "table": _table,
    "quote": _quote,
    "code": lambda top: iter(["```py", f"x = '{top.parts[0][0]}'", "```"]),
    "image": lambda top: iter([f"![{top.parts[0][0]}](/images/{ord(top.parts[0][0][0])}.png)"]),
    "shortcode": lambda top: iter(["{{% note %}}", *(text for (text,) in top.parts), "{{% /note %}}"]),
    "break": lambda _: iter(["---"]),
    "footnote": lambda top: iter([f"[^n{ord(top.parts[0][0][0])}]: {top.parts[0][0]}"]),
}


@dataclass
class Source:
    """A source page as a model."""

    tops: list[Top]
    title: str
    tags: list[str]
    extra: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        header = [f"title: {self.title}", f"tags: [{', '.join(self.tags)}]"]
        header += [f"{key}: {value}" for key, value in self.extra.items()]
        return "\n".join(["---", *header, "---", "", "\n\n".join(top.lines() for top in self.tops), ""])


def words(rng: Random, least: int = 3) -> str:
    if rng.random() < 0.1:
        return rng.choice(["同上", "见下文。", "12.5%", "—"])
    return "".join(rng.choice(_WORDS) for _ in range(rng.randint(least, least + 12))) + rng.choice(["", "。"])


def new_top(rng: Random) -> Top:
    kind = rng.choice(["para", "para", "para", "heading", *_LINES])
    size = rng.randint(1, 4)
    if kind in ("list", "ordered"):
        return Top(kind, [[words(rng) for _ in range(rng.choice([1, 1, 1, 2, 3]))] for _ in range(size)])
    if kind == "table":
        width = rng.randint(1, 3)
        return Top(kind, [[words(rng) for _ in range(width)] for _ in range(size + 1)])
    if kind == "loose":
        return Top(kind, [[words(rng), words(rng)] for _ in range(size)])
    if kind in ("quote", "shortcode"):
        return Top(kind, [[words(rng)] for _ in range(1 if kind == "shortcode" else min(size, 2))])
    return Top(kind, [[words(rng)]])


def new_source(rng: Random) -> Source:
    tops = [new_top(rng) for _ in range(rng.randint(1, 7))]
    return Source(tops, words(rng), [words(rng) for _ in range(rng.randint(1, 3))])


# --- edits of the source --------------------------------------------------------------------------------------------


def _rewrite(rng: Random, page: Source) -> None:
    parts = rng.choice(page.tops).parts
    line = rng.choice(parts)
    place = rng.randrange(len(line))
    line[place] = rng.choice([words(rng), line[place] + words(rng), f"{words(rng)}{line[place]}"])


def _insert(rng: Random, page: Source) -> None:
    page.tops.insert(rng.randint(0, len(page.tops)), new_top(rng))


def _delete(rng: Random, page: Source) -> None:
    if len(page.tops) > 1:
        del page.tops[rng.randrange(len(page.tops))]


def _move(rng: Random, page: Source) -> None:
    top = page.tops.pop(rng.randrange(len(page.tops)))
    page.tops.insert(rng.randint(0, len(page.tops)), top)


def _copy(rng: Random, page: Source) -> None:
    top = rng.choice(page.tops)
    page.tops.insert(rng.randint(0, len(page.tops)), Top(top.kind, [list(part) for part in top.parts]))


def _split(rng: Random, page: Source) -> None:
    place = rng.randrange(len(page.tops))
    top = page.tops[place]
    if top.kind == "para" and len(top.parts[0][0]) > 4:
        half = len(top.parts[0][0]) // 2
        page.tops[place : place + 1] = [
            Top("para", [[top.parts[0][0][:half]]]),
            Top("para", [[top.parts[0][0][half:]]]),
        ]
    elif top.kind in ("list", "ordered") and len(top.parts) > 1:
        page.tops[place : place + 1] = [
            Top(top.kind, top.parts[:1]),
            new_top(rng),
            Top(top.kind, top.parts[1:]),
        ]


def _merge(rng: Random, page: Source) -> None:
    place = rng.randrange(len(page.tops))
    pair = page.tops[place : place + 2]
    if [top.kind for top in pair] == ["para", "para"]:
        page.tops[place : place + 2] = [Top("para", [[pair[0].parts[0][0] + pair[1].parts[0][0]]])]


def _listed(rng: Random, page: Source) -> None:
    """Turn a paragraph into a list, or a list into paragraphs."""
    place = rng.randrange(len(page.tops))
    top = page.tops[place]
    if top.kind == "para":
        top.kind = "list"
    elif top.kind == "list":
        page.tops[place : place + 1] = [Top("para", [[text]]) for part in top.parts for text in part]


def _row(rng: Random, page: Source) -> None:
    """Add, take away or move an item or row."""
    top = rng.choice(page.tops)
    if top.kind not in ("list", "ordered", "table", "quote", "loose"):
        return
    first = int(top.kind == "table")
    act = rng.choice(["add", "add", "take", "move"])
    if act == "add":
        top.parts.insert(rng.randint(first, len(top.parts)), [words(rng) for _ in top.parts[0]])
    elif len(top.parts) > first + 1:
        part = top.parts.pop(rng.randrange(first, len(top.parts)))
        if act == "move":
            top.parts.insert(rng.randint(first, len(top.parts)), part)


def _column(rng: Random, page: Source) -> None:
    """Add or take away a column, or a nested item."""
    top = rng.choice(page.tops)
    if top.kind == "table" and (len(top.parts[0]) == 1 or rng.random() < 0.6):
        place = rng.randint(0, len(top.parts[0]))
        for row in top.parts:
            row.insert(place, words(rng))
    elif top.kind == "table":
        place = rng.randrange(len(top.parts[0]))
        for row in top.parts:
            del row[place]
    elif top.kind in ("list", "ordered"):
        part = rng.choice(top.parts)
        part.insert(rng.randint(1, len(part)), words(rng))


def _header(rng: Random, page: Source) -> None:
    act = rng.randrange(5)
    if act == 0:
        page.title = words(rng)
    elif act == 1:
        page.tags.insert(rng.randint(0, len(page.tags)), words(rng))
    elif act == 2 and len(page.tags) > 1:
        del page.tags[rng.randrange(len(page.tags))]
    elif act == 3:
        page.extra[rng.choice(["weight", "summary", "date"])] = rng.choice(["12", "2025-01-02", words(rng)])
    else:
        page.extra.pop(rng.choice(["weight", "summary", "date"]), None)


_SOURCE_EDITS = (_rewrite, _rewrite, _rewrite, _insert, _delete, _move, _copy, _split, _merge, _listed, _row, _row, _column, _header)  # fmt: skip


def edit_source(rng: Random, page: Source) -> None:
    for _ in range(rng.randint(0, 5)):
        rng.choice(_SOURCE_EDITS)(rng, page)


# --- edits of the translation ---------------------------------------------------------------------------------------

_names = count()
MARK = "Human"
"""Stands in every text that a person writes, and in no draft."""


def human(rng: Random) -> str:
    return f"{MARK} {next(_names)} {' '.join(rng.choice(['wrote', 'this', 'better', 'text']) for _ in range(rng.randint(1, 4)))}"


def _correct(rng: Random, page: Document) -> str:
    units = [n for n, block in enumerate(page.blocks) if isinstance(block, Unit) and MARK not in block.text]
    return page.splice({rng.choice(units): human(rng)}) if units else page.text


def _add(rng: Random, page: Document) -> str:
    places = [start for start, _ in page.tops]
    if not places:
        return page.text
    at = rng.choice(places)
    text = rng.choice(["{}\n\n", "- {}\n\n", "## {}\n\n", "```\n{}\n```\n\n"]).format(human(rng))
    return page.text[:at] + text + page.text[at:]


def _add_item(rng: Random, page: Document) -> str:
    lines = page.text.split("\n")
    items = [n for n, line in enumerate(lines) if line.startswith(("- ", "| ", "> "))]
    if not items:
        return page.text
    at = rng.choice(items)
    cells = lines[at].count("|") - 1
    new = f"| {' | '.join(human(rng) for _ in range(cells))} |" if cells > 0 else f"- {human(rng)}"
    if lines[at].startswith("> "):
        new = f"> {human(rng)}\n>"
        return "\n".join([*lines[:at], new, *lines[at:]])
    after = at + 1 + (lines[at + 1 : at + 2] != [] and lines[at + 1].startswith("|--"))
    return "\n".join([*lines[:after], new, *lines[after:]])


def _remove(rng: Random, page: Document) -> str:
    """Take out a top-level block in which nobody wrote anything."""
    tops = [(start, end) for start, end in page.tops if MARK not in page.text[start:end]]
    if len(page.tops) < 2 or not tops:
        return page.text
    start, end = rng.choice(tops)
    return page.text[:start] + page.text[end:].lstrip("\n")


def _swap(rng: Random, page: Document) -> str:
    if len(page.tops) < 2:
        return page.text
    at = rng.randrange(len(page.tops) - 1)
    (a, b), (c, d) = page.tops[at : at + 2]
    text = page.text
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _join(rng: Random, page: Document) -> str:
    """Make one paragraph of two, in the person's own words."""
    paras = [n for n, block in enumerate(page.blocks) if block.kind == "paragraph" and MARK not in block.text]
    pairs = [n for n in paras if n + 1 in paras and page.blocks[n].top + 1 == page.blocks[n + 1].top]
    if not pairs:
        return page.text
    at = rng.choice(pairs)
    return page.text[: page.blocks[at].start] + human(rng) + page.text[page.blocks[at + 1].end :]


_TARGET_EDITS = (_correct, _correct, _correct, _add, _add_item, _remove, _swap, _join)


def edit_target(rng: Random, text: str) -> str:
    for _ in range(rng.randint(0, 4)):
        text = rng.choice(_TARGET_EDITS)(rng, document.parse(text))
    return text
