"""The law of the three-way redraft, and one life of a page on which it is checked."""

from collections import Counter
from pathlib import Path
from random import Random

from tests import editing, sites
from transflow import api, bitext, document
from transflow.document import Document
from transflow.model import Unit
from transflow.site.workspace import Pair, Workspace

PAIR = Pair("content/a.md", "content/a.en.md", "en")


CONFIG = f"{sites.CONFIG}checks:\n  ignore: [TF2, TF3, TF4, TF5, TF6]\n"
"""People here write what they like, and nobody looks before it is approved."""


class Life:
    """A source page and its translation, edited and redrafted again and again."""

    def __init__(self, root: Path, rng: Random) -> None:
        self.rng, self.root = rng, root
        self.page = editing.new_source(rng)
        self.site = sites.build(root / "site", {PAIR.source: self.page.text()}, CONFIG)
        self.aside = sites.build(root / "aside", {})
        self.touched = False
        self.kept: set[str] = set()
        """Texts that somebody approved."""
        self.redraft()

    def read(self) -> Document:
        return document.parse((self.site.root / PAIR.target).read_text("utf-8"))

    def rows(self) -> tuple[bitext.Row, ...]:
        record = bitext.read(self.site.tree, self.site.record_path(PAIR))
        return record.rows if record else ()

    def redraft(self) -> None:
        outcome = api.translate(self.site)
        assert not outcome.problems, outcome.problems

    def fresh(self) -> Document:
        """Return what a first draft of the source as it stands would be."""
        for path in (PAIR.source, PAIR.target):
            (self.aside.root / path).unlink(missing_ok=True)
        sites.build(self.aside.root, {PAIR.source: self.page.text()})
        assert not api.translate(self.aside).problems
        return document.parse((self.aside.root / PAIR.target).read_text("utf-8"))

    def source(self) -> Document:
        return document.parse(self.page.text())

    def turn(self) -> None:
        """Edit both pages, redraft, and check the law."""
        before = _by_source(self.source(), self.fresh())
        said = Counter(block.text for block in self.source().blocks)
        editing.edit_source(self.rng, self.page)
        (self.site.root / PAIR.source).write_text(self.page.text(), "utf-8")
        if self.rng.random() < 0.7:
            text = editing.edit_target(self.rng, self.read().text)
            self.touched = self.touched or text != self.read().text
            (self.site.root / PAIR.target).write_text(text, "utf-8")
        old = self.read()
        drafts = Counter(row.draft for row in self.rows() if row.draft and not row.approved)
        known = {row.source for row in self.rows()}
        self.redraft()
        self._nothing_lost(old, drafts)
        said += Counter(block.text for block in self.source().blocks)
        self._redrafted(old, before, {text for text, number in said.items() if number == 2}, known)
        self._again()
        if self.rng.random() < 0.2:
            self._approve()
        if self.rng.random() < 0.1 or (self.kept and any(row.pending for row in self.rows())):
            self._take_back()

    def _texts(self) -> Counter[str]:
        return Counter(block.text for block in self.read().blocks)

    def _nothing_lost(self, old: Document, drafts: Counter[str]) -> None:
        human = Counter(b.text for b in old.blocks if editing.MARK in b.text or b.text in self.kept)
        lost = human - drafts - self._texts()  # the translation memory drafts in people's words
        assert not lost, f"lost: {lost}"

    def _redrafted(self, old: Document, before: dict[str, str], once: set[str], known: set[str]) -> None:
        fresh = self.fresh()
        after = _by_source(self.source(), fresh)
        there, pending = self._texts(), [row.pending for row in self.rows() if row.pending]
        waiting = {one.draft or one.source for one in pending} | {one.target for one in pending}
        number = Counter(block.text for block in self.source().blocks)
        for said, draft in after.items():
            if said not in before:
                # a person took it out before the source said something else, or wrote it for its twin
                spared = self.touched and (said in known or number[said] > 1)
                assert spared or draft in there or draft in waiting, f"not drafted: {said}"
            elif said in once and Counter(b.text for b in old.blocks)[draft] == 1:
                assert draft in there, f"unchanged, but gone: {said} ({draft})"
        for said, draft in before.items():
            if said not in after and draft not in after.values() and draft not in self.kept:
                assert draft not in there or draft in waiting, f"not taken out: {said} ({draft})"
        cells = [block.text for block in self.source().blocks if block.kind == "cell"]
        if not self.touched and len(cells) == len(
            set(cells)
        ):  # rows of equal cells may be taken for each other
            assert not pending, pending
            assert _said(self.read()) == _said(fresh)

    def _again(self) -> None:
        first = sites.snapshot(self.site.root)
        self.redraft()
        second = sites.snapshot(self.site.root)
        changed = [name for name in second if second[name] != first.get(name)]
        assert not changed, f"a second run changed {changed}"
        seen = api.overview(self.site)
        assert not seen.problems
        (item,) = seen.translations
        pending = any(row.pending for row in self.rows())
        assert item.state in (("conflict",) if pending else ("draft", "reviewed")), item.state

    def _approve(self) -> None:
        done = api.approve(self.site, api.Filter((PAIR.target,)), by="Somebody")
        assert not done.problems, done.problems
        (item,) = api.overview(self.site).translations
        assert item.state == "reviewed"
        self.page.extra["translations"] = "[zh-CN, en]"
        (self.site.root / PAIR.source).write_text(self.page.text(), "utf-8")
        self.kept |= {block.text for block in self.read().blocks if isinstance(block, Unit)}
        self.touched = True

    def _take_back(self) -> None:
        """Take the latest approval back; what it approved may be a machine's again."""
        done = api.approve(self.site, api.Filter((PAIR.target,)), undo=True)
        assert not done.problems, done.problems
        front = document.parse((self.site.root / PAIR.source).read_text("utf-8")).front.data
        self.page.extra.pop("translations", None)
        if "translations" in front:
            self.page.extra["translations"] = "[zh-CN, en]"
        self.redraft()
        self._again()


def _by_source(source: Document, target: Document) -> dict[str, str]:
    """Return the draft of each unit of a page by what it translates."""
    pairs = zip(_blocks(source), _blocks(target), strict=True)
    return {a.text: b.text for a, b in pairs if isinstance(a, Unit) and any(c.isalpha() for c in a.text)}


def _blocks(page: Document) -> list[object]:
    head = sorted((b for b in page.blocks if b.top < 0), key=lambda b: b.key)
    return [*head, *(b for b in page.blocks if b.top >= 0)]


def _said(page: Document) -> list[tuple[str, str, str]]:
    return [(b.kind, b.key, b.text) for b in _blocks(page)]


def live(root: Path, rng: Random, turns: int) -> Workspace:
    """Lead one life."""
    life = Life(root, rng)
    for _ in range(turns):
        life.turn()
    return life.site
