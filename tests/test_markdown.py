"""Inline markup is found where it stands, and text is made safe with no more escapes than it needs."""

import markdown_it
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.strategies import markdown_soup, prose
from transflow.markdown import Dialect, Inline, canonical, escape, fit, inlines, marks, mask, plain, unescape
from transflow.markdown.brackets import HELPERS
from transflow.markdown.dialect import ASKED, FEATURES, STRINGS
from transflow.markdown.inline import _taken_apart, is_words
from transflow.model import UnitKind

MATH = Dialect(math=True)
KNOWN = Dialect(references=frozenset({"A"}))


def shown(text: str, dialect: Dialect = Dialect(), *, html: bool = False) -> str:
    """Write the pieces down: `<what raw>` for an atom, `what1(` and `)1` for a pair, `/` for a soft break."""
    out = ""
    for piece in inlines(text, dialect, html=html):
        if piece.kind == "open":
            out += f"{piece.what}{piece.pair}("
        elif piece.kind == "close":
            out += f"){piece.pair}"
        elif piece.kind == "break":
            out += "/" if piece.what == "softbreak" else "//"
        else:
            out += piece.raw if piece.kind == "text" else f"<{piece.what} {piece.raw}>"
    return out


# ---- Inlines ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b **c*** d", "a em0(b strong1(c)1)0 d"),
        ("~~a~~ _b_", "strikethrough0(a)0 em1(b)1"),
        ("在**“加粗”**后", "在strong0(“加粗”)0后"),
        ("**注：**后**《书》**与**文**。", "strong0(注：)0后strong1(《书》)1与strong2(文)2。"),
        ("a ** b ** c **“d", "a ** b ** c **“d"),
        ("a**“b”**c", "a**“b”**c"),
        ("한국**‘어’**는", "한국strong0(‘어’)0는"),
        ("*注：*后 5*3", "em0(注：)0后 5*3"),
        ("[a*b*](c) [d]", "link0(aem1(b)1)0 [d]"),
        ("[![a](b)](c)", "link0(<image ![a](b)>)0"),
        ("`a*b*` ``c`d``", "<code `a*b*`> <code ``c`d``>"),
        ("{ref}`a <b>` {x}", "<role {ref}`a <b>`> {x}"),
        ("甲 {_a_}`x`", "甲 <role {_a_}`x`>"),
        ("![{{< a >}}](b) [^1](注)", "<image ![{{< a >}}](b)> <footnote [^1]>(注)"),
        ("@somebody @li2019 a==b ==c==", "@somebody <citation @li2019> a==b mark0(c)0"),
        ("<b>a</b><br/>c <i>d", "html0(a)0//c <html <i>>d"),
        ("<code>*a*</code> <kbd>b", "<code <code>*a*</code>> <html <kbd>>b"),
        ("**x <code>*a</code> b* y**", "strong0(x <code <code>*a</code>> b<em *> y)0"),
        ("<b>*a</b>*", "<html <b>>em0(a<html </b>>)0"),
        ("<span>a<img src=b></span>", "html0(a<html <img src=b>>)0"),
        ("a<!-- *b* -->c", "a<html <!-- *b* -->>c"),
        ("a<!-- transflow:off -->*b*<!-- transflow:on -->c", "a<html <!-- transflow:off -->*b*<!-- transflow:on -->>c"),
        ("x[^1]^[note *a*]", "x<footnote [^1]>footnote0(note em1(a)1)0"),
        ("a\nb  \nc\\\n   d", "a/b//c//d"),
        ("AT&amp;T\\*&nbsp;x", "AT&amp;T\\*<entity &nbsp;>x"),
        ("见http://a.b/c_d(e)。又 https://x.y/z.", "见<autolink http://a.b/c_d(e)>。又 <autolink https://x.y/z>."),
        ("<https://a.b> a@b.cn", "<autolink <https://a.b>> <autolink a@b.cn>"),
        ("标题 {#id .c} {x=y} {z}", "标题 <attributes {#id .c}> <attributes {x=y}> {z}"),
        ("{{< a >}}b{{< /a >}}{{% c %}}", "shortcode0(b)0<shortcode {{% c %}}>"),
        ("**{{< a >}}** [x]({{< ref `b` >}})", "strong0(<shortcode {{< a >}}>)0 link1(x)1"),
        ("`{{< a >}}` {{</* b */>}}{{ c }}{% d %}", "<code `{{< a >}}`> <shortcode {{</* b */>}}><shortcode {{ c }}><shortcode {% d %}>"),
    ],
)  # fmt: skip
def test_pieces(text: str, expected: str):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x_1$ 与 $300 和 $500", "<math $x_1$> 与 $300 和 $500"),
        ("a $$x$$ b\\$c$", "a <math $$x$$> b\\$c$"),
        ("$\\frac{{a}}{b}$", "<math $\\frac{{a}}{b}$>"),
    ],
)
def test_math_where_the_site_has_it(text: str, expected: str):
    assert shown(text, MATH) == expected
    assert "<math" not in shown(text, Dialect(features=()))


def test_references_are_exact_where_the_page_is_known():
    assert shown("[b][a] [a][] [a] [表1][表2]", KNOWN) == "link0(b)0 link1(a)1 link2(a)2 [表1][表2]"
    assert shown("[b][c] [c][] [d]") == "link0(b)0 link1(c)1 [d]"


def test_a_label_that_is_its_own_text_is_kept_when_the_text_changes():
    closings = [
        piece.rewrite for piece in inlines("[x *y*][] [a] [b][a] [c](d)", KNOWN) if piece.kind == "close"
    ]
    assert [rewrite for rewrite in closings if rewrite] == ["][a]"]
    assert [piece.rewrite for piece in inlines("[x][]") if piece.kind == "close"] == ["][x]"]


def test_fields_are_what_a_reader_reads():
    text = (
        """![a](b 'c') [d](e "f") {{< g alt="h" other="i" >}} <img alt="j" title='k'> ![l][m] ![n] ![](o)"""
    )
    dialect = Dialect(references=frozenset({"M", "N"}))
    found = [piece.raw[start:end] for piece in inlines(text, dialect) for start, end in piece.fields]
    assert found == ["a", "c", "f", "h", "j", "k", "l"]


def test_in_an_html_block_only_tags_and_entities_mean_anything():
    assert shown("*a* `b` <b>c</b>&nbsp;\\*", html=True) == "*a* `b` html0(c)0<entity &nbsp;>\\*"


@given(markdown_soup(), st.booleans(), st.booleans())
@settings(max_examples=120, deadline=None)
def test_pieces_join_to_the_text_and_nest(text: str, math: bool, html: bool):
    text = text.replace("\r", "\n")
    pieces = inlines(text, Dialect(math=math), html=html)
    assert "".join(piece.raw for piece in pieces) == text
    waiting: list[int] = []
    for piece in pieces:
        assert piece.raw
        assert (piece.kind in ("open", "close")) == (piece.pair >= 0)
        assert all(0 <= start < end <= len(piece.raw) for start, end in piece.fields)
        if piece.kind == "open":
            waiting.append(piece.pair)
        elif piece.kind == "close":
            assert waiting.pop() == piece.pair
    assert not waiting


_LETTERS = "aZ0é中价の,.;()'\"/ -，。、；：？！（）“”‘’《》「」『』—…·"


@pytest.mark.parametrize("name", [*FEATURES, "strings"])
@given(
    text=st.text(alphabet=_LETTERS + "w", min_size=1, max_size=30)
    | st.sampled_from(
        ["http//a.cn", "www.a.cn", "WWW.A.CN", "a.cn", "1) 甲", "12-", "...", "(a)", "a--b", "'a'"]
    ),
    html=st.booleans(),
    math=st.booleans(),
)
@settings(max_examples=60)
def test_words_alone_are_one_piece_in_any_dialect(name, text, html, math):
    """What `inlines` does not look at has nothing in it that it could have found."""
    dialect = (
        STRINGS if name == "strings" else Dialect(math=math, features=(*FEATURES[name], *ASKED), name=name)
    )
    if is_words(text):
        assert _taken_apart(text, dialect, html=html) == (Inline("text", text),)
    assert is_words(text) or "www." in text.lower()


# ---- Masking ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('{{< a b="c >}} d" e=`f\n>}}` >}}', ["a"]),
        ("{{<a/>}}{{% /b %}}{{- c -}}{%- d -%}", ["a", "b", "", "%d"]),
        ("{{< highlight go >}}{{< x >}}\n\n{{< /highlight >}}{{< x >}}", ["", "x"]),
        ("{{< highlight go >}} {{< x >}}", ["highlight", "x"]),
        ('{{< a "b >}}\n{{< c >}}', ["", "c"]),
        ("{{< a\n\n{{< b >}}", ["b"]),
        ("{{ a {{ b }} {% c", [""]),
        ("{{</* {{< a >}} */>}}", [""]),
    ],
)
def test_template_tags_are_hidden(text: str, names: list[str]):
    source, hidden = mask(text, Dialect())
    assert [item.name for item in hidden] == names
    assert len(source) == len(text)
    for item in hidden:
        assert source[item.start : item.end].isalpha()


@given(markdown_soup())
@settings(max_examples=100, deadline=None)
def test_masking_keeps_every_offset(text: str):
    source, hidden = mask(text, Dialect())
    assert len(source) == len(text)
    covered = {place for item in hidden for place in range(item.start, item.end)}
    for place, (was, now) in enumerate(zip(text, source, strict=True)):
        assert place in covered or was == now or was in "\r\0"
    assert "\r" not in source


# ---- Escaping --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["P/E of 17x", "$300 billion to $500", "AT&T", "snake_case a_b", "2 * 3", "3–5%", "5~10", "a < b", "<5%", "[1] x", "[a] (b)",
     "#x", "a # b", "C# 5", "a | b", "a\\b", "&nbsp", "x! [y]", "5-10", "- ", "https://a.b/c_d?e=f&g=h", "a: b", "{x}", "“a”"],
)  # fmt: skip
def test_harmless_characters_stay_bare(text: str):
    assert escape(text, whole=True) == text.strip() or text == "- "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5*3*2", "5\\*3\\*2"),
        ("_a_", "\\_a\\_"),
        ("~~a~~", "\\~\\~a\\~\\~"),
        ("`a`", "\\`a\\`"),
        ("[a](b)", "\\[a\\](b)"),
        ("[^1] a", "\\[^1\\] a"),
        ("a^[b]", "a\\^[b]"),
        ("[a", "\\[a"),
        ("<b>", "\\<b>"),
        ("&amp;", "\\&amp;"),
        ("a\\*b", "a\\\\\\*b"),
        ("{{< a >}}", "{\\{< a >}}"),
        ("{% a %}", "{\\% a %}"),
        ("{#id}", "\\{#id}"),
        ("# a", "\\# a"),
        ("- a", "\\- a"),
        ("1. a", "1\\. a"),
        ("2025) a", "2025\\) a"),
        ("> a", "\\> a"),
        (": a", "\\: a"),
        ("::: a", "\\::: a"),
        ("---", "\\---"),
        ("* * *", "\\* * *"),
        ("===", "\\==="),
        ("+++", "\\+++"),
        ("[a]: b", "\\[a\\]: b"),
        ("(a)=", "(a)\\="),
        ("a\nb\r\nc", "a b c"),
        (" a ", "a"),
    ],
)
def test_what_would_be_read_as_markup_is_escaped(text: str, expected: str):
    assert escape(text, whole=True) == expected


@pytest.mark.parametrize(
    ("kind", "delimiter", "text", "expected"),
    [
        ("cell", "", "a | b\\", "a \\| b\\\\"),
        ("heading", "", "a #", "a \\#"),
        ("heading", "", "1. a", "1. a"),
        ("alt", "", "a ] b", "a \\] b"),
        ("title", '"', 'a "b" \\', 'a \\"b\\" \\\\'),
        ("title", "'", 'it\'s "b"', 'it\\\'s "b"'),
        ("title", "(", "a (b) &amp;", "a \\(b\\) \\&amp;"),
        ("argument", '"', 'a "b" \\', 'a \\"b\\" \\ '),
        ("argument", "`", "a `b` \\", "a 'b' \\"),
        ("argument", "", "a b", '"a b"'),
        ("attribute", '"', 'a "b" <c> &lt; & d', "a &quot;b&quot; &lt;c> &amp;lt; & d"),
        ("attribute", "'", "it's", "it&#39;s"),
        ("html", "", "a < b <c> &lt; *d*", "a < b &lt;c> &amp;lt; *d*"),
        ("html", "", " {{< a >}} \\! {%", "&#123;{< a >}} \\! &#123;%"),
        ("title", '"', "{{< a >}}", "{\\{< a >}}"),
        ("front-matter", "", "# a: 'b'\n", "# a: 'b'\n"),
    ],
)
def test_each_place_has_its_own_escapes(kind: UnitKind, delimiter: str, text: str, expected: str):
    assert escape(text, kind=kind, delimiter=delimiter, whole=True) == expected


@pytest.mark.parametrize(
    ("left", "markup", "right"),
    [
        ("Look!", "[a](b)", " c"),
        ("see ^", "[a](b)", ""),
        ("a *", "**b**", "* c"),
        ("[x]", "[a](b)", "(c)"),
        ("a\\", "`b`", "` c"),
        ("{", "{{< b >}}", "}"),
        ("a <", "<b>c</b>", "> d"),
        ("~", "~~a~~", "~"),
        ("{ref}", "`a`", ""),
        ("`", "`a`", "`"),
    ],
)
def test_text_beside_markup_does_not_join_it(left: str, markup: str, right: str):
    whole = escape(left) + markup + escape(right)
    pieces = inlines(whole)
    inner = [piece.raw for piece in inlines(markup)]
    start = next(n for n in range(len(pieces)) if [p.raw for p in pieces[n : n + len(inner)]] == inner)
    texts = [piece for number, piece in enumerate(pieces) if not start <= number < start + len(inner)]
    assert all(piece.kind == "text" or piece.what == "entity" for piece in texts)
    assert "".join(unescape(piece.raw) for piece in texts) == left + right


def test_with_math_a_dollar_sign_is_safe_only_where_nothing_can_close():
    assert escape("US$ 5 and $6", MATH, whole=True) == "US\\$ 5 and $6"
    assert escape("$5 and ", MATH) == "\\$5 and "
    assert escape("US$ 5", whole=True) == "US$ 5"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("paragraph", "a {b} and <5%", "a \\{b} and \\<5%"),
        ("paragraph", "a < b, c> d", "a < b, c> d"),
        ("heading", "{year} <Tip>", "\\{year} \\<Tip>"),
        ("cell", "{a|b}", "\\{a\\|b}"),
        ("html", "a {b} and <5%, 3 > 2", "a &#123;b&#125; and &lt;5%, 3 &gt; 2"),
    ],
)
def test_nothing_of_a_text_is_run_in_mdx(kind: UnitKind, text: str, expected: str):
    """As `@mdx-js/mdx` reads it: a brace begins an expression, and `<` a tag unless a space follows."""
    mdx = Dialect(name="mdx", features=FEATURES["mdx"])
    assert escape(text, mdx, kind=kind, whole=True) == expected


@given(prose() | markdown_soup(), st.booleans())
@example(":growth:", False)
@example("$a_b$", False)
@example("$$a$b$", False)
@example("^2^", True)
@example("x^2~", True)
@example("@a1", False)
@example("{b|=}", False)
@settings(max_examples=120, deadline=None)
def test_escaped_text_is_only_text(text: str, math: bool):
    text = " ".join(text.replace("\0", "").split())
    dialect = Dialect(math=math)
    written = escape(text, dialect, whole=True)
    assert unescape(written) == text
    pieces = inlines(written, dialect)
    assert all(piece.kind == "text" or piece.what == "autolink" for piece in pieces), pieces


@given(text=st.text("a!^[]`\\ ", max_size=12), more=st.text("a!^[]` ", max_size=6))
def test_an_escape_that_nothing_needs_goes_once_the_unit_is_whole(text: str, more: str):
    parts = escape(text), escape(more)
    assert unescape(fit("".join(parts))) == unescape("".join(parts)).strip()
    assert fit(escape("Up!") + "*so*" + escape(" much!")) == "Up!*so* much!"
    assert fit(escape("Up!") + "[a](b)" + escape("!")) == "Up\\![a](b)!"


def test_fit_leaves_what_is_inside_of_code_and_shortcodes():
    assert fit("`a\n- b` c\n- d") == "`a\n- b` c\n\\- d"
    assert fit("a | {{< x y=`|` >}}", "cell") == "a \\| {{< x y=`|` >}}"
    assert fit("a  \nb\\\nc\nd", "heading") == "a<br>b<br>c d"
    assert fit(" *a* b\n", "alt") == "*a* b"
    assert fit("a\\! b\f", "html") == "a\\! b"


@given(prose())
def test_fit_is_done_once(text: str):
    once = fit(escape(text))
    assert fit(once) == once


# ---- Comparing and reading -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("人工\n智能 AI 基建", "人工智能AI基建"),
        ("AI\ninfrastructure", "AI infrastructure"),
        ("a   b\n  c", "a b c"),
        ("**粗** 后 `x` 中", "**粗**后`x`中"),
        ("a\n**中**", "a**中**"),
        ("日本の\nテキスト", "日本のテキスト"),
        ("，\na", "，a"),
        ("한국어\n문장", "한국어 문장"),
        ("见 [A 中][] 后", "见[A 中][]后"),
    ],
)
def test_layout_makes_no_difference(left: str, right: str):
    assert canonical(left) == canonical(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("中文  \n后", "中文后"),
        ("中文\\\n后", "中文 后"),
        ("`a b`", "`a  b`"),
        ("`a\nb`", "`a b`"),
        ("ab", "a b"),
        ("[a](b)", "[a](c)"),
        ("{{< a  b >}}", "{{< a b >}}"),
        ("한국어", "한국 어"),
    ],
)
def test_everything_else_does(left: str, right: str):
    assert canonical(left) != canonical(right)


@given(markdown_soup(), st.booleans())
@settings(max_examples=100, deadline=None)
def test_canonical_is_its_own_canonical_form_and_keeps_the_markup(text: str, math: bool):
    dialect = Dialect(math=math)
    text = fit(text.replace("\r", "\n"), "paragraph", dialect)
    once = canonical(text, dialect)
    atoms = [piece.raw for piece in inlines(text, dialect) if piece.what in ("code", "math", "shortcode")]
    assert all(atom in once for atom in atoms)


def test_plain_is_what_a_reader_reads():
    text = "在**“粗”**后\n[链接](a.md) `x_y` ![图](b) AT&amp;T 1\\. {{< c >}}$300  \nhttps://d.e <b>f</b>[^1]"
    assert plain(text) == "在“粗”后链接 x_y  AT&T 1. $300\nhttps://d.e f"
    assert plain("<code>a &lt; b</code>") == "a < b"
    assert plain("{math}`x^2` and {ref}`a`") == "x^2 and a"
    assert plain("a \\* &lt; *b*", html=True) == "a \\* < *b*"
    assert plain("$x$ and $5", MATH) == "$x$ and $5"


def test_unescape():
    assert unescape("\\*a\\b &amp; &#65;") == "*a\\b & A"
    assert unescape("\\*a &lt;", html=True) == "\\*a <"


@given(
    st.lists(
        st.sampled_from(
            ["[", "]", "](a)", "![", "^[", "[^1]", "a", "*", "`", "<b>", "\\", "][x]", "[x]", " ", "(", "[["]
        ),
        max_size=16,
    ).map("".join)
)
def test_brackets_close_as_the_parser_says(text):
    dialect = Dialect(references=frozenset({"X", "A"}))
    parser = marks._parser(dialect, False)
    inlines.cache_clear()
    ours = inlines(text, dialect)
    try:
        parser.helpers = markdown_it.helpers
        inlines.cache_clear()
        assert inlines(text, dialect) == ours
    finally:
        parser.helpers = HELPERS
        inlines.cache_clear()
