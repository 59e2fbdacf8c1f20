"""The translator with engines that are as bad as real ones: each breaks one thing, and the ladder must notice."""

import itertools
import random
import re
from dataclasses import dataclass, field, replace

import pytest

from transflow.engines import Candidate
from transflow.engines.pseudo import PseudoEngine
from transflow.engines.talks import Paced
from transflow.glossary import Glossary, Term
from transflow.markdown import Dialect
from transflow.markdown.dialect import FEATURES
from transflow.quantities import Style
from transflow.translator import Draft, Knowledge, Text, translate
from transflow.translator.lexicon import Lexicon
from transflow.translator.pieces import Anchor, Rendered, Segment
from transflow.translator.places import placed

TERMS = (
    Term("市盈率", "P/E", ("price-to-earnings ratio",), ("PE ratio",)),
    Term("恒生科技指数", "Hang Seng Tech Index"),
    Term("英伟达", "Nvidia"),
)
KNOWLEDGE = Knowledge("zh-CN", "en", Glossary("zh", "en", TERMS), Style())


@dataclass
class Engine:
    """An engine from a function of (text, prefix); remembers what it was asked."""

    say: object
    reach: int = 0
    alternatives: int = 1
    continues: bool = True
    weighs: bool = False
    context: int = 0
    identity: str = "test 1"
    asked: list = field(default_factory=list)

    def translate(self, requests, *, candidates=1):
        self.asked += requests
        return tuple(tuple(self.say(request)[:candidates]) for request in requests)


def english(request):
    """Keep what is Latin already, and say `word` for each run of Han characters."""
    return (re.sub(r"[\u4e00-\u9fff]+", " word ", request.prefix or request.text),)


def draft(text, engine=None, kind="paragraph", knowledge=KNOWLEDGE, **dialect) -> Draft:
    (done,) = translate([Text(text, kind, Dialect(**dialect))], engine or Engine(english), knowledge)
    return done


def test_terms_and_figures_go_to_the_engine_in_the_target_language():
    engine = Engine(english)
    done = draft("恒生科技指数预期市盈率不足17倍。", engine)
    assert [request.text for request in engine.asked] == ["Hang Seng Tech Index 预期 P/E less than 17x。"]
    assert engine.asked[0].terms == (("恒生科技指数", "Hang Seng Tech Index"), ("市盈率", "P/E"))
    assert (done.rung, done.faults) == ("inline", ())


@pytest.mark.parametrize(
    ("source", "kind", "said", "shown"),
    [
        ("港股估值重估", "heading", "Hong Kong stocks revalued.", "Hong Kong stocks revalued"),
        ("港股估值重估", "front-matter", "Hong Kong stocks revalued.", "Hong Kong stocks revalued"),
        ("港股估值重估。", "paragraph", "Hong Kong stocks revalued.", "Hong Kong stocks revalued."),
        ("他说：“重估。”", "paragraph", "He said: “revalued.”", "He said: “revalued.”"),
        ("平安保险公司", "cell", "Ping An Insurance Co.", "Ping An Insurance Co."),
        ("利率重估在美国", "label", "Rates in the U.S.", "Rates in the U.S."),
        ("还有", "item", "And more...", "And more..."),
        ("内容如下：", "paragraph", "As follows.", "As follows."),
    ],
)  # fmt: skip
def test_what_is_no_sentence_gets_no_full_stop(source, kind, said, shown):
    assert draft(source, Engine(lambda request: (request.prefix or said,)), kind).text == shown


def test_a_headline_in_chinese_gets_no_full_stop():
    know = Knowledge("en", "zh-CN", Glossary("en", "zh-CN", ()), Style())
    engine = Engine(lambda _: ("港股重估。",))
    assert draft("Hong Kong stocks revalued", engine, "heading", know).text == "港股重估"
    assert draft("Hong Kong stocks revalued.", engine, "paragraph", know).text == "港股重估。"


@pytest.mark.parametrize(
    ("source", "kind", "asked", "shown"),
    [
        ("三、估值仍处低位", "heading", "估值仍处低位", "III. word"),
        ("**三、估值**仍处低位", "heading", None, "**III. word** word"),
        ("十二、估值", "heading", "估值", "XII. word"),
        ("（二）估值", "item", "估值", "(2) word"),
        ("(十) 估值", "heading", "估值", "(10) word"),
        ("一、市盈率", "heading", None, "I. P/E"),
        ("一、加强监管。二、完善制度。", "paragraph", None, "I. word. II. word."),
        ("一、二线城市", "heading", "一、二线城市", "word, word"),
        ("三、四季度", "heading", None, "The third quarter, the fourth quarter"),
    ],
)  # fmt: skip
def test_the_number_of_a_heading_is_a_mark_and_no_word(source, kind, asked, shown):
    engine = Engine(english)
    done = draft(source, engine, kind)
    assert done.text == shown
    assert not [fault for fault in done.faults if fault.severity == "error"]
    assert asked is None or asked in {request.plain for request in engine.asked}
    assert done.rung == "copy" or done.tried


def test_a_term_behind_the_number_of_a_heading_begins_with_a_capital():
    assert draft("一、毛利率", knowledge=CAPITALS, kind="heading").text == "I. Gross margin"


def test_what_needs_no_engine_asks_none():
    engine = Engine(english)
    assert draft("英伟达", engine).text == "Nvidia"
    assert draft("3,000亿美元", engine).text == "$300 billion"
    assert draft("[qq](https://example.com/市)", engine).text == "[qq](https://example.com/市)"
    assert draft("12.5%", engine, "cell").rung == "copy"
    assert engine.asked == []


@pytest.mark.parametrize(
    ("source", "begun"),
    [
        ("蒸发约**3,000亿美元**。", "word **about $300 billion**."),
        ("蒸发超[3,000亿美元](a.md)以后。", "word [more than $300 billion](a.md) word."),
        ("蒸发**3,000亿美元**以上。", "word **more than $300 billion**."),
        ("大约有**三家**", "word **three**"),
        ("*约**12%***", "***About 12%***"),
    ],
)
def test_markup_does_not_part_a_figure_from_its_modifier(source, begun):
    assert draft(source).text == begun


CAPITALS = replace(
    KNOWLEDGE,
    glossary=Glossary(
        "zh",
        "en",
        (
            *TERMS,
            Term("毛利率", "gross margin"),
            Term("资本开支", "capital expenditure"),
            Term("苹果手机", "iPhone"),
            Term("科大讯飞", "iflytek", case="exact"),
        ),
    ),
)


@pytest.mark.parametrize(
    ("source", "kind", "begun"),
    [
        ("资本开支", "heading", "Capital expenditure"),
        ("毛利率降至40%", "item", "Gross margin word 40%"),
        ("毛利率", "cell", "Gross margin"),
        ("毛利率下降", "front-matter", "Gross margin word"),
        ("毛利率下降。毛利率上升。", "paragraph", "Gross margin word. Gross margin word."),
        ("**毛利率**下降", "paragraph", "**Gross margin** word"),
        ("[毛利率](a.md)下降", "paragraph", "[Gross margin](a.md) word"),
        ("<b>毛利率</b>下降", "paragraph", "<b>Gross margin</b> word"),
        ("“毛利率”下降", "paragraph", "“Gross margin” word"),
        ("超3,000亿美元蒸发", "paragraph", "More than $300 billion word"),
        ("其毛利率", "paragraph", "word gross margin"),
        ("其**毛利率**", "paragraph", "word **gross margin**"),
        ("`npm`毛利率", "paragraph", "`npm` gross margin"),
        ("苹果手机下降", "paragraph", "iPhone word"),
        ("科大讯飞下降", "paragraph", "iflytek word"),
        ("毛利率", "argument", "gross margin"),
    ],
)
def test_a_term_that_begins_a_sentence_gets_its_capital(source, kind, begun):
    assert draft(source, kind=kind, knowledge=CAPITALS).text == begun


def test_of_the_candidates_the_one_without_faults_wins():
    def say(_):
        return ("Nvidia lost $30 billion.", "It lost $300 billion.", "Nvidia lost more than $300 billion.")

    done = draft("英伟达市值蒸发超3,000亿美元。", Engine(say, alternatives=3))
    assert (done.text, done.rung, done.faults) == ("Nvidia lost more than $300 billion.", "inline", ())


def test_a_forbidden_form_is_mended():
    done = draft("其市盈率偏高。", Engine(lambda _: ("Its PE ratio is high.",)))
    assert (done.text, done.faults) == ("Its P/E is high.", ())


def test_a_term_does_not_stand_within_the_words_of_another():
    terms = (Term("回购股份", "share buyback"), Term("回购", "buyback"))

    def forgets(request):
        return (
            (f"{request.prefix} helps, as the share buyback does.",)
            if request.prefix
            else ("The share buyback helps.",)
        )

    done = draft(
        "回购股份与回购有利。",
        Engine(forgets),
        knowledge=replace(KNOWLEDGE, glossary=Glossary("zh", "en", terms)),
    )
    assert (done.rung, done.faults) == ("guided", ())
    assert done.text.lower().count("buyback") == 2


def test_a_missing_term_is_led_to_its_place():
    def forgets(request):
        if request.prefix:
            return (f"{request.prefix} of the index is low.",)
        return ("The valuation is low.",)

    engine = Engine(forgets)
    done = draft("该指数的市盈率偏低。", engine)
    assert done.rung == "guided"
    assert "P/E" in done.text
    assert not done.faults
    # The likeliest place, and no other once it is right there.
    assert [request.prefix for request in engine.asked] == ["", "The P/E"]


def test_an_engine_that_weighs_is_given_every_place_but_where_it_came_to_nothing():
    given = []

    def forgets(request):
        if not request.places:
            return ("The valuation is low.",)
        given.append([request.said[:place] for place in request.places])
        # It chooses the first place, and there it says nothing of the index.
        return (f"{given[-1][0]}{request.prefix}\u6307\u6570.",)

    engine = Engine(forgets, weighs=True)
    draft("该指数的市盈率偏低。", engine)
    assert set(given[0]) == {"", "The ", "The valuation ", "The valuation is "}
    assert given[0][-1] == ""
    assert len(given) > 1
    for earlier, later in itertools.pairwise(given):
        assert earlier[0] not in later
    # To no place that it did not choose.
    assert all(request.places for request in engine.asked if request.prefix)


def test_an_engine_that_weighs_is_led_to_one_term_after_another_before_it_gives_another_candidate():
    asked = []

    def forgets(request):
        asked.append((request.prefix, request.said))
        if not request.places:
            return ("The profit rose.", "It rose.")
        return (f"{request.said[: max(request.places)]}{request.prefix} rose.",)

    done = draft("英伟达的市盈率上升。", Engine(forgets, weighs=True))
    assert (done.text, done.rung, done.faults) == ("The profit Nvidia P/E rose.", "guided", ())
    assert asked == [("", ""), ("Nvidia", "The profit rose."), ("P/E", "The profit Nvidia rose.")]


@pytest.mark.parametrize(
    ("source", "output", "wanted"),
    [
        (
            "5月底的抢装潮结束。",
            "The rush ended by the end of May 2019.",
            "The rush ended by the end of May.",
        ),
        ("指数在3月5日见顶。", "The index peaked on March 5, 2021.", "The index peaked on March 5."),
        ("2024年5月至8月见顶。", "It peaked from May to August 2024.", "It peaked from May to August 2024."),
        # A number behind a date is no year of it.
        ("6月30日，2000名员工离职。", "On June 30, 2000 staff left.", "On June 30, 2000 staff left."),
        ("6月30日，两千名员工离职。", "On June 30, 2000 staff left.", "On June 30, 2000 staff left."),
        ("6月30日，1234号文件发布。", "On June 30, 1234 was issued.", "On June 30, 1234 was issued."),
        (
            "6月30日，24年上半年业绩公布。",
            "On June 30, 2024 first-half results were published.",
            "On June 30, 2024 first-half results were published.",
        ),
    ],
)
def test_a_date_gets_no_year_that_its_source_does_not_give(source, output, wanted):
    assert draft(source, Engine(lambda _: (output,))).text == wanted


def test_a_length_of_time_that_is_left_out_is_led_to_its_place():
    def forgets(request):
        return (f"{request.prefix} the profits rose." if request.prefix else "The earnings rose.",)

    engine = Engine(forgets)
    done = draft("过去三年，公司的盈利上升，投资者满意。", engine)
    assert (done.rung, done.faults) == ("guided", ())
    assert "three years" in done.text
    # 盈利 is there in other words.
    prefixes = {request.prefix for request in engine.asked if request.prefix}
    assert prefixes
    assert all(prefix.endswith("three years") for prefix in prefixes)


def test_of_what_is_left_out_that_is_led_to_its_place_of_which_a_reader_is_told():
    engine = Engine(lambda request: (f"{request.prefix} Both companies signed in March.".strip(),))
    draft("两家公司在3月签约，为期五年。", engine)
    prefixes = {request.prefix for request in engine.asked if request.prefix}
    assert prefixes
    assert all(prefix.endswith("five years") for prefix in prefixes)


def test_what_is_only_short_of_a_length_of_time_is_not_taken_apart():
    engine = Engine(lambda _: ("The earnings rose.",))
    done = draft("过去三年，公司的盈利上升，投资者满意。", engine)
    assert {request.text.count("，") for request in engine.asked} == {2}
    assert (done.text, [fault.code for fault in done.faults]) == ("The earnings rose.", ["TF301"])


def test_a_sentence_that_fails_whole_is_drafted_clause_by_clause():
    def overwhelmed(request):
        if "，" in request.text[:-1]:
            return ("Something else entirely.",)
        return english(request)

    done = draft("英伟达上周大幅下跌，恒生科技指数同期上涨9%。", Engine(overwhelmed))
    assert done.rung == "clauses"
    assert done.text == "Nvidia word, Hang Seng Tech Index word 9%."
    assert not done.faults


def test_what_is_longer_than_the_reach_is_cut_first():
    engine = Engine(english, reach=12)
    draft("英伟达上周大幅下跌，恒生科技指数同期上涨9%，投资者观望。", engine)
    assert all(len(request.text.split("，")) <= 2 for request in engine.asked)


def test_what_cannot_be_put_right_stays_with_its_faults():
    done = draft("恒生科技指数上涨9%。", Engine(lambda _: ("The 指数 rose 5%.",)))
    assert done.text == "The 指数 rose 9%.", (
        "a figure that is wrong is mended, a word that is missing is not made up"
    )
    assert {fault.code for fault in done.faults} == {"TF401", "TF501"}


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("", "TF601"),
        ("市场情绪的转变体现在结构性调整上。", "TF602"),
        ("the market the market the market the market the market moved", "TF603"),
        ("Market.", "TF604"),
        ("It rose 35%.", "TF302"),
    ],
)
def test_degenerate_output_is_noticed(output, code):
    done = draft("市场情绪的转变体现在结构性调整上。", Engine(lambda _: (output,)))
    assert code in {fault.code for fault in done.faults}


def test_an_engine_that_says_nothing_leaves_the_source_and_says_so():
    done = draft("市场情绪的转变。", Engine(lambda _: ()))
    assert done.rung == "none"
    assert [fault.code for fault in done.faults] == ["TF601"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("收益率要看**久期**的变化。", "word **word** word."),
        ("**“加粗”**后的词。", "**“word”** word."),
        ("用 `price(0.025)` 计算。", "word `price(0.025)` word."),
        ("见[英伟达](https://a.b/c_(d))的报告。", "word [Nvidia](https://a.b/c_(d)) word."),
        ("市盈率[^1]偏低。", "P/E[^1] word."),
        ("估值偏低。[^1]", "word.[^1]"),
        ("![图片](a.png)说明文字。", "![word](a.png) word."),
        ("**英伟达*大涨*了**。", "**Nvidia *word* word**."),
        ("上行\\\n下行", "word\\\nword"),
        ("软\n换行", "word"),
        ("见<https://example.com>的说明。", "word <https://example.com> word."),
        ("改 `.env` 与 `a：b` 和 `%s` 。", "word `.env` word `a：b` word `%s`."),
        ("“<!-- a -->文字”", "“<!-- a --> word”"),
        ("<b> 文字。 </b>后", "<b>word.</b> word"),
    ],
)
def test_markup_comes_through(source, expected):
    done = draft(source)
    assert re.sub(r"\s+([.,])", r"\1", done.text) == expected
    assert "TF201" not in {fault.code for fault in done.faults}


def test_markup_that_the_engine_loses_is_set_apart():
    def loses(request):
        text = english(request)[0]
        return (text.replace("convexity", ""),)

    knowledge = Knowledge("zh", "en", Glossary("zh", "en", (Term("凸性", "convexity"),)), Style())
    done = draft("差别来自*凸性*的影响。", Engine(loses), knowledge=knowledge)
    assert "*convexity*" in done.text


def test_markup_that_the_engine_spoils_stays_where_it_was():
    def spoils(request):
        return (english(request)[0].replace(".env", "env").replace("()", ""),)

    done = draft("先改`.env`，再看*久期*与`run()`。", Engine(spoils))
    assert (done.text, done.rung) == ("word `.env`, word *word* word `run()`.", "pieces")
    knowledge = Knowledge("en", "sv", Glossary("en", "sv", ()), Style())
    done = draft(
        "Edit the `.env`(or *not*) file.", Engine(lambda r: (r.text[:5].upper(),)), knowledge=knowledge
    )
    assert done.text == "EDIT `.env`(OR *NOT*) FIL"


def test_a_label_that_a_reference_is_found_by_stays_as_it_is_written():
    labels = frozenset({"OPENTELEMETRY 规范", "A 中"})
    assert draft("见 [OpenTelemetry 规范][] 与\n[a\n中]。", references=labels).text == (
        "word [OpenTelemetry word][OpenTelemetry 规范] word [a word][a 中]."
    )


def test_a_link_named_by_words_that_stay_goes_on_naming_itself():
    labels = frozenset({"`A`", "B"})
    assert draft("见 [`A`][] 与 [B]。", references=labels).text == "word [`A`][] word [B]."


def test_a_long_formula_stands_apart_and_is_no_text():
    formula = r"$\log m \sim " + r"\alpha + " * 10 + r"\text{中文}$"
    done = draft(f"给定 {formula}，以及（{formula}）", math=True)
    assert (done.text, done.faults) == (f"word {formula}, word ({formula})", ())
    assert (draft(formula, math=True).text, draft(formula, math=True).faults) == (formula, ())


def test_a_sentence_full_of_markup_is_cut():
    done = draft("[甲](b) " * 800)
    assert done.text.count("[word](b)") == 800


def test_a_sentence_that_the_engine_says_nothing_for_stays_as_it_is():
    engine = Engine(lambda request: () if "后" in request.text else english(request))
    done = draft("前一句。后一句`x`的话。[^1]", engine)
    assert done.text == "word. 后一句`x`的话。[^1]"
    assert [fault.code for fault in done.faults] == ["TF601"]


def test_a_tag_with_a_line_to_itself_keeps_it():
    done = draft("<span>\n一行\n又一行\n</span>", kind="html")
    assert done.text == "<span>\nword\n</span>"


@pytest.mark.parametrize(
    ("source", "expected", "asked"),
    [
        ("<td>一</td><td>二</td>", "<td>word</td><td>word</td>", ["一", "二"]),
        ("<tr>\n<td>一</td>\n<td>**二**</td>\n</tr>", "<tr><td>word</td><td>**word**</td></tr>", ["一", "二"]),
        ("<td></td><td>`a`</td><td>一</td>", "<td></td><td>`a`</td><td>word</td>", ["一"]),
        ("一<details><summary>二</summary>三。</details>", "word<details><summary>word</summary> word.</details>", ["一", "二", "三。"]),
        # Components and elements within a sentence are parts of it.
        ("<b>一</b><i>二</i>三。", "<b>word</b> <i>word</i> word.", None),
        ("<Badge>一</Badge><Tr>二</Tr>", "<Badge>word</Badge> <Tr>word</Tr>", None),
        ("用 <table> 写。", "word <table> word.", None),
    ],
)  # fmt: skip
def test_cells_and_items_of_html_are_no_parts_of_one_sentence(source, expected, asked):
    engine = Engine(english)
    done = draft(source, engine, features=("jsx",))
    assert re.sub(r"\s+([.,])", r"\1", done.text) == expected
    assert asked is None or sorted({request.text for request in engine.asked}) == sorted(asked)


def test_money_is_escaped_only_where_it_could_be_math():
    assert draft("涨至3,000亿美元。", math=True).text == "word $300 billion."
    assert draft("涨至3,000亿美元，其中 $x$ 未知。", math=True).text == r"word \$300 billion, word $x$ word."


def test_special_characters_of_an_engine_are_only_characters():
    done = draft("文字。", Engine(lambda _: ("1. a *b* <c> | d",)), "cell")
    assert done.text == r"1. a \*b\* \<c> \| d"


def test_between_tags_a_backslash_would_be_shown():
    engine = Engine(lambda _: ("a *b* <c> {d} [e](f) `",))
    assert draft("<b>文字。</b>", engine, "html").text == "<b>a *b* &lt;c> {d} [e](f) `</b>"
    assert draft("<b>文字。</b>", engine, "html", features=("jsx",)).text == (
        "<b>a *b* &lt;c&gt; &#123;d&#125; [e](f) `</b>"
    )


def test_a_mark_that_begins_a_word_keeps_its_space():
    said = "Uses .NET for %s , at 5 % ."
    assert draft("使用它的5%。", Engine(lambda _: (said,))).text == "Uses .NET for %s, at 5%."


def test_full_width_punctuation_becomes_that_of_the_target():
    done = draft("文字。", Engine(lambda _: ("He said：“yes”（today），and left。",)))
    assert done.text == "He said: “yes” (today), and left."


def test_equal_segments_are_asked_once():
    engine = Engine(english)
    texts = [Text("相同的句子。"), Text("相同的句子。相同的句子。")]
    first, second = translate(texts, engine, KNOWLEDGE)
    assert len(engine.asked) == 1
    assert second.text == f"{first.text} {first.text}"


def test_front_matter_is_plain_text():
    assert draft("标题：*英伟达*", kind="front-matter").text == "word: *Nvidia*"


def test_front_matter_of_several_lines_keeps_its_paragraphs():
    text = "英伟达\n大涨。\n\n后\n- 甲\n- 乙\n"
    assert draft(text, kind="front-matter").text == "Nvidia word.\n\nword\n- word\n- word\n"
    assert draft("英伟达\n大涨", kind="alt").text == "Nvidia word"


def test_the_other_way_round():
    knowledge = Knowledge("en", "zh-CN", Glossary("en", "zh", (Term("P/E", "市盈率"),)), Style())
    engine = Engine(lambda request: (re.sub(r"[A-Za-z][A-Za-z ]*[a-z]\b\.?", "词。", request.text),))
    done = draft("The P/E is **low**. It rose again.", engine, knowledge=knowledge)
    assert "市盈率" in done.text
    assert "**" in done.text


def test_the_answer_to_one_text_does_not_depend_on_the_others():
    texts = [Text(text) for text in ("市盈率偏低。", "看**久期**。", "英伟达上涨9%，随后回落。", "1.5亿元")]
    engine = PseudoEngine("zh")
    together = translate(texts, engine, KNOWLEDGE)
    alone = tuple(translate([text], engine, KNOWLEDGE)[0] for text in texts)
    assert together == alone == tuple(reversed(translate(texts[::-1], engine, KNOWLEDGE)))


def test_an_attribute_block_stays_apart_and_an_escape_stays_one():
    assert draft("概览 {#overview}", kind="heading").text == "word {#overview}"
    assert draft(r"含\|竖线", kind="cell").text == r"word \| word"


def test_figures_are_not_compared_in_a_language_that_nobody_reads():
    knowledge = Knowledge("zh", "de", Glossary("zh", "de", ()), Style())
    assert (
        draft(
            "上涨5%，至3,000亿美元。",
            Engine(lambda _: ("Plus 5% auf 300 Mrd. Dollar.",)),
            knowledge=knowledge,
        ).faults
        == ()
    )


def test_an_engine_of_one_candidate_is_asked_for_another_where_the_first_repeats_itself():
    def say(_):
        return ("Sentiment of the market of the market of the market", "Sentiment improved.")

    engine = Engine(say)
    done = draft("市场情绪回暖。", engine)
    assert (done.text, done.rung, len(engine.asked)) == ("Sentiment improved.", "others", 2)
    assert draft("市场情绪回暖。", Engine(say, alternatives=2)).rung == "inline"


def test_an_invented_figure_is_taken_out():
    def say(_):
        return ("Nvidia rose 6.22% to 1,300 points.",)

    done = draft("英伟达领涨6.22%。", Engine(say))
    assert (done.text, done.faults) == ("Nvidia rose 6.22%.", ())


def test_a_label_of_the_source_hides_no_invention():
    done = draft("英伟达领涨（图2）。", Engine(lambda _: ("Nvidia led (Figure 2) in 2019.",)))
    assert (done.text, done.faults) == ("Nvidia led (Figure 2).", ())


def test_a_figure_that_may_be_one_nobody_read_stays():
    done = draft("英伟达领涨，十亿十亿亿。", Engine(lambda _: ("Nvidia led gains of 100.",)))
    assert done.text == "Nvidia led gains of 100."
    assert [fault.code for fault in done.faults] == ["TF302"]


@pytest.mark.parametrize(
    ("text", "kind", "digits"),
    [
        ("1. 估值水平", "heading", "1."),
        ("（1）盈利预测", "heading", "(1)"),
        ("3只股票", "heading", "3"),
        ("3", "cell", "3"),
        ("1、市盈率下降。", "paragraph", "1,"),
        ("见公式(1)。", "paragraph", "(1)"),
        ("步骤3：点击确定。", "list-item", "3"),
        ("**1. 粗体标题**", "paragraph", "1."),
    ],
)
def test_figures_keep_their_digits_outside_prose(text, kind, digits):
    assert digits in draft(text, kind=kind).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("当前版本为{{< ver >}}。", "word {{< ver >}}."),
        ("收益下降[^1]，利率上升[^2]。", "word[^1], word[^2]."),
        ("见{ref}`a`与{ref}`b`，{numref}`c`。", "word {ref}`a` word {ref}`b`, {numref}`c`."),
        ("标题 {{< badge >}}", "word {{< badge >}}"),
        ("按（![图](a.png)）。", "word (![word](a.png))."),
        ("点击[链接](/a/)，![图](a.png)。", "word [word](/a/), ![word](a.png)."),
        ("参见：{{< a >}}、{{< b >}}。", "word: {{< a >}}, {{< b >}}."),
        ("点击**粗**{title='说\"明'}。", "word **word**{title='word \" word'}."),
    ],
)
def test_pieces_without_words_keep_their_place_before_the_full_stop(text, expected):
    assert draft(text).text == expected


def test_a_valuation_is_no_change_by_a_factor():
    lexicon = Lexicon(Knowledge("zh-CN", "en", Glossary("zh-CN", "en", ()), Style()))
    source = "预期市盈率不足17倍，低于指数的27.5倍及自身均值25倍。"
    said = "The forward P/E is less than 17x, below the index by a factor of 27.5 and its mean by a factor of 25."
    told = "The forward P/E is less than 17x, below the index at 27.5x and its mean at 25x."
    assert lexicon.mend(source, said) == told
    assert (
        lexicon.mend("营收扩大至27倍。", "Revenue grew by a factor of 27.")
        == "Revenue grew by a factor of 27."
    )


@pytest.mark.parametrize(
    ("tags", "clauses", "outputs", "told"),
    [
        (("zh-CN", "en"), ("利润下降，", "股价上涨。"), ("Profits fell.", "The price rose."), "Profits fell. The price rose."),
        (("en", "zh-CN"), ("Profits fell, ", "the price rose."), ("利润下降。", "股价上涨。"), "利润下降，股价上涨。"),
    ],
)  # fmt: skip
def test_clauses_are_joined_as_the_language_spaces_them(tags, clauses, outputs, told):
    lexicon = Lexicon(Knowledge(*tags, Glossary(*tags, ()), Style()))
    assert lexicon.join(outputs, [Segment(clause) for clause in clauses]) == told


def test_a_headline_is_not_cut_in_two():
    lexicon = Lexicon(Knowledge("zh-CN", "en", Glossary("zh-CN", "en", ()), Style()))
    clauses = [Segment("利润下降，"), Segment("股价上涨")]
    assert lexicon.join(["Profits fell.", "The price rose"], clauses) == "Profits fell, the price rose"


def test_a_stop_that_belongs_to_an_abbreviation_stays_where_clauses_are_joined():
    lexicon = Lexicon(Knowledge("zh-CN", "en", Glossary("zh-CN", "en", ()), Style()))
    clauses = [Segment("在美国，"), Segment("股价上涨。")]
    assert lexicon.join(["In the U.S.", "Prices rose."], clauses) == "In the U.S., prices rose."


def test_a_name_has_one_spelling():
    lexicon = Lexicon(Knowledge("zh-CN", "en", Glossary("zh-CN", "en", TERMS), Style()))
    said = lexicon.mend("恒生科技指数上涨。", "The Hang Seng TECH Index rose.")
    assert said == "The Hang Seng Tech Index rose."


def test_one_figure_in_two_words_stands_in_both():
    def two(at, left, right):
        return Anchor(at, at + 1, Rendered("2", "<sub>2</sub>"), left=left, right=right)

    segment = Segment("水 H2O 和 CO2 的排放", (two(3, "H", "O"), two(9, "O", "")))
    wanted = "H<sub>2</sub>O and CO<sub>2</sub> emissions"
    assert placed("H2O and CO2 emissions", segment, str) == wanted


@pytest.mark.parametrize(("mark", "wanted"), [("`", "`乙` `甲`"), ("**", "**乙** **甲**"), ("", "乙甲")])
def test_markup_that_comes_to_stand_side_by_side_stays_two(mark, wanted):
    anchors = tuple(
        Anchor(at, at + 1, Rendered(word, f"{mark}{word}{mark}")) for at, word in ((0, "甲"), (3, "乙"))
    )
    assert placed("乙甲", Segment("甲, 或乙", anchors), str) == wanted


@pytest.mark.parametrize("kind", ["argument", "alt", "title", "front-matter"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**图** 见`a|b`与[链接](b.md)，*强调*", "**word** word `a|b` word [word](b.md), *word*"),
        ("5 * 3 与 a_b_c \\* &amp; C:\\", "5 * 3 word a_b_c \\* &amp; C:\\"),
        ('他说"好"', 'word " word "'),
    ],
)
def test_markup_in_what_is_no_markdown_stays_where_it_is(kind, text, expected):
    assert draft(text, kind=kind).text.lower() == expected.lower()


@pytest.mark.parametrize(
    ("source", "draft_"),
    [
        ("H<sub>2</sub>O与x<sup>2</sup>", "H<sub>2</sub>O word x<sup>2</sup>"),
        ("CO<sub>2</sub>排放", "CO<sub>2</sub> word"),
        ("按**A**/**B**键", "word **A**/**B** word"),
        ("${{< a >}}价，{{< b >}}%高", "\\${{< a >}} word, {{< b >}}% word"),
        ("版本v{{< a >}}新", "word v{{< a >}} word"),
        ("{{< a >}} :x 中", "{{< a >}} :x word"),
        (":tada: :100: 甲", ":tada: :100: word"),
        ("[a](b) | [甲](c)", "[a](b) | [word](c)"),
        ("甲 → 乙 - 丙", "word → word - word"),
        ("🎯 **甲**：乙", "🎯 **word**: word"),
        ("**Q: 甲？** A: 见[乙](b)。", "**Q: word?** A: word [word](b)."),
        ("甲 <br /> 乙<br>丙", "word <br /> word<br> word"),
        ("甲^[注]与[^1]。", "word^[word] word[^1]."),
        ("甲[^1]^[注]", "word[^1]^[word]"),
        ("{{< a >}}甲{{< /a >}}\n{{< b >}}乙{{< /b >}}", "{{< a >}}word{{< /a >}}\n{{< b >}}word{{< /b >}}"),
        ("{{< a >}}甲{{< /a >}}\n乙", "{{< a >}}word{{< /a >}} word"),
        ("甲\n{{< b >}}乙{{< /b >}}", "word {{< b >}}word{{< /b >}}"),
        # What Hugo puts there is read as Markdown: a `<div>` in a line of its own.
        ("甲\n{{% b %}}乙{{% /b %}}", "word\n{{% b %}}word{{% /b %}}"),
        ("{{% b %}}乙\n丙{{% /b %}}\n甲", "{{% b %}}word{{% /b %}}\nword"),
        ("甲\n{{% b %}}\n乙", "word\n{{% b %}}\nword"),
        ("甲\n{{% b %}}乙{{% /b %}}丙", "word {{% b %}}word{{% /b %}} word"),
        ("甲{{% b %}}\n乙", "word {{% b %}} word"),
    ],
)
def test_pieces_without_words_keep_their_spaces(source, draft_):
    assert draft(source, features=FEATURES["hugo"]).text == draft_


@pytest.mark.parametrize(
    ("dialect", "source", "draft_"),
    [
        ("mdx", "甲 <br /> 乙", "word <br /> word"),
        ("mdx", '<A b="c">甲</A>\n<A>乙</A>', '<A b="c">word</A>\n<A>word</A>'),
        ("mdx", "<A>甲</A>\n乙", "<A>word</A> word"),
        ("vitepress", "<template #a>甲</template>", "<template #a>word</template>"),
        ("vitepress", '按<b :class="$s" @click="c">甲</b>键', 'word <b :class="$s" @click="c">word</b> word'),
        ("mkdocs", "甲{~~旧~>新~~}{==乙==}丙", "word {~~word~>word~~} {==word==} word"),
        ("mkdocs", '甲 :a-b:{ title="乙" } 丙', 'word :a-b:{ title="word" } word'),
        ("jekyll", "见`码`{: .label }与甲", "word `码`{: .label } word"),
        (
            "quarto",
            "见 [@li2019 第 3 页]、[@li, pp. 3]、[@li, 第 3 页; @b]",
            "word [@li2019 word 3 word], [@li, pp. 3], [@li, word 3 word; @b]",
        ),
        ("quarto", "[见 @li2019 第 3 页；又 @a]", "[word @li2019 第 3 页；又 @a]"),
        ("myst", "H{sub}`甲`O与x{sub}`max`、{kbd}`乙`", "H{sub}`word`O word x{sub}`max`, {kbd}`乙`"),
    ],
)
def test_so_do_those_of_other_dialects(dialect, source, draft_):
    assert draft(source, features=FEATURES[dialect]).text == draft_


@pytest.mark.parametrize(
    "text", ["`代码`", "`代码`{.a}", "`甲`, `乙`", "<https://a.cn/中文>", "https://a.cn/中文.", "$\\text{若}$", "[`代码`](a.md)", "**`代码`**"]
)  # fmt: skip
def test_of_code_and_addresses_alone_no_engine_is_asked(text):
    engine = Engine(english)
    done = draft(text, engine, features=FEATURES["mkdocs"], math=True)
    assert (done.text, done.faults, done.rung, engine.asked) == (text, (), "copy", [])


@pytest.mark.parametrize(
    ("source", "draft_"),
    [
        ("价格^[注]与成本[^1]都上涨。", "The price^[a note] and costs[^1] are up."),
        ("价格上涨。^[注]成本下降。", "The price rose.^[a note] Costs fell."),
        ("价格[^1]腾讯", "The price[^1] Tencent"),
        ("[^1]成本下降。", "[^1] Costs fell."),
        ("价格<br>成本下降。", "The price<br> Costs fell."),
    ],
)
def test_a_sentence_goes_on_behind_a_note(source, draft_):
    said = {
        "价格": "The price", "与成本": "And costs", "都上涨。": "Are up.", "注": "a note", "价格上涨。": "The price rose.",
        "成本下降。": "Costs fell.", "腾讯": "Tencent",
    }  # fmt: skip
    assert (
        draft(source, Engine(lambda request: (said[request.text],)), features=FEATURES["hugo"]).text == draft_
    )


@pytest.mark.parametrize(
    ("source", "said", "codes"),
    [
        ("运行 `a --cash=3亿元` 即可。", "Run `a --cash=3亿元`.", []),
        ("填 `市盈率` 一列。", "Fill in the column `市盈率`.", []),
        ("共3亿元，见 `a=3亿元`。", "It is 300 million yuan; see `a=3亿元`.", []),
        ("共3亿元，见 `a=5`。", "See `a=5`.", ["TF301"]),
        ("填市盈率，见 `b`。", "Fill in the column of `b`.", ["TF401"]),
    ],
)
def test_a_figure_or_term_in_code_is_not_asked_for(source, said, codes):
    engine = Engine(lambda _: (said.replace("`", ""),))
    done = draft(source, engine)
    assert ([fault.code for fault in done.faults], done.text) == (codes, said)


def test_words_in_code_and_addresses_are_the_same_in_every_language():
    engine = Engine(
        lambda request: (request.text.replace("见", "See").replace("与", "and").replace("，", ", "),)
    )
    done = draft("见 `代码` 与 https://a.cn/中文 与 `b`", engine)
    assert (done.text, done.faults) == ("See `代码` and https://a.cn/中文 and `b`", ())
    assert engine.asked[-1].terms == (("代码", "代码"), ("https://a.cn/中文", "https://a.cn/中文"))
    # The word in prose is one to be translated.
    again = draft("见 `代码` 与代码", engine)
    assert [fault.code for fault in again.faults] == ["TF501"]
    assert engine.asked[-1].terms == ()


class Guessing(Engine):
    """Leaves words out, and what it says depends on its request alone; it leads talks in a random order."""

    def answer(self, request, number):
        choose = random.Random(
            repr((request.text, request.prefix, request.places, number + request.candidate))
        )
        words = re.sub(r"[\u4e00-\u9fff]+", lambda run: f" {' '.join(run[0])} ", request.text).split()
        said = " ".join(word.translate(SOUNDS) for word in words if choose.random() > 0.25) or "x"
        before = request.said[: choose.choice(request.places)] if request.places else ""
        return Candidate(f"{before}{request.prefix} {said}".strip(), -choose.random())

    def translate(self, requests, *, candidates=1):
        return tuple(
            tuple(dict.fromkeys(self.answer(request, number) for number in range(candidates)))
            for request in requests
        )


class Leading(Guessing):
    """Leads talks itself, in any order."""

    def converse(self, talks):
        choose = random.Random(len(talks))
        paced = Paced(talks, 2, {})
        waiting = list(paced.begin())
        while waiting:
            number, request = ask = waiting.pop(choose.randrange(len(waiting)))
            waiting.extend(paced.heard(ask, self.answer(request, number)))
        return [paced.results[number] for number in range(len(talks))]


SOUNDS = {number: f"w{number % 50}" for number in range(0x4E00, 0xA000)}
CLAUSES = (
    "恒生科技指数预期市盈率不足17倍",
    "英伟达市值蒸发约3000亿美元",
    "公司净利润增长12.5%",
    "市场普遍认为估值合理",
    "分析师上调目标价至50港元",
)


@pytest.mark.parametrize("weighs", [False, True])
@pytest.mark.parametrize("reach", [0, 12])
def test_a_draft_does_not_depend_on_what_is_drafted_with_it(reach, weighs):
    """Nor on the order and the pace, where sentences share their clauses, or are one of another's."""
    choose = random.Random(5)
    texts = [Text("，".join(choose.sample(CLAUSES, choose.randint(1, 4))) + "。") for _ in range(12)]
    rounds, paces = (kind(None, reach=reach, weighs=weighs) for kind in (Guessing, Leading))
    alone = [translate([text], rounds, KNOWLEDGE)[0] for text in texts]
    assert len({done.rung for done in alone}) > 1
    for engine in (rounds, paces):
        assert list(translate(texts, engine, KNOWLEDGE)) == alone
        assert list(translate(texts[::-1], engine, KNOWLEDGE))[::-1] == alone
