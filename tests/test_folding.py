import sys

from hypothesis import given
from hypothesis import strategies as st

from transflow.folding import fold, lower


def test_script_variants_and_widths_fold_to_one_form():
    assert fold("滙豐銀行、恆生指數（ＨＳＩ）") == fold("汇丰银行、恒生指数(HSI)")
    assert fold("衞生，利率上綫") == fold("卫生,利率上线")


def test_typography_folds_to_plain_punctuation():
    assert fold("rate‑cut – don’t\u00a0say “no”") == 'rate-cut - don\'t say "no"'


def test_letter_case_is_kept_by_fold_and_taken_by_lower():
    assert fold("DeepSeek") == "DeepSeek"
    assert lower("İSTANBUL ΣΟΦΟΣ") == "istanbul σοφοσ"


def test_no_character_changes_the_length():
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        assert len(fold(char)) == len(lower(char)) == 1


@given(st.text(), st.text())
def test_folding_is_idempotent_and_independent_of_what_stands_around(left: str, right: str):
    assert fold(left + right) == fold(left) + fold(right)
    assert fold(fold(left)) == fold(left)
    assert lower(left + right) == lower(left) + lower(right)
