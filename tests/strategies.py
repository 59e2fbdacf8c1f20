"""Hypothesis strategies for pages, shared by the tests."""

import json
import re
from typing import Any

import tomlkit
import yaml
from hypothesis import assume
from hypothesis import strategies as st

# ---- Front matter ----------------------------------------------------------------------------------------

AWKWARD = (
    "", " ", "no", "On", "y", "~", "null", "true", "010", "1.10", "1_000", "1e3", "0x1F", ".5", "12:30", "2024-01-01",
    "a: b", "a:", ": a", "#x", "x #y", "- a", "-", "---", "...", "+++", "? x", "@x", "`x`", "%x", "&a", "*a", "!t", "|", ">",
    "[a", "{a: 1}", "a, b", "'", '"', "it's", 'say "so"', "both ' and \"", "\\n", "a\\", "trail ", " lead", "\ttab", "a\tb",
    "two\nlines", "ends\n", "\nstarts", "a\n\n  b\n\n", "cr\rx", "crlf\r\nx", "\x00", "\x7f", "\x85", "\u2028", "\ufeff",
    "港股：重估", "南向资金 # 注", "😀 𝒳", "P/E: 17x", "{{< x >}}", "long " * 60, "<<", "=",
)  # fmt: skip
"""Strings that a writer of YAML, TOML or JSON gets wrong sooner or later."""


def awkward_texts() -> st.SearchStrategy[str]:
    """Any text, and often one of the awkward ones."""
    return (
        st.sampled_from(AWKWARD)
        | st.text(max_size=30)
        | st.tuples(*[st.sampled_from(AWKWARD)] * 2).map("".join)
    )


def front_matter_keys() -> st.SearchStrategy[str]:
    """Names of keys, plain and not so plain."""
    return st.from_regex(r"[a-z]{1,3}", fullmatch=True) | st.sampled_from(
        ["标题", "a b", "x-y", "no", "1", "a.b", "x: y"]
    )


def front_matter_values(*, nothing: bool = True) -> st.SearchStrategy[Any]:
    """Values as they stand in a header, a few levels deep; TOML has no way to write `None`."""
    simple: st.SearchStrategy[Any] = awkward_texts() | st.booleans() | st.integers(-(2**62), 2**62)
    leaves = simple | st.none() if nothing else simple
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(front_matter_keys(), inner, max_size=4),
        max_leaves=8,
    )


def mappings(*, nothing: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """The data of a header."""
    return st.dictionaries(front_matter_keys(), front_matter_values(nothing=nothing), min_size=1, max_size=5)


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, _data: Any) -> bool:
        return True


@st.composite
def yaml_pages(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A page with YAML front matter in one of many styles, and what it says."""
    data = draw(mappings())
    header = yaml.dump(
        data,
        Dumper=_NoAliases,
        default_style=draw(st.sampled_from([None, None, "'", '"', "|", ">"])),
        default_flow_style=draw(st.sampled_from([False, False, True, None])),
        indent=draw(st.integers(2, 5)),
        width=draw(st.sampled_from([20, 80, 10_000])),
        allow_unicode=draw(st.booleans()),
        sort_keys=False,
    )
    assume(yaml.safe_load(header) == data)  # PyYAML itself loses U+0085
    assume(not re.search("[\u2028\u2029]", header))  # newlines to YAML 1.1 only; see test_frontmatter
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    start = draw(st.sampled_from(["", "\ufeff", "\n"]))
    body = draw(st.sampled_from(["", "正文\n", "\n# 标题", "---\n"]))
    return start + f"---\n{header}---\n{body}".replace("\n", newline), data


@st.composite
def json_pages(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A page with JSON front matter, and what it says."""
    data = draw(mappings())
    indent = draw(st.sampled_from([None, 2, "\t"]))
    return json.dumps(data, ensure_ascii=draw(st.booleans()), indent=indent) + "\n\n正文\n", data


@st.composite
def toml_pages(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A page with TOML front matter, written by tomlkit, and what it says."""
    data = draw(mappings(nothing=False))
    return f"+++\n{tomlkit.dumps(data)}+++\n正文\n", data


# ---- Markdown --------------------------------------------------------------------------------------------

SCRAPS = (
    "# ", "## ", "- ", "* ", "1. ", "2) ", "> ", "    ", "\t", "  ", "\n", "\n\n", "\r\n", "\r", "\n---\n", "===", "+++",
    "```", "~~~", "````", "| a | b |\n|---|---|\n| c | d |", "|", "\\|", "[^1]", "[^1]: ", ": ", "~ ", "[a]", "[a]: /b 'c'",
    "![i](j 'k')", '[l](m "n")', "[![x](y)](z)", "[x][]", "**", "*", "_", "__", "`", "``", "~~", "$", "$$", "\\", "\\\n",
    "<b>", "</b>", "<div>", "</div>", "<p>", "<br>", "<pre>", "</pre>", "<!-- c -->", "<!--", "-->", '<a href="x" title="t">',
    "{{< a >}}", "{{< /a >}}", '{{< figure alt="x" >}}', "{{% n %}}", "{{</* x */>}}", "{{< highlight >}}", "{{< /highlight >}}",
    "{{ x }}", "{{<", "{%", "{#id}", "{.c}", ":::", "::: note 标", "```{note} t\n", "(l)=", "<!-- transflow:off -->",
    "<!-- transflow:on -->", "[ ] ", "[x] ", "[!NOTE]", "^[n]", "<https://x.y>", "e@f.gh", "&amp;", "&nbsp;", "<x", "(", ")",
    "[", "]", "!", "=", "%", "\0", "\u2028", "\x0c", "\xa0", "中文", "“", "”", "。", "，", "word", "x ", "5", "$300", "😀",
)  # fmt: skip
"""Pieces of Markdown, of its extensions and of the templating languages round it."""

OF_COMMONMARK = tuple(scrap for scrap in SCRAPS if not re.search(r"[{+\r\0]|:::|\(l\)|transflow", scrap))
"""Those that mean the same to a Markdown parser without our extensions."""


def markdown_soup() -> st.SearchStrategy[str]:
    """Any text, mostly made of what a Markdown parser stumbles over."""
    return st.lists(st.sampled_from(SCRAPS) | st.text(max_size=3), max_size=25).map("".join)


MATH_LINES = (
    "$$", "$$ a", "$$ a $$", "$$ a $$ b", "a $$", "b $$ (1)", "a", "", "> $$", "> ", "- $$ b", "  c", "  $$", "    $$",
    "\\begin{align}", "\\begin{align} a", "\\begin{gather}", "\\end{align}", "x \\end{align}", "  \\end{gather}",
    "- \\begin{align}", "> \\begin{align}", "> \\end{align}", "\\begin{align*}", "\\begin{other}",
)  # fmt: skip
"""Lines that open and close formulas, or only seem to."""


def prose() -> st.SearchStrategy[str]:
    """Running text as an engine may give it: one line, with characters that mean something in Markdown."""
    words = st.sampled_from(
        ["市盈率", "growth", "P/E", "$300", "AT&T", "a_b", "2 * 3", "*", "**", "_", "`", "|", "#", "1.", "-", "+", ">", "<b>",
         "[x]", "(y)", "![", "](", "{{<", "%}", "{#a}", "~~", "&amp;", "\\", "---", "===", ":", "!", "$", "^[", "“”", "，"]
    )  # fmt: skip
    return st.lists(words, min_size=1, max_size=8).map(" ".join) | st.lists(
        words, min_size=1, max_size=4
    ).map("".join)


_TEXT = "文字 *强调* `code` [链接](a.md)"


@st.composite
def markdown_pages(draw: st.DrawFn) -> str:
    """A well-formed page: headings, paragraphs, tables and code in nested lists and quotes; any line endings."""
    leaf = st.sampled_from(
        [_TEXT, f"{_TEXT}\n续行", f"## {_TEXT}", f"{_TEXT}\n---", "| 甲 | 乙 |\n|---|---|\n| 1 | `a\\|b` |", "```sh\n# x\n```",
         "![图](a.png '题')", "<p>文字</p>", "{{< figure alt='图' title=\"题\" >}}", "术语\n: 定义", "[^1]: 注", "---"]
    )  # fmt: skip
    blocks = st.recursive(
        leaf,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3).map(lambda items: _nested(items, "> ", "> "))
            | st.lists(inner, min_size=1, max_size=3).map(lambda items: _nested(items, "- ", "  "))
            | st.lists(inner, min_size=1, max_size=3).map(lambda items: _nested(items, "1. ", "   "))
        ),
        max_leaves=6,
    )
    page = "\n\n".join(draw(st.lists(blocks, max_size=6)))
    page += draw(st.sampled_from(["", "\n", "\n\n"]))
    return page.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))


def _nested(blocks: list[str], first: str, further: str) -> str:
    lines = "\n\n".join(blocks).split("\n")
    return "\n".join((first if number == 0 else further) + line for number, line in enumerate(lines)).rstrip()
