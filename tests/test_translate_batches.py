"""Drafting in batches of pages: the same drafts however it is cut, early pages on disk, and what is told on the way."""

import os
import random
import shutil
from functools import partial
from importlib.machinery import ModuleSpec

import msgspec
import pytest

from tests.sites import build, cli, snapshot
from transflow import api, bitext
from transflow.api import Filter
from transflow.commands import translate
from transflow.engines.pseudo import PseudoEngine
from transflow.pipeline import gauge
from transflow.site import cache
from transflow.site.workspace import Pair

NUMBERS = "一二三四五六七八九十"


def page(number):
    """A page that shares one paragraph with every other."""
    name = NUMBERS[number]
    return f"---\ntitle: 标题{name}\n---\n\n## 第{name}节\n\n所有页面都有的一段。\n\n只有第{name}页才有的一段文字。\n"


def pages(count):
    return {f"content/{number}.md": page(number) for number in range(count)}


def pairs(count):
    return [Pair(f"content/{number}.md", f"content/{number}.en.md", "en") for number in range(count)]


pytestmark = pytest.mark.usefixtures("no_pairs")
"""A sentence with other examples is another request, and these tests count requests."""


@pytest.fixture
def asked(monkeypatch):
    """What the engine is asked, a list a call."""
    calls = []
    translate = PseudoEngine.translate

    def noted(self, requests, *, candidates=1):
        calls.append([request.text for request in requests])
        return translate(self, requests, candidates=candidates)

    monkeypatch.setattr(PseudoEngine, "translate", noted)
    return calls


def test_units_of_all_pages_go_to_the_engine_together_and_each_once(tmp_path, asked):
    outcome = api.translate(build(tmp_path, pages(5)))
    (texts,) = asked
    assert len(texts) == len(set(texts)) == 3 * 5 + 1
    assert [result.drafted for result in outcome.results] == [4] * 5


def test_what_one_batch_asked_the_next_does_not_ask_again(tmp_path, asked):
    api.translate(build(tmp_path, pages(5)), jobs=1)
    assert [len(texts) for texts in asked] == [4, 3, 3, 3, 3]


def test_a_batch_is_on_disk_before_the_next_is_begun(tmp_path, monkeypatch):
    site = build(tmp_path, pages(5))
    standing = []
    translate = PseudoEngine.translate

    def look(self, requests, *, candidates=1):
        standing.append(len(list((tmp_path / "content").glob("*.en.md"))))
        return translate(self, requests, candidates=candidates)

    monkeypatch.setattr(PseudoEngine, "translate", look)
    api.translate(site, jobs=2)
    assert standing == [0, 2, 4]


def test_the_first_batch_is_small_and_later_ones_are_larger(tmp_path, asked, monkeypatch):
    monkeypatch.setattr(gauge, "_FIRST", 40)
    api.translate(build(tmp_path, pages(10)))
    sizes = [len(texts) for texts in asked]
    assert sizes[0] < sizes[1] < sizes[2]


def test_batches_shrink_where_the_engine_is_slow(tmp_path, asked, monkeypatch):
    clock = iter(range(0, 10**6, 30))
    monkeypatch.setattr(gauge, "_FIRST", 40)
    monkeypatch.setattr(gauge.time, "monotonic", lambda: next(clock))
    api.translate(build(tmp_path, pages(10)))
    assert len({len(texts) for texts in asked[1:-1]}) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_run_that_is_killed_loses_the_pages_in_flight_and_no_more(tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    api.translate(build(whole, pages(6)))
    site = build(broken, pages(6))
    if (child := os.fork()) == 0:
        translate, calls = PseudoEngine.translate, []

        def dying(self, requests, *, candidates=1):
            calls.append(requests)
            if len(calls) == 3:
                os._exit(9)
            return translate(self, requests, candidates=candidates)

        PseudoEngine.translate = dying
        try:
            api.translate(site, jobs=2)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert len(list((broken / "content").glob("*.en.md"))) == 4
    outcome = api.translate(site)
    assert sum(result.drafted for result in outcome.results) == 2 * 4
    assert snapshot(broken) == snapshot(whole)


def interrupt(monkeypatch, call):
    """Let the user press Ctrl-C during a call of the engine."""
    calls = []
    translate = PseudoEngine.translate

    def interrupted(self, requests, *, candidates=1):
        calls.append(requests)
        if len(calls) == call:
            raise KeyboardInterrupt
        return translate(self, requests, candidates=candidates)

    monkeypatch.setattr(PseudoEngine, "translate", interrupted)


def test_an_interrupted_run_says_what_is_done_and_the_next_goes_on(tmp_path, monkeypatch, capsys):
    build(tmp_path, pages(6))
    with monkeypatch.context() as patch:
        interrupt(patch, 3)
        assert cli(tmp_path, "translate", "--jobs", "2") == 130
    told = capsys.readouterr()
    assert (
        told.err
        == "4 pages are written, 2 are left: run the command again to go on.\ntransflow: interrupted\n"
    )
    assert told.out.count("wrote ") == 4
    assert cli(tmp_path, "translate") == 0
    assert capsys.readouterr().out.count("wrote ") == 2


def test_an_interruption_before_the_first_page_is_no_nothing_to_do(tmp_path, monkeypatch, capsys):
    build(tmp_path, pages(1))
    interrupt(monkeypatch, 1)
    assert cli(tmp_path, "translate") == 130
    assert (
        capsys.readouterr().err
        == "0 pages are written, 1 is left: run the command again to go on.\ntransflow: interrupted\n"
    )


def test_what_needs_nothing_is_not_left(tmp_path, monkeypatch, capsys):
    site = build(tmp_path, pages(6))
    api.translate(site)
    changed = {f"content/{name}.md": page(number) for name, number in ((1, 6), (3, 7), (4, 8))}
    build(tmp_path, {**changed, "content/5.md": "---\nno: end\n"})
    capsys.readouterr()
    with monkeypatch.context() as patch:
        interrupt(patch, 2)
        assert cli(tmp_path, "translate", "--jobs", "2") == 130
    assert "1 page is written, 2 are left: run" in capsys.readouterr().err
    with monkeypatch.context() as patch:
        interrupt(patch, 1)
        assert cli(tmp_path, "translate", "--redraft") == 130
    assert "0 pages are written, 5 are left: run" in capsys.readouterr().err
    api.translate(site)
    monkeypatch.setattr(translate, "draft", broken_off)
    assert cli(tmp_path, "translate") == 130
    assert "0 pages are written, 0 are left.\n" in capsys.readouterr().err


def broken_off(*_, **__):
    raise KeyboardInterrupt


def test_a_run_over_some_pages_forgets_nothing_of_the_others(tmp_path):
    site = build(tmp_path, pages(4))
    api.translate(site)
    api.translate(site)
    assert known_as_settled(tmp_path) == 4
    build(tmp_path, {"content/1.md": page(7)})
    for wanted in (Filter(("content/1.md",)), Filter((), ("en",)), Filter(("content/2.md",))):
        api.translate(site, wanted)
        assert known_as_settled(tmp_path) == 4
    for path in ("content/3.md", "content/3.en.md"):
        (tmp_path / path).unlink()
    api.translate(site)
    assert known_as_settled(tmp_path) == 3


def test_what_another_parser_found_settled_is_not_believed(tmp_path, monkeypatch):
    site = build(tmp_path, pages(3))
    api.translate(site)
    api.translate(site)
    assert known_as_settled(tmp_path) == 3
    monkeypatch.setattr(cache, "find_spec", lambda _: ModuleSpec("markdown_it", None, origin=__file__))
    api.translate(site, Filter(("content/1.md",)))
    assert known_as_settled(tmp_path) == 1


def known_as_settled(root):
    """How many translations the cache knows to need nothing."""
    return len(msgspec.msgpack.decode(cache._parted((root / cache.FILE).read_bytes())[2]))


def test_progress_tells_pages_and_characters_up_to_all_of_them(tmp_path):
    told = []
    api.translate(build(tmp_path, pages(5)), jobs=2, progress=lambda *news: told.append(news))
    assert [news for news in told if news[0] == "pages"] == [("pages", done, 5) for done in (2, 4, 5)]
    characters = [(done, total) for what, done, total in told if what == "characters"]
    assert characters == sorted(characters)
    assert characters[-1][0] == characters[-1][1] > 100


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(tmp_path, asked, capsys):
    build(tmp_path, pages(2))
    before = snapshot(tmp_path)
    assert cli(tmp_path, "translate", "--dry-run") == 0
    assert capsys.readouterr().out == "".join(
        f"would write content/{number}.en.md: 4 units drafted\n" for number in range(2)
    )
    assert snapshot(tmp_path) == before
    assert not asked


# --- reproducible ---


def together(root):
    api.translate(build(root, pages(8)))


def one_by_one(root, seed):
    """Draft the pages one at a time, in any order, with what the caches of the runs before hold."""
    names = [pair.target for pair in pairs(8)]
    random.Random(seed).shuffle(names)
    for number, name in enumerate(names):
        api.translate(build(root, pages(8)), Filter((name,)), means=api.Means(threads=number % 3))
        if number % 3 == 2:
            shutil.rmtree(root / ".transflow" / "cache")


def few_by_few(root, jobs):
    api.translate(build(root, pages(8)), jobs=jobs, means=api.Means(threads=jobs))


def half_first(root):
    """Draft a workspace of half the pages, then the others come."""
    api.translate(build(root, pages(4)))
    api.translate(build(root, pages(8)))


def garbled(root):
    """Draft with caches that hold rubbish."""
    cache = root / ".transflow" / "cache"
    cache.mkdir(parents=True)
    for name in ("status", "settled", "site"):
        (cache / f"{name}.msgpack").write_bytes(b"\x93\x01\x02")
    together(root)


WAYS = {
    "one by one": partial(one_by_one, seed=1),
    "in another order": partial(one_by_one, seed=2),
    "two by two": partial(few_by_few, jobs=2),
    "three by three": partial(few_by_few, jobs=3),
    "half first": half_first,
    "rubbish in the cache": garbled,
}


def test_drafts_are_the_same_bytes_however_the_work_is_cut(tmp_path):
    together(tmp_path / "whole")
    whole = snapshot(tmp_path / "whole")
    for name, way in WAYS.items():
        way(tmp_path / name)
        assert snapshot(tmp_path / name) == whole, name


def test_the_record_names_the_engine_that_drafted(tmp_path):
    site = build(tmp_path, pages(1))
    api.translate(site)
    rows = bitext.read(site.tree, site.record_path(pairs(1)[0])).rows
    assert {row.engine for row in rows if not row.verbatim} == {PseudoEngine.open("zh", "en").identity}
