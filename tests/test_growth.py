"""Nothing takes more than n log n time: processor time at n, 2n and 4n, for texts made to be hard.

A stranger's pull request decides what hooks and CI read, so one text that takes minutes stops them for everybody.
"""

import contextlib
import re
from collections.abc import Callable
from math import isqrt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from tests import growth
from tests.growth import excess, growing, repeated
from tests.sites import build, cli, process
from transflow import bitext, quantities
from transflow.checks import Finding
from transflow.commands import estimate, side_by_side
from transflow.commands import translate as translate_command
from transflow.document import parse
from transflow.engines.pseudo import PseudoEngine
from transflow.errors import DocumentError, TransflowError
from transflow.files import MAX_BYTES
from transflow.glossary import Glossary, Term, tables
from transflow.markdown import Dialect, canonical, escape
from transflow.markdown.dialect import FEATURES
from transflow.patterns import paths
from transflow.quantities import Style
from transflow.tracker import Link
from transflow.translator import Text, translate
from transflow.verification import MAX_FIGURES, Knowledge, verify

BOUNDED = {
    "NAMED": "is looked for in the 24 characters before a number",
    "_MESSAGE": "is looked for once, at the begin of a line of 2,000 characters",
    "_SEQUENCE": "likewise",
    "_STATE": "likewise",
    "_TASK": "likewise",
    "_RENMINBI": "is looked for in the 60 characters before an amount",
}
"""Rules that only see a short stretch of a text."""


BATCHES = 4
"""As many tests as the patterns are shared out to."""


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_pattern_takes_more_than_its_share(batch):
    slow = []
    for (pattern, flags), (where, anywhere) in sorted(growth.patterns().items(), key=str)[batch::BATCHES]:
        if where.rpartition(".")[2] in BOUNDED:
            continue
        compiled = re.compile(pattern, flags)

        def run(text, compiled=compiled, anywhere=anywhere):
            return sum(1 for _ in compiled.finditer(text)) if anywhere else compiled.fullmatch(text)

        for before, again in growth.pumps(pattern, flags):
            found = excess(run, repeated(before, again, "\x01"), 1000, 0.006)
            if found:
                slow.append(f"{where} {pattern[:60]!r}: {before!r}, then {again!r} over and over: {found}")
                break
    assert not slow, "\n".join(slow)


def test_every_pattern_is_found():
    """Those of modules, of tables and of files of rules."""
    where = {place for place, _ in growth.patterns().values()}
    assert {"transflow.checks.waivers._COMMENT", "transflow.languages.zh.meanings._RENMINBI"} <= where
    assert len(where) > 250


def test_what_grows_too_fast_is_seen():
    assert excess(re.compile(r"\s*,").search, repeated("", " ", ""), 1000, 0.001)
    assert not excess(re.compile(r"(?<!\s)\s*,").search, repeated("", " ", ""), 1000, 0.001)


COSTS = {
    "quadratic from the begin": (lambda n: n * n / 1000, True),
    "quadratic beside much that is linear": (lambda n: n + n * n / 500, True),
    "quadratic from a length on": (lambda n: n + max(n - 2000, 0) ** 2 / 500, True),
    "cubic from a length on": (lambda n: n + max(n - 2500, 0) ** 3 / 250_000, True),
    "linear": (lambda n: n, False),
    "n log n": (lambda n: n * n.bit_length() / 10, False),
    "linear, and dearer from a length on": (lambda n: n * (1.5 if n > 3000 else 1), False),
    "linear, and dearer where the first are confirmed": (lambda n: n * (1.5 if n > 5000 else 1), False),
}
"""What a text of some characters costs, in loops by twenty, and whether that is too much."""


@pytest.mark.parametrize("name", COSTS)
def test_growth_is_told_from_a_step(name):
    loops, grows = COSTS[name]

    def run(text):
        for _ in range(int(20 * loops(len(text)))):
            pass

    make = repeated("", "x", "")
    floor = growth.cost(lambda: run(make(4000))) / 2
    assert bool(excess(run, make, 1000, floor)) == grows


# ---- Patterns of a stranger's configuration, ignore files and waivers --------------------------------------

EVIL = (
    ("*a*a*a*a*a*a*a*a*a*a*a*a*b", "a" * 120),
    ("**/a/**/a/**/a/**/a/**/a/**/a/**/b", "a/" * 500 + "a"),
    ("*a*/" * 8 + "b", "aaaaaaaa/" * 200),
    ("/".join(["**/*a*a*a"] * 6) + "/b", "aaaaaaaaaa/" * 200),
    ("?*" * 60 + "b", "a" * 240),
    ("[ab]*" * 60 + "c", "ab" * 120),
    ("**/" * 20 + "*a" * 20 + "b", "a/" * 1000 + "a" * 200),
)


@pytest.mark.parametrize(("pattern", "path"), EVIL, ids=range(len(EVIL)))
def test_a_pattern_of_a_configuration_ends(pattern, path):
    spec = paths([pattern])
    assert growth.cost(lambda: spec.match_file(path), 1) < 0.5  # it took hours, or was to outlast the sun
    assert not spec.match_file(path)


def _globs() -> st.SearchStrategy[str]:
    pieces = ["a", "b", "*", "*", "/", "**/", "/**/", "?", "[ab]", "[!a]", "!", "\\*"]
    return st.lists(st.sampled_from(pieces), min_size=1, max_size=9).map("".join)


def _names() -> st.SearchStrategy[str]:
    parts = st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=5).map("/".join)
    return st.tuples(parts, st.sampled_from(["", "/"])).map("".join)


@given(st.lists(_globs(), min_size=1, max_size=3), _names())
def test_patterns_mean_what_they_meant(lines, path):
    try:
        theirs = GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return
    ours = paths(lines)
    found = theirs.check_file(path)
    assert ours.decided(path) == (found.include, found.index)
    many = paths([*(f"/none/{number}" for number in range(40)), *lines])
    assert many.decided(path) == (found.include, found.index if found.index is None else found.index + 40)


# ---- Texts -------------------------------------------------------------------------------------------------

GLOSSARY = Glossary(
    "zh", "en", (Term("市盈率", "P/E", ("price-to-earnings ratio",), ("PE ratio",)), Term("增长", "growth"))
)
KNOWLEDGE = Knowledge("zh-CN", "en", GLOSSARY, Style())
MATH = Dialect(math=True)


def _draft(text: str) -> object:
    return translate([Text(text, "paragraph", MATH)], PseudoEngine("zh-CN"), KNOWLEDGE)


READERS = {
    "pages": lambda text: parse(text, "", MATH),
    "HTML": lambda text: parse(f"<div>{text}</div>\n"),
    "inline markup": lambda text: canonical(text, MATH),
    "escapes": lambda text: escape(text, MATH, whole=True),
    "verification": lambda text: verify(text, text[len(text) // 2 :], KNOWLEDGE),
    "figures in English": lambda text: quantities.find(text, "en"),
    "YAML": lambda text: parse(f"---\na: [{text}]\n---\n"),
    "TOML": lambda text: parse(f"+++\na = [{text}]\n+++\n"),
    "JSON": lambda text: parse(f'{{"a": [{text}]}}\n'),
    "records": lambda text: bitext.loads(text, "a.jsonl"),
    "tables": lambda text: tables.loads(f"zh,en\n{text}", "a.csv", "zh", "en"),
    "drafts": _draft,
}
TOKENS = (
    "[", "![", "^[", "[^a", "[字](a.md) ", "[a][b] ", "<b>", "<b>字</b>", "<a b='", "<!-- ", "<script>", "{{< a >}}", "{{< a ",
    "{% a ", "*a **b ", "**字** ", "`a ", "~~a", "$a", "&#", "\\", " ", "\r\n", "> ", "- ", "1. ", "# ", "| a ", "```\n", "[a]: b\n",
    "价格$1，", "增长3亿美元，", "2025年1月，", "第一、", "up 5% ", "$1 million ", "市盈率", "字。", "“字”", "a.b@c.", "https://x.y/",
    "$$a\n", "$$ a\n\\[\n", "a: b\n", "&a [*a, ", "[a, ", "{a: ", "a = 1\n", '"""', "<<<<<<< a\n", "<!-- transflow:ignore ", ":::", "\\begin{a}\n",
)  # fmt: skip
"""What the languages are made of that transflow reads, and what is nearly that."""
CLOSING = str.maketrans("([{<", ")]}>")


def shapes(token: str) -> list[Callable[[int], str]]:
    """A token over and over, on lines of its own, and opened as often as closed again."""

    def nested(size: int) -> str:
        count = size // 2 // len(token)
        return token * count + "字" + token[::-1].translate(CLOSING) * count

    return [repeated("", token, ""), repeated("", f"{token}\n\n", ""), nested]


@pytest.mark.parametrize("name", READERS)
def test_no_text_takes_more_than_its_share(name):
    def run(text: str) -> None:
        with contextlib.suppress(TransflowError):
            READERS[name](text)

    slow, drafts = (
        [],
        name == "drafts",
    )  # the dear ones: fewer, and with what else the machine does allowed for
    for token in TOKENS[:: 5 if drafts else 1]:
        for number, make in enumerate(shapes(token)):
            if found := excess(run, make, 300, 0.3 if drafts else 0.12):
                slow.append(f"{token!r} in shape {number}: {found}")
    assert not slow, "\n".join(slow)


def _lacking(size: int) -> tuple[Glossary, str, str]:
    """A glossary of so many ratios, and a text of which its translation lacks each, and has others."""
    names = [f"{chr(0x4E00 + number % 90)}{chr(0x5000 + number // 90)}" for number in range(size)]
    terms = tuple(
        Term(f"{name}率", f"{chr(97 + number % 26)}{number} ratio") for number, name in enumerate(names)
    )
    return (
        Glossary("zh", "en", terms),
        "，".join(f"{name}率" for name in names[::2]),
        "".join(f"the {term.target} fell, " for term in terms[1::2]),
    )


def test_terms_that_are_lacking_take_no_more_than_their_share():
    def run(size: int) -> None:
        glossary, source, target = _lacking(size)
        verify(source, target, Knowledge("zh-CN", "en", glossary, Style()))

    def run_short(size: int) -> None:
        """One term, and a translation of many words: an alpha, then forms of other terms."""
        glossary, _, target = _lacking(100)
        text = f"alpha {target}" * (size // 100)
        terms = (Term("甲率", "alpha beta ratio"), *glossary.terms)
        verify("甲率。", text, Knowledge("zh-CN", "en", Glossary("zh", "en", terms), Style()))

    assert not growing(run, [50, 100, 200, 400], 0.01)
    assert not growing(run_short, [400, 800, 1600], 0.01)


WAYS = {
    "a waiver and spaces": "<!-- transflow:ignore" + " " * 20_000 + "x",
    "waivers that never close": "<!-- transflow:ignore TF301 " * 2_000,
    "a waiver of many checks": "<!-- transflow:ignore " + "TF301, " * 5_000 + "-->",
    "figures in one unit": "价格$1，" * 1_000,
    "amounts in one unit": "增长3亿美元，" * 1_000,
    "links in one unit": "[字](http://a.b/c) " * 1_500,
    "images in one unit": "![字](a.png) " * 1_500,
    "brackets": "[" * 5_000 + "字" + "]" * 5_000,
    "brackets that stay open": "[*a, " * 5_000,
    "links in each other": "[字" * 2_000 + "](a)" * 2_000,
    "notes in each other": "^[字" * 500 + "]" * 500,
    "tags in each other": "<b>" * 1_000 + "字" + "</b>" * 1_000,
    "shortcodes that are open": "{{< a >}}" * 1_500 + "字",
    "shortcodes in each other": "{{< a >}}" * 1_500 + "字" + "{{< /a >}}" * 1_500,
    "emphasis in each other": "*字 " * 1_000 + "a* " * 1_000,
    "formulas that stay open": "$$a\n" * 4_000,
    "formulas that stay open between blank lines": "$$a\n\n" * 4_000,
    "blank lines of Windows": "\r\n" * 2_000,
    "fences of ticks": "`" * 10_000,
}


@pytest.mark.parametrize("name", WAYS)
def test_a_page_that_took_minutes_is_drafted(name):
    """Each has to end in a few seconds, and none by running out of stack."""
    text = WAYS[name]
    assert growth.cost(lambda: (parse(text), _draft(text), verify(text, text, KNOWLEDGE)), 1) < 12


def test_markup_that_is_nested_too_deep_is_copied():
    deep = "<b>" * 1_000 + "字" + "</b>" * 1_000
    (draft,) = _draft(deep)
    assert draft.text.count("<b>") == draft.text.count("</b>") == 1_000


PAGES: dict[str, tuple[str, Callable[[int], str]]] = {
    "blocks of YAML in each other": (
        "myst",
        lambda size: (
            "```{figure} a.png\n---\n"
            + "".join(f"{' ' * number}caption: |\n" for number in range(2 * isqrt(size)))
            + "\n" * size
            + "---\n```\n"
        ),
    ),
    "a glossary of definition lists": ("myst", repeated("```{glossary}\n", "甲\n: 乙\n", "```\n")),
    "definitions": ("myst", repeated("", "甲\n: 乙\n", "")),
    "definitions above an underline": ("myst", repeated("", "甲\n: 乙\n", "===\n")),
    "terms of two lines": ("myst", repeated("", "甲\n乙\n: 丙\n", "")),
    "lists above a definition": ("myst", repeated("", "甲\n- 乙\n", "\na\n: b\n")),
    "definitions of more": ("myst", repeated("甲\n", ": 乙\n", "")),
    "definitions that lie apart": ("myst", repeated("", "甲\n\n: 乙\n", "")),
}
"""What only the pages of a site generator have."""


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_a_generator_takes_more_than_its_share(name):
    generator, make = PAGES[name]
    dialect = Dialect(features=FEATURES[generator], name=generator)
    assert not excess(lambda text: parse(text, "", dialect), make, 2_000, 0.12)


@pytest.mark.parametrize("mark", ["<b>", "{{< a >}}", "*"])
def test_markup_that_is_copied_because_it_lies_too_deep_is_told(mark):
    """And what lies less deep is not."""

    def told(depth):
        closing = {"<b>": "</b>", "{{< a >}}": "{{< /a >}}", "*": "*"}[mark]
        (draft,) = _draft("".join(f"{mark}字" for _ in range(depth)) + f"字{closing}" * depth)
        return [fault.message for fault in draft.faults if fault.code == "TF201"]

    assert not told(5)
    assert all("more than 20 deep" in message for message in told(30))
    assert mark == "*" or told(30)


def test_what_lies_too_deep_is_told_of_the_page_and_the_rest_goes_on(tmp_path, capsys):
    build(tmp_path, {"content/a.md": "<b>" * 30 + "字" + "</b>" * 30 + "\n\n字\n"})
    cli(tmp_path, "translate")
    capsys.readouterr()
    cli(tmp_path, "check", "--select", "TF201")
    assert "content/a.en.md:8:1: TF201" in (said := capsys.readouterr().out)
    assert said.count("more than 20 deep") == 1


def test_a_text_of_too_many_figures_says_so():
    figures = "，".join(f"{number}.5亿美元" for number in range(1, MAX_FIGURES + 2))
    faults = verify(figures, figures, KNOWLEDGE)
    assert f"more than {MAX_FIGURES} figures in one text: they were not compared; split it" in [
        f.message for f in faults
    ]


def test_an_endless_line_is_refused_in_a_line(tmp_path):
    build(tmp_path, {"content/a.md": "字" * (MAX_BYTES // 3 + 1), "content/b.md": "字\n"})
    done = process(tmp_path, "translate")
    assert done.returncode == 2
    assert "content/a.md: larger than 20 MiB" in done.stderr
    assert (tmp_path / "content/b.en.md").exists()


def _at(line):
    return Finding("TF101", "x", "error", "a.en.md", line, 1, "", "a.md", "en")


def test_findings_are_put_beside_their_blocks_in_n_log_n():
    """A report looked for the block of each finding among all blocks, and for its line among all lines."""

    def run(text):
        page = parse(text)
        lines = range(1, page.line(len(text)) + 1)
        found = [_at(line) for line in lines]
        return side_by_side._placed(page, found)

    assert not excess(run, repeated("", "## a {#b}\n\n", ""), 4_000, 0.02)


def test_texts_of_the_translator_alone_are_put_in_their_places_in_n_log_n():
    """Each looked through all lines before it."""

    def links(count):
        own = [Link(None, None, 2 * number + 1, "own") for number in range(count)]
        return [Link(number, None, 2 * number, "keep") for number in range(count)] + own

    found = side_by_side._in_place([*links(2), Link(2, None, None, "drop")])
    assert [(link.source, link.target) for link in found] == [
        (0, 0), (None, 1), (1, 2), (None, 3), (2, None),
    ]  # fmt: skip
    # Few enough for the processor's cache: what outgrows it costs more for that alone.
    assert not growing(side_by_side._in_place, [links(size) for size in (1_000, 2_000, 4_000)], 0.001)


def _told(count):
    run = SimpleNamespace(problems={})
    for number in range(count):
        translate_command._Run.tell(run, [DocumentError("broken", f"{number % (count // 2)}.md")])
    assert len(run.problems) == count // 2


def _unread(count):
    def fail(pair):
        raise DocumentError("broken", pair)

    run = SimpleNamespace(problems={}, _picture=SimpleNamespace(translation=fail))
    for number in range(count):
        assert estimate._Run._job(run, SimpleNamespace(pair=f"{number % (count // 2)}.md")) is None
    assert len(run.problems) == count // 2


@pytest.mark.parametrize("tell", [_told, _unread])
def test_each_problem_is_told_once_in_n_log_n(tell):
    """Each was compared with all that were told before."""
    assert not growing(tell, [1_000, 2_000, 4_000], 0.01)


def test_a_finding_stays_with_its_block():
    page = parse("---\ntitle: a\n---\n\n# b\n\n```\nc\n```\n\nd\n  e\n")
    found = [_at(line) for line in range(1, 14)]
    placed = side_by_side._placed(page, found)
    where = {finding.line: number for number, of in placed.items() for finding in of}
    assert where[2] == 0
    assert page.blocks[where[5]].text == "b"
    assert page.blocks[where[8]].text.strip("`\n") == "c"
    assert where[11] == where[12] == len(page.blocks) - 1
    assert not {10, 13} & where.keys()
