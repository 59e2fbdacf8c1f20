"""Pages are read without loss, and only what was meant to change changes."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from benchmarks.corpus import faults
from tests.strategies import MATH_LINES, OF_COMMONMARK, markdown_pages, markdown_soup, prose
from transflow import frontmatter
from transflow.document import Dialect, Document, key_path, parse, value
from transflow.errors import DocumentError
from transflow.markdown import escape, fit, structure, unescape
from transflow.model import Unit, Verbatim

FIXTURES = Path(__file__).parent / "fixtures" / "markdown"
DIALECTS = {
    "page": Dialect(translate_keys=("title", "params.seo.title", "tags.*")),
    "hugo": Dialect(),
    "myst": Dialect(math=True),
}
HEADER = "---\nx: 1\n---\n"
"""Keeps a text that begins with `---` from being read as a header."""


def read(name: str) -> str:
    return (FIXTURES / name).read_bytes().decode()


def units(page: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in page.blocks if isinstance(block, Unit)]


def copied(page: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in page.blocks if isinstance(block, Verbatim)]


def number_of(page: Document, text: str) -> int:
    return next(number for number, block in enumerate(page.blocks) if block.text == text)


def exchange(text: str, old: str, new: str, dialect: Dialect = Dialect()) -> str:
    """Splice one unit of a page."""
    page = parse(text, "a.md", dialect)
    return page.splice({number_of(page, old): new})


# ---- What is found ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DIALECTS)
def test_blocks_are_found_where_they_stand(name: str):
    page = parse(read(f"{name}.md"), "", DIALECTS[name])
    listing = [
        f"{page.line(block.start):>3} {'unit' if isinstance(block, Unit) else 'copy'} "
        f"{block.kind}{':' + block.key if block.key else ''} {block.text!r}"
        for block in page.blocks
    ]
    assert listing == read(f"{name}.blocks").splitlines()


@pytest.mark.parametrize(
    ("name", "newline"), [("page", "\r\n"), ("hugo", "\r\n"), ("myst", "\r\n"), ("myst", "\r")]
)
def test_line_endings_make_no_difference(name: str, newline: str):
    unix = parse(read(f"{name}.md"), "", DIALECTS[name])
    other = parse(read(f"{name}.md").replace("\n", newline), "", DIALECTS[name])
    assert units(other) == units(unix)
    assert copied(other) == copied(unix)
    assert other.shape == unix.shape
    assert len(other.tops) == len(unix.tops)


def test_offsets_are_code_points_after_a_bom_and_astral_characters():
    page = parse("\ufeff😀 # 非标题\n\n𝒳 *y*\n")
    assert units(page) == [("paragraph", "😀 # 非标题"), ("paragraph", "𝒳 *y*")]
    assert page.text[page.blocks[1].start] == "𝒳"


def test_tops_are_the_top_level_blocks_as_whole_lines():
    text = "---\ntitle: a\n---\n\n  # h\n\n- a\n\n  - b\n\n\n> c\nd\n\n---\n"
    page = parse(text)
    assert [text[start:end] for start, end in page.tops] == ["  # h", "- a\n\n  - b", "> c\nd", "---"]
    assert [block.top for block in page.blocks] == [-1, 0, 1, 1, 2]


def test_line_counts_every_line_ending():
    page = parse("a\n\nb\r\n\r\nc\r\rd")
    assert [page.line(block.start) for block in page.blocks] == [1, 3, 5, 7]


def test_an_unterminated_fence_is_code_to_the_end_of_its_container():
    page = parse("- ```\n  a\n\n  b\n\nc\n\n~~~\nd")
    assert copied(page) == [("code", "```\n  a\n\n  b"), ("code", "~~~\nd")]
    assert units(page) == [("paragraph", "c")]


def test_only_configured_shortcode_arguments_are_units():
    text = '{{< figure src="a" alt="图" data-x="乙" >}}'
    assert units(parse(text)) == [("argument", "图")]
    assert units(parse(text, "", Dialect(shortcode_args=("data-x",)))) == [("argument", "乙")]


def test_the_inside_of_a_paired_shortcode_is_content_unless_configured():
    text = "{{< box >}}\n# 标题\n{{< /box >}}\n"
    assert units(parse(text)) == [("heading", "标题")]
    assert copied(parse(text, "", Dialect(raw_shortcodes=("box",)))) == [("shortcode", text.rstrip())]


def test_dollar_signs_on_their_own_lines_are_math_everywhere_but_where_nothing_is():
    text = "$$\nx\n$$\n"
    assert copied(parse(text, "", Dialect(math=True))) == [("math", "$$\nx\n$$")]
    assert copied(parse(text)) == [("math", "$$\nx\n$$")]
    assert units(parse(text, "", Dialect(features=()))) == [("paragraph", "$$\nx\n$$")]


def test_a_switched_off_region_is_one_block_and_needs_no_end():
    assert copied(parse("<!-- transflow:off -->\n\na\n\n# b\n")) == [
        ("off", "<!-- transflow:off -->\n\na\n\n# b")
    ]
    assert units(parse("```\n<!-- transflow:off -->\n```\n\na\n")) == [("paragraph", "a")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<!-->一<!--->二", [("html", "一"), ("html", "二")]),
        ("<p><?>一<? ?>二<!a>三", [("html", "一"), ("html", "二"), ("html", "三")]),
        ("<div>一<b>二</b>\n三<p>四 < 五</p>", [("html", "一<b>二</b>\n三"), ("html", "四 < 五")]),
        ("<div><svg><text>一</text></svg><pre>二</pre>三<script>四", [("html", "三")]),
        ("<div>一</ 二<i", [("html", "一</ 二")]),
        ("<div>{{< a >}}<p>{{< b >}} 一 {{% c %}}</p>", [("html", "{{< b >}} 一 {{% c %}}")]),
        (
            '<div><a href={{< ref "x" >}} title="{{< b >}}">一</a>',
            [("html", '<a href={{< ref "x" >}} title="{{< b >}}">一</a>')],
        ),
        ("<div class='a>b' title='一'><br><img alt=二></div>", [("title", "一")]),
        ("> <div>一\n>   二\n> <p>三", [("html", "一\n二"), ("html", "三")]),
        ("<div>一<!-- transflow:off -->二<!-- transflow:on -->三</div>", [("html", "一"), ("html", "三")]),
    ],
)
def test_in_html_blocks_the_text_between_tags_is_found(text: str, found: list[tuple[str, str]]):
    page = parse(text)
    assert units(page) == found
    assert "".join(page.parts()) == text


@pytest.mark.parametrize("name", ["script", "STYLE", "pre", "textarea", "svg", "math", "template"])
def test_what_stands_in_an_element_that_is_no_text_is_left_alone(name: str):
    page = parse(f"<div>一<{name} class=x><p>二</p></{name}>三</div>")
    assert units(page) == [("html", "一"), ("html", "三")]


def test_markup_inside_a_shortcode_does_not_reach_the_parser():
    text = "a {{< x `\n# b\n| - ` >}} c\n\n> {{< y\n> z >}}\n"
    page = parse(text)
    assert units(page) == [("paragraph", "a {{< x `\n# b\n| - ` >}} c")]
    assert page.splice({0: "{{< x `\n# b\n| - ` >}} d"}).startswith("{{< x `\n# b\n| - ` >}} d\n\n> ")


# ---- Splicing --------------------------------------------------------------------------------------------


def test_parts_alternate_between_gaps_and_blocks():
    page = parse("# a\n\nb\n")
    assert page.parts() == ("# ", "a", "\n\n", "b", "\n")


@pytest.mark.parametrize(
    ("before", "old", "new", "after"),
    [
        ("> 一\n> 二\n", "一\n二", "one\ntwo\nthree", "> one\n> two\n> three\n"),
        ("> - 一\n\nx", "一", "one\ntwo", "> - one\n>   two\n\nx"),
        ("10. 一\r\n\r\n    二", "二", "two\nthree", "10. 一\r\n\r\n    two\r\n    three"),
        ("[^1]: 一\n    二\n", "一\n二", "one", "[^1]: one\n"),
        ("# 一 ##\n", "一", "one", "# one ##\n"),
        ("一\n二\n===\n", "一\n二", "1. one", "1\\. one\n===\n"),
        ("一 | 二\n---|---\n三 | 四\n", "三", "1. # three", "一 | 二\n---|---\n1\\. # three | 四\n"),
        ("> 一 | 二\n> ---|---\n", "一", "- one", "> \\- one | 二\n> ---|---\n"),
        ("| 一 |\n|---|\n| 二|\n", "二", "two", "| 一 |\n|---|\n| two|\n"),
        ('![一](a "二")\n', "二", 'say "two"', '![一](a "say \\"two\\"")\n'),
        ("![一](a (二))\n", "二", "(two)", "![一](a (\\(two\\)))\n"),
        ("<img alt='一'>\n", "一", "it's", "<img alt='it&#39;s'>\n"),
        ("<img alt='一二'>\n", "一二", "it's", "<img alt='it&#39;s'>\n"),
        ('{{< x alt="一" >}}\n', "一", 'say "one"', '{{< x alt="say \\"one\\"" >}}\n'),
        ("{{< x alt=一 >}}\n", "一", "one", "{{< x alt=one >}}\n"),
        ("{{< x alt=一 >}}\n", "一", "one two", '{{< x alt="one two" >}}\n'),
        ("{{< x alt=`一` >}}\n", "一", "`one`", "{{< x alt=`'one'` >}}\n"),
        (
            "---\ntitle: 一 # c\nx: 1.10\n---\n二\n",
            "一",
            "a: b",
            '---\ntitle: "a: b" # c\nx: 1.10\n---\n二\n',
        ),
        ("+++\ntitle = '一'\n+++\n", "一", "it's", '+++\ntitle = "it\'s"\n+++\n'),
        ("```{note} 一\n二\n```\n", "一", "one", "```{note} one\n二\n```\n"),
        ("<p>一</p>\n", "一", "a &lt; b", "<p>a &lt; b</p>\n"),
        ("[ ] 一", "[ ] 一", "one", "one"),
        ("- [ ] 一", "一", "one", "- [ ] one"),
        ("> [!TIP]\n> 一", "一", "one", "> [!TIP]\n> one"),
    ],
)
def test_a_new_text_is_written_as_its_place_wants_it(before: str, old: str, new: str, after: str):
    assert exchange(before, old, new) == after


def test_copied_blocks_can_be_exchanged_too():
    page = parse("---\ndate: 2025-02-10\n---\n![a](b.png)\n\n```\nx\n```\n")
    places = {number_of(page, "2025-02-10"): "2026-01-01", 2: "c.png", 3: "```\ny\nz\n```"}
    assert page.splice(places) == "---\ndate: 2026-01-01\n---\n![a](c.png)\n\n```\ny\nz\n```\n"


@pytest.mark.parametrize(
    ("before", "new"),
    [
        ("一\n", ""),
        ("一\n", "a\n\nb"),
        ("一\n", "# a"),
        ("一\n", "- a"),
        ("一\n", "1. a"),
        ("一\n", "> a"),
        ("一\n", "---"),
        ("一\n", "a\n==="),
        ("一\n", "```"),
        ("一\n", "<div>a"),
        ("一\n", "[a]: b"),
        ("一\n", "[^1]: b"),
        ("一\n", "{{< highlight >}}\n\n{{< /highlight >}}"),
        ("一\n\n二\n", "<!-- transflow:off -->"),
        ("一\n\n二\n", "<!--"),
        ("# 一\n", "a\nb"),
        ("- 一\n", "a\n- b"),
        ("| 一 | 二 |\n|---|---|\n", "a | b"),
        ("| 一 |\n|---|\n", "a\nb"),
        ("![一](b)\n", "a](c"),
        ("<p>一</p>\n", "a</p><p>b"),
        ("{{< x alt=`一` >}}\n", "a\n\nb"),
    ],
)
def test_a_text_that_would_change_the_structure_is_refused(before: str, new: str):
    page = parse(before, "a.md")
    if "alt=`" in before:
        assert (
            page.splice({1: new}) == "{{< x alt=`a b` >}}\n"
        )  # a line break in an argument is only white space
        return
    with pytest.raises(DocumentError, match=r"a\.md:1: a new text would change the structure of the page"):
        page.splice({0: new})


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("一\n2. 二\n===\n", "{.c} x |"),
        ("一\n===\n", "1. # x\n- y |"),
        ("a | b\n---|---\n一 | c\n", "# {.a} x"),
    ],
)
def test_what_is_guarded_at_the_beginning_of_a_line_reads_back_as_it_was(text: str, new: str):
    page = parse(text)
    number = next(n for n, block in enumerate(page.blocks) if block.text.startswith("一"))
    written = escape(new, kind=page.blocks[number].kind, whole=True)
    after = parse(page.splice({number: written}))
    assert after.blocks[number].text == written


def test_the_refused_text_is_named_by_its_line():
    page = parse("---\nx: 1\n---\n" + "一\n\n" * 20, "b.md")
    texts = {number: "fine" for number, block in enumerate(page.blocks) if isinstance(block, Unit)}
    with pytest.raises(DocumentError, match=r"b\.md:24: .*it begins '# no'"):
        page.splice({**texts, 11: "# no"})


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "\r", "\0", "```", "---\n---\n", " " * 9, "{{<", "<!--"]
)
def test_the_smallest_pages_are_pages(text: str):
    page = parse(text)
    assert "".join(page.parts()) == text
    assert page.splice({}) == text


# ---- Laws ------------------------------------------------------------------------------------------------


@given(markdown_soup(), st.booleans())
@settings(max_examples=80, deadline=None)
def test_parts_join_to_the_text_and_its_own_texts_change_nothing(soup: str, math: bool):
    text = HEADER + soup
    page = parse(text, "", Dialect(math=math))
    assert "".join(page.parts()) == text
    assert page.splice({number: block.text for number, block in enumerate(page.blocks)}) == text
    assert all(left.end <= right.start for left, right in zip(page.blocks, page.blocks[1:], strict=False))
    for block in page.blocks[1:]:
        assert page.tops[block.top][0] <= block.start < block.end


@given(markdown_pages(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_pseudo_translation_keeps_structure_and_markup(page: str, math: bool):
    assert list(faults(HEADER + page, Dialect(math=math))) == []


@given(markdown_pages(), prose(), st.booleans(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_escaped_prose_fits_anywhere_and_changes_only_its_place(text: str, new: str, math: bool, random):
    page = parse(HEADER + text, "", Dialect(math=math))
    numbers = [number for number, block in enumerate(page.blocks) if isinstance(block, Unit)]
    if not numbers:
        return
    number = random.choice(numbers)
    block = page.blocks[number]
    quoted = block.kind in ("argument", "front-matter")
    if block.kind == "argument":
        new = " ".join(new.replace("\\", " ").split()) or "x"  # a shortcode cannot write every backslash
    written = new if quoted else escape(new, page.dialect, kind=block.kind, whole=True)
    spliced = page.splice({number: written})
    assert spliced.startswith(page.text[: block.start])
    assert spliced.endswith(page.text[block.end :])
    after = parse(spliced, "", Dialect(math=math))
    assert after.shape == page.shape
    said = after.blocks[number].text
    assert (said if quoted else unescape(said, html=block.kind == "html")) == " ".join(new.split())


@given(markdown_soup(), prose())
@settings(max_examples=60, deadline=None)
def test_any_text_is_either_spliced_as_it_is_or_refused(soup: str, new: str):
    page = parse(HEADER + soup)
    numbers = [number for number, block in enumerate(page.blocks) if block.kind in ("paragraph", "cell")]
    for number in numbers[:2]:
        try:
            spliced = page.splice({number: new})
        except DocumentError:
            continue
        after = parse(spliced)
        assert [b.text for n, b in enumerate(after.blocks) if n != number] == [
            b.text for n, b in enumerate(page.blocks) if n != number
        ]
        assert after.blocks[number].text == new.strip()


def _examples() -> list[tuple[int, str]]:
    data = json.loads(read("commonmark-0.31.2.json"))
    return [(example["number"], example["markdown"]) for example in data["examples"]]


@pytest.mark.parametrize(("newline", "math"), [("\n", False), ("\r\n", True)])
def test_the_examples_of_the_commonmark_specification(newline: str, math: bool):
    data = json.loads(read("commonmark-0.31.2.json"))
    pages = {example["number"]: example["markdown"].replace("\n", newline) for example in data["examples"]}
    found = {number: list(faults(page, Dialect(math=math))) for number, page in pages.items()}
    assert {number: what for number, what in found.items() if what} == {}
    assert len(found) == 652


# ---- Limits ----------------------------------------------------------------------------------------------


def test_a_page_that_is_too_large_is_refused():
    with pytest.raises(DocumentError, match=r"big\.md: larger than 20 MiB"):
        parse("a" * (20 * 1024 * 1024 + 1), "big.md")


def test_blocks_that_are_nested_too_deep_are_refused():
    with pytest.raises(
        DocumentError, match=r"a\.md:3: lists or quotes are nested more than 1,000 levels deep"
    ):
        parse("x\n\n" + ">" * 10_000 + " a", "a.md")


@pytest.mark.parametrize(
    "deep",
    [
        ">" * 1_000 + " a",
        "> " * 1_000 + "a",
        "- " * 1_000 + "a",
        "\n".join("  " * depth + "- a" for depth in range(1_000)),
        "> - " * 500 + "a",
    ],
    ids=["quotes", "spaced quotes", "lists on a line", "lists", "both"],
)
def test_what_is_nested_very_deep_is_copied_and_the_rest_is_read(deep: str):
    text = f"x\n\n{deep}\n\nend\n"
    page = parse(text)
    assert "".join(page.parts()) == text
    assert [block.kind for block in page.blocks].count("off") == 1
    assert (page.blocks[0].text, page.blocks[-1].text) == ("x", "end")
    assert page.splice({len(page.blocks) - 1: "new"}) == text.replace("end", "new")


def test_fifty_lists_inside_each_other_are_all_translated():
    page = parse("\n".join("  " * depth + "- a" for depth in range(50)))
    assert [block.kind for block in page.blocks] == ["list-item"] * 50


@given(st.lists(st.sampled_from(MATH_LINES), max_size=12))
def test_math_is_found_where_the_library_alone_finds_it(lines: list[str]):
    text = "\n".join(lines)
    parser = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin).use(amsmath_plugin)
    tokens = [token for token in parser.parse(text) if token.type != "inline"]
    expected = tuple((token.type, token.tag, token.hidden) for token in tokens)
    assert structure(text, (), Dialect(math=True, features=())).shape == expected


@given(st.lists(st.sampled_from(OF_COMMONMARK), max_size=25).map("".join))
@settings(max_examples=80, deadline=None)
def test_blocks_are_what_the_library_alone_finds(text: str):
    parser = MarkdownIt("commonmark", {"inline_definitions": True}).enable("table")
    parser.use(footnote_plugin).use(deflist_plugin)
    tokens: list[Token] = []
    parser.block.parse(text, parser, {}, tokens)
    expected = tuple((token.type, token.tag, token.hidden) for token in tokens if token.type != "inline")
    assert structure(text, (), Dialect(features=())).shape == expected


@pytest.mark.parametrize("scrap", ["[", "*a ", "<b>", "{{< a `", "![", "`a``b", "[a](b"])
def test_inline_markup_without_end_stays_as_it_is(scrap: str):
    text = f"{scrap * 3_000}\n\nb"
    page = parse(text)
    assert len(page.blocks) == 2
    assert page.splice({1: "c"}) == f"{text[:-1]}c"


def test_a_line_of_a_megabyte():
    text = "# 一\n\n" + "恒生科技 " * 200_000
    assert exchange(text, "一", "a") == "# a" + text[3:]


# ---- Front matter ----------------------------------------------------------------------------------------


def test_own_keys_are_no_blocks_and_the_rest_is_copied():
    text = "---\nlang: zh-CN\ntranslations: [en]\ndraft: true\ntranslation: {source: a}\ntitle: 题\nlead: ''\nweight: 010\n---\n"
    page = parse(text)
    assert [(type(b), b.key, b.text) for b in page.blocks] == [
        (Unit, "title", "题"),
        (Verbatim, "lead", "''"),
        (Verbatim, "weight", "010"),
    ]


def test_a_yaml_key_without_a_value_is_no_block():
    page = parse("---\nsummary:\ntitle: 题\nweight: # later\nmenu: {main: , a: }\n---\n")
    assert [(block.key, block.text) for block in page.blocks] == [("title", "题")]


def test_key_paths_and_values_of_header_blocks():
    page = parse("---\na: {c: [1.10, 题]}\n---\n", "", Dialect(translate_keys=("a.c.*",)))
    assert [key_path(page, 0), key_path(page, 1)] == [("a", "c", 0), ("a", "c", 1)]
    assert value(page, 0, "no") == frontmatter.Raw("no")
    assert value(page, 1, "no") == "no"


def test_a_broken_header_is_a_clear_error():
    with pytest.raises(DocumentError, match=r"a\.md:\d"):
        parse("---\na: 1\na: 2\n---\n", "a.md")


def test_fit_and_splice_agree_on_every_kind():
    page = parse(read("page.md"), "", DIALECTS["page"])
    texts = {
        number: fit("1. # a", block.kind)
        for number, block in enumerate(page.blocks)
        if isinstance(block, Unit)
    }
    assert parse(page.splice(texts), "", DIALECTS["page"]).shape == page.shape


def test_an_id_stands_behind_the_number_signs_that_close_a_heading():
    # goldmark shows the braces of `## X {#id} ##`
    page = parse("## 附录 ##\n\n## 甲 ## {#a}\n\n## 乙 \\#\n")
    assert units(page) == [("heading", "附录"), ("heading", "甲 {#a}"), ("heading", "乙 \\#")]
    spliced = page.splice({0: "Appendix {#附录}", 1: "A {#a}"})
    assert spliced == "## Appendix ## {#附录}\n\n## A ## {#a}\n\n## 乙 \\#\n"
    assert page.splice({1: "B {#a}"}) == "## 附录 ##\n\n## B ## {#a}\n\n## 乙 \\#\n"
