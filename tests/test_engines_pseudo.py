import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transflow import languages
from transflow.engines import Request
from transflow.engines.pseudo import PseudoEngine


def draft(text, source="zh-CN", target="en", **request):
    ((answer,),) = PseudoEngine.open(source, target).translate([Request(text, **request)])
    return answer


def test_what_is_in_the_target_language_already_comes_through_in_its_order():
    answer = draft("恒生科技指数预期P/E不足17x，显著低于Nasdaq-100的27x，成交$300 billion。")
    places = [answer.index(piece) for piece in ("P/E", "17x", "Nasdaq-100", "27x", "$300 billion")]
    assert places == sorted(places)


def test_a_draft_from_chinese_has_no_chinese_and_english_spacing():
    answer = draft("他说：“市盈率（P/E）上涨3%”，《财经》报道。")
    assert not languages.residue_pattern("zh", "en").search(answer)
    assert all(mark not in answer for mark in "，。：《》（）")
    assert "  " not in answer
    assert " ." not in answer
    assert " (P/E) " in answer
    assert answer[0].isupper()
    assert answer.isprintable()


def test_a_space_stays_before_a_path_that_begins_with_a_dot():
    texts = ["运行 ./a.py。", "写入 ../b ，再看 ..."]
    assert [draft(text) for text in texts] == ["Nïšpïŕm ./a.py.", "Fîŕmdõŕm ../b, gäŕmpúŕm..."]


def test_addresses_and_paths_are_no_words():
    answer = draft("See www.a-b.com and (www.a-b.com/path), or a/b_c.", "en", "zh-CN")
    assert [piece in answer for piece in (" www.a-b.com ", "(www.a-b.com/path)", "a/b_c.")] == [True] * 3
    assert "www." not in draft("See it. Here.", "en", "zh-CN")


def test_a_capital_takes_no_letter_away():
    # Behind a bracket the text begins with no letter, and gets no capital.
    within = draft("（市场）").strip("() ")
    assert within[0].islower()
    assert draft("市场") == within[0].upper() + within[1:]


def test_its_length_is_about_that_of_a_translation():
    chinese = "南向资金连续三周净买入港股，恒生科技指数上涨，成交额创下今年以来的新高。"
    english = "Southbound funds bought Hong Kong shares for a third week, lifting the tech index to its highest turnover this year."
    assert 0.6 < len(draft(chinese)) / len(english) < 1.4
    assert 1.15 < len(draft(english, "en", "zh")) / len(english) < 1.45


def test_latin_text_is_accented_and_its_figures_stay():
    answer = draft("The shares rose 3.5% to $12 in Q3, at 17x.", "en", "zh-CN")
    assert answer.startswith("Ťĥ")
    for kept in ("3.5%", "$12", "Q3", "17x"):
        assert kept in answer


def test_a_term_in_a_latin_text_is_kept_when_it_is_named():
    answer = draft(
        "The 市盈率 of Kurs-Gewinn-Verhältnis rose.", "en", "de", terms=(("P/E", "Kurs-Gewinn-Verhältnis"),)
    )
    assert "Kurs-Gewinn-Verhältnis" in answer
    assert "市盈率" in answer


def test_a_prefix_begins_the_draft():
    assert draft("恒生指数今天上涨了许多。", prefix="The index").startswith("The index ")


@pytest.mark.parametrize("source", ["zh", "zh-HK", "ja", "ko", "ru", "ar", "th", "hi", "hy"])
def test_every_letter_of_the_source_script_is_replaced(source):
    text = {
        "zh": "市场", "zh-HK": "市場", "ja": "株価はトヨタ", "ko": "주가가", "ru": "Индекс", "ar": "المؤشر",
        "th": "หุ้นขึ้น", "hi": "बाज़ार", "hy": "Բարեւ",
    }[source]  # fmt: skip
    answer = draft(text, source, "en")
    assert answer.replace(" ", "").isalpha()
    assert max(answer) < "ɐ"


def test_it_is_deterministic_over_processes():
    code = (
        "from transflow.engines import Request\nfrom transflow.engines.pseudo import PseudoEngine\n"
        "print(ascii(PseudoEngine.open('zh','en').translate([Request('指数上涨，成交额创新高。')])[0][0]))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout.strip()
        for _ in range(2)
    }
    assert outputs == {ascii(draft("指数上涨，成交额创新高。"))}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="市盈率低于，。！“”（）《》 abcP/E17x%$.-", max_size=30), max_size=5))
def test_the_answer_to_one_never_depends_on_the_others(texts):
    engine = PseudoEngine.open("zh", "en")
    together = engine.translate([Request(text) for text in texts])
    alone = tuple(engine.translate([Request(text)])[0] for text in texts)
    assert together == alone
    assert all(len(each) == 1 for each in together)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="市盈率低于，。！（）ab*_`#|<[]{}\\", max_size=30))
def test_it_brings_no_markup_of_its_own(text):
    answer = draft(text)
    for mark in "*_`#|<[]{}\\":
        assert answer.count(mark) == text.count(mark)


def test_auto_never_takes_it_but_it_needs_nothing():
    assert not PseudoEngine.automatic
    assert PseudoEngine.missing("zh", "en") == ""
