"""Looks, for a bounded time, for what a stranger can write that ends in a traceback.

`make test` gives it a dozen seconds, always with the same examples on a machine of the same speed; `make fuzz SECONDS=3600`
takes as long as it is told and begins elsewhere each time. What it finds becomes a line of `FOUND`.
"""

import json
import os
import random
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests import strategies
from tests.sites import build, cli
from transflow import bitext, document, frontmatter
from transflow.engines.pseudo import PseudoEngine
from transflow.errors import TransflowError
from transflow.glossary import Glossary, reader, tables
from transflow.markdown import Dialect, canonical, fit, plain
from transflow.model import Unit
from transflow.quantities import Style
from transflow.site.config import parse_config
from transflow.translator import Text, translate
from transflow.verification import Knowledge, verify

SECONDS = float(os.environ.get("FUZZ_SECONDS", "12"))
START = random.SystemRandom().randrange(2**32) if "FUZZ_SECONDS" in os.environ else 0
KNOWLEDGE = Knowledge("zh-CN", "en", Glossary("zh", "en", ()), Style())
DIALECTS = (Dialect(), Dialect(math=True))


# ---- What strangers write ----------------------------------------------------------------------------------

YAML = (
    "a", "b: ", "- ", "  ", "\n", "\n  ", "---\n", "...\n", ": ", "? ", "[", "]", "{", "}", ", ", "&a ", "*a", "!!str ", "!!binary ",
    "!!set ", "!!timestamp ", "<<: *a", "|", ">", "|-\n  ", "'", '"', "\\", "#", " #", "%YAML 1.1\n", "~", "null", "2024-13-45", "0x", "1e999",
    ".inf", "012", "\t", "\0", "\x85", "\ud7ff", "标题", "source: zh-CN\n", "targets: [en]\n", "content:\n", "- {root: content, source: '", "{path}.md",
    "', target: '{lang}/{path}.md'}\n", "languages: ", "ignore: ['", "**", "*", "/", "..", "checks: ", "waivers: ", "paths: ", "glossaries: ",
    "engine: ", "markdown: ", "dialect: ", "terms:\n", "市盈率: P/E\n", "use: ", "also: [", "not: ", "+++\n", "a = ", "[a]\n", "[[a]]\n", "a.b = 1\n",
    '"""', "'''", "1979-05-27T07:32:00Z", '{"a": ', "true", "\\u12", "\r\n", "\r", "\ufeff",
)  # fmt: skip
RECORDS = (
    '{"kind":"paragraph","source":"甲","draft":null}', '{"version":1}', '{"version":99}', "{", "}", "[]", "null", "1", '"', "\n", "\n\n", "<<<<<<< a\n",
    "=======\n", "||||||| b\n", ">>>>>>> c\n", '"source":', '"target":"../x"', '"kind":', '"verbatim":true', '"findings":[{}]', ",", "\\ud800", "\0",
    '{"kind":"paragraph","source":"甲","draft":"a","pending":{"source":"乙","draft":null,"target":""}}',
)  # fmt: skip
WORDS = (
    "plan", "status", "diff", "check", "report", "explain", "glossary", "approve", "adopt", "resolve", "find", "clean", "translate", "export", "import",
    "--format", "json", "text", "github", "html", "--help", "--text", "--language", "en", "zh", "xx-YY", "--select", "--ignore", "TF301", "--fail-on", "stale",
    "content/a.md", "content/a.en.md", "content/a.en.md:3", "content/a.md:2-1", "content/a.md:99999999999999999999", "content", "..", "/", "", "-", "--",
    "--take", "draft", "mine", "--dry-run", "--quiet", "--strict", "lint", "suggest", "--by", "--shard", "1/0", "0/2", "-o", "\x1b[2J", "市盈率", "a\nb",
    "--baseline", "--config", "--redraft", "--limit", "-1", "1e9", "--engine", "pseudo", "nothing", "--since", "HEAD",
)  # fmt: skip


def soup(scraps: tuple[str, ...], most: int = 20) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(scraps) | st.text(max_size=3), max_size=most).map("".join)


def headers() -> st.SearchStrategy[str]:
    marks = st.sampled_from(
        [("---\n", "---\n"), ("+++\n", "+++\n"), ("{", "}\n"), ("---\r\n", "...\n"), ("\ufeff---\n", "---")]
    )
    return st.tuples(marks, soup(YAML)).map(lambda found: f"{found[0][0]}{found[1]}\n{found[0][1]}正文\n")


# ---- What is done with it ----------------------------------------------------------------------------------


def page(text: str) -> None:
    for dialect in DIALECTS:
        found = document.parse(text, "a.md", dialect)
        assert "".join(found.parts()) == text
        units = [block for block in found.blocks if isinstance(block, Unit)]
        for unit in units:
            plain(unit.text, dialect), canonical(unit.text, dialect)
            verify(unit.text, unit.text[::-1], KNOWLEDGE)
        drafts = translate(
            [Text(unit.text, unit.kind, found.dialect) for unit in units], PseudoEngine("zh-CN"), KNOWLEDGE
        )
        assert len(drafts) == len(units)
        fit(text, "heading", dialect)


def header(text: str) -> None:
    front = frontmatter.parse(text, "a.md")
    list(frontmatter.values(text, front))
    edited = frontmatter.edit(text, {("title",): text[:20], ("translation",): {"status": "draft"}}, "a.md")
    assert frontmatter.parse(edited, "a.md").data["title"] == text[:20]


def record(text: str) -> None:
    read = bitext.loads(text, "a.jsonl")
    assert bitext.loads(bitext.dumps(read), "a.jsonl") == read


def glossary(text: str) -> None:
    reader.read("g.yaml", lambda _: text.encode("utf-8", "surrogatepass"))


def table(text: str) -> None:
    tables.loads(f"zh,en\n{text}", "a.csv", "zh", "en")


TARGETS: dict[str, tuple[st.SearchStrategy[str], Callable[[str], object]]] = {
    "pages": (strategies.markdown_soup(), page),
    "front matter": (headers(), header),
    "records": (soup(RECORDS), record),
    "configurations": (soup(YAML), parse_config),
    "glossaries": (soup(YAML), glossary),
    "tables": (
        soup(("市盈率", "P/E", ",", '"', "\n", "|", "\\", "\t", ";", "zh,en,also\n", "\r", "\0", "=cmd")),
        glossary,
    ),
}

FOUND = {
    "pages": ("\r\n" * 60, "<b>" * 400 + "字", "[*a," * 300, "$$" * 300, "{{< a >}}" * 300),
    "front matter": ("---\n" + "\r\n" * 60 + "---\n",),
    "records": ("<<<<<<< a\n" * 50,),
    "configurations": (
        "!!timestamp ",
        "ignore: [2024-13-45]",
        "!!int x",
        "!!float x",
        "a: &a [*a]\n",
        "ignore: ['" + "*a" * 200 + "']\n",
    ),
    "glossaries": ("a: &a [*a]\n", "[" * 2_000),
    "tables": ('"' * 101,),
}
"""What once ended in a traceback, or never."""


def told(do: Callable[[str], object], text: str) -> None:
    """Do something with a text; an expected failure says so in one line."""
    message = ""
    try:
        do(text)
    except TransflowError as error:
        message = str(error).strip()
    assert "\n" not in message


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_that_is_read_ends_in_a_traceback(name):
    texts, do = TARGETS[name]
    for text in FOUND[name]:
        told(do, text)
    end = time.monotonic() + SECONDS / (len(TARGETS) + 1)
    number = START
    while time.monotonic() < end:

        @seed(number)
        @settings(
            max_examples=25,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(texts)
        def examples(text: str) -> None:
            told(do, text)

        examples()
        number += 1


def test_no_command_line_ends_in_a_traceback(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("EDITOR", "true")
    record = [{"version": 1}, {"kind": "paragraph", "source": "甲", "draft": "a"}]
    lines = "\n\n".join(map(json.dumps, record))
    files = {
        "content/a.md": "---\ntitle: 标题\n---\n市盈率17倍。\n",
        "content/a.en.md": "A P/E of 17x.\n",
        ".transflow/bitext/en/a.md.jsonl": lines,
    }
    end, number = time.monotonic() + SECONDS / (len(TARGETS) + 1), START
    while time.monotonic() < end:
        build(tmp_path, files)

        @seed(number)
        @settings(max_examples=10, database=None, phases=[Phase.generate, Phase.shrink])
        @given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
        def examples(words: list[str]) -> None:
            code = cli(tmp_path, *words)
            errors = capsys.readouterr().err
            assert code in (0, 1, 2), errors
            assert "Traceback" not in errors

        examples()
        number += 1
