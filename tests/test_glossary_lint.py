from pathlib import Path

import pytest

from transflow.glossary import Glossary, Term, lint, suggestions

ROOT = Path(__file__).parent.parent


def glossary(*terms: Term) -> Glossary:
    return Glossary("zh", "en", terms)


def told(*glossaries: Glossary) -> list[tuple[str, str, int]]:
    return [(flaw.rule, flaw.severity, flaw.line) for flaw in lint.lint(glossaries)]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Term("债券", "bond", ("debt",), origin="g.yaml:4"), []),
        (Term("债券", "bond", ("bonds",), origin="g.yaml:4"), [("duplicate", "warning", 4)]),
        (Term("净价", "clean price", ("clean-price",), origin="g.yaml:4"), [("duplicate", "warning", 4)]),
        (Term("债券", "bond", (), ("bonds",), origin="g.yaml:4"), [("contradiction", "error", 4)]),
        (Term("收益", "Fed", (), ("FED",), case="free", origin="g.yaml:4"), [("contradiction", "error", 4)]),
        (Term("收益", "Fed", (), ("FED",), case="exact", origin="g.yaml:4"), []),
        (Term("债券", "bond", variants=("債券",), origin="g.yaml:4"), [("duplicate", "warning", 4)]),
        (Term("手", "lot", origin="g.yaml:4"), [("short", "warning", 4)]),
        (Term("手", "lot", context=("买卖单位",), origin="g.yaml:4"), []),
    ],
)
def test_one_term(term, expected):
    assert told(glossary(term)) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (Term("拆息", "HIBOR", origin="b.yaml:4"), [("duplicate", "warning", 4)]),
        (Term("拆息", "interbank rate", origin="b.yaml:4"), [("shadowed", "warning", 4)]),
        (Term("利率", "rate", variants=("拆息",), origin="b.yaml:4"), [("shadowed", "warning", 4)]),
        (Term("拆息", "interbank rate", (), ("HIBOR",), origin="b.yaml:4"), [("contradiction", "error", 4)]),
        (Term("拆息", "interbank lending rate", origin="b.yaml:4"), []),
        (Term("债券", "bond", origin="b.yaml:4"), []),
    ],
)
def test_two_files_with_one_term(second, expected):
    first = Term("拆息", "HIBOR", ("interbank lending rate",), origin="a.yaml:4")
    assert told(glossary(first), glossary(second)) == expected


def test_a_term_with_several_names_in_two_files_is_told_once():
    first = Term("市盈率", "P/E", variants=("本益比",), origin="a.yaml:4")
    second = Term("本益比", "price-to-earnings", variants=("市盈率", "PE比"), origin="b.yaml:4")
    (flaw,) = lint.lint([glossary(first), glossary(second)])
    assert flaw.message == "本益比: 'price-to-earnings' has no effect, it is 'P/E'"


def test_forms_within_each_other_are_noted_unless_their_terms_are_too():
    terms = (
        Term("股息率", "dividend yield", origin="g.yaml:4"),
        Term("股息", "dividend", origin="g.yaml:5"),
        Term("收益率", "yield", origin="g.yaml:6"),
    )
    (flaw,) = lint.lint([glossary(*terms)])
    assert (flaw.rule, flaw.severity, flaw.line) == ("contained", "note", 4)
    assert "'dividend yield' holds 'yield', the form of 收益率" in flaw.message


def test_terms_that_never_occur_are_noted():
    terms = glossary(Term("恒生指数", "HSI", origin="g.yaml:4"), Term("恒生", "Hang Seng", origin="g.yaml:5"))
    assert [flaw.line for flaw in lint.unused(terms, ["恒生指數上涨", ""])] == [5]


PAIRS = [
    ("美联储加息，市场下跌。", "The Fed raised rates and markets fell."),
    ("交易员预计美联储降息。", "Traders expect the Fed to cut."),
    ("昨日美联储声明偏鹰。", "The Fed's statement was hawkish yesterday."),
    ("他们说美联储会等待。", "They say the Fed will wait."),
    ("公司毛利率上升。", "The company's gross margin rose."),
    ("其毛利率为三成。", "Its gross margin was 30%."),
    ("因为毛利率下滑，股价大跌。", "The shares plunged as markups slid."),
    ("高毛利率难以维持。", "High markups are hard to sustain."),
    ("今年用SaaS的人多了。", "More people use SaaS this year."),
    ("这家SaaS企业亏损。", "This SaaS firm loses money."),
    ("我看好SaaS。", "I like SaaS."),
]  # fmt: skip


def test_words_that_recur_are_suggested_with_their_renderings():
    found = {word.source: word for word in suggestions.suggest(PAIRS, glossary(), 3)}
    assert (found["美联储"].kind, found["美联储"].count) == ("missing", 4)
    assert found["美联储"].renderings == (suggestions.Rendering("fed", 4),)
    assert found["毛利率"].kind == "inconsistent"
    assert {each.text: each.count for each in found["毛利率"].renderings} == {
        "gross margin": 2,
        "markups": 2,
    }
    assert found["SaaS"].kind == "untranslated"


def test_a_term_that_translators_render_otherwise_is_suggested():
    known = Term("毛利率", "gross margin", origin="g.yaml:4")
    (word,) = (word for word in suggestions.suggest(PAIRS, glossary(known), 2) if word.term)
    assert (word.kind, word.source, word.count, word.term) == ("inconsistent", "毛利率", 2, "g.yaml:4")
    assert word.renderings[0].text == "markups"
    assert "美联储" not in {
        each.source for each in suggestions.suggest(PAIRS, glossary(Term("美联储", "Fed")), 3)
    }


def test_another_language_pair():
    pairs = [
        ("The yield curve steepened.", "收益率曲线变陡。"),
        ("A flat yield curve worries banks.", "平坦的收益率曲线令银行担忧。"),
        ("Investors watch the yield curve.", "投资者关注收益率曲线。"),
    ]
    (word,) = suggestions.suggest(pairs, Glossary("en", "zh", ()), 3)
    assert (word.source, word.renderings[0].text) == ("yield curve", "收益率曲线")


@pytest.mark.parametrize("forms", [("support", "supported", "supporting"), ("raise", "raised", "raises")])
def test_forms_of_one_verb_are_one_rendering(forms):
    pairs = [(f"央行{place}扶持{what}。", f"The bank {form} {thing}.") for place, what, thing, form in (
        ("今年", "小企业", "small firms", forms[0]),
        ("去年", "出口商", "exporters last year", forms[1]),
        ("一直", "银行", "banks all the time", forms[2]),
        ("终于", "楼市", "homes at last", forms[1]),
    )]  # fmt: skip
    found = {word.source: word for word in suggestions.suggest(pairs, glossary(), 3)}
    assert found["扶持"].kind == "missing"
