"""Words that are put into an English sentence: it stays grammatical, or is left alone."""

import pytest

from transflow.glossary import Glossary, Term
from transflow.languages.en.fitting import articled, fit, undouble
from transflow.quantities import Style
from transflow.translator.lexicon import Lexicon
from transflow.verification import Knowledge


def _fitted(text, words):
    """Fit words in the place that brackets mark."""
    start, end = text.index("["), text.index("]") - 1
    return fit(text.replace("[", "").replace("]", ""), start, end, words)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("It trades at a [PE] of 17x.", "P/E", "It trades at a P/E of 17x."),
        ("Its [PE rate] ratio is high.", "P/E ratio", "Its P/E ratio is high."),
        ("a [first public sale] in May", "IPO", "an IPO in May"),
        ("An [early offering] in May", "listing", "A listing in May"),
        ("an [index fund]", "ETF", "an ETF"),
        ("a [fund]", "REIT", "a REIT"),
        ("a [deal]", "U.S. listing", "a U.S. listing"),
        ("a high-performance [go]lang", "Go ", "a high-performance Go lang"),
        ("the fund bought [bills]", "government bond", "the fund bought government bonds"),
        ("the fund's [bill]", "government bond", "the fund's government bond"),
        ("several [bills]", "dividend policy", "several dividend policies"),
        ("the [cow market's] end", "bull market", "the bull market's end"),
        ("[Cow markets] end.", "bull market", "Bull markets end."),
        ("It ended. [Cow market] is over", "bull market", "It ended. Bull market is over"),
        ("a [long period]", "a duration", "a duration"),
        ("the[PE]is", "P/E", "the P/E is"),
        ("each [bills]", "bonds", "each bond"),
        ("a [profit]", "earnings", None),
        ("shares [bounced] on Monday", "rebound", None),
        ("shares [bounced] on Monday", "rebounded", "shares rebounded on Monday"),
    ],
)
def test_a_sentence_stays_grammatical_or_as_it_is(text, words, expected):
    assert _fitted(text, words) == expected


def test_seams_are_mended():
    assert (
        undouble("a P/E ratio ratio of 17x, a P/E ratio of 9x", "P/E ratio")
        == "a P/E ratio of 17x, a P/E ratio of 9x"
    )
    assert articled("a IPO, an dividend, an IPO", "IPO") == "an IPO, an dividend, an IPO"
    assert articled("A ETF's fee", "ETF") == "An ETF's fee"


def _lexicon(*terms):
    glossary = Glossary("zh", "en", terms)
    return Lexicon(Knowledge("zh", "en", glossary, Style()))


def test_a_draft_is_mended_where_the_sentence_allows_it():
    lexicon = _lexicon(Term("新股发行", "IPO", forbidden=("new stock issue",)), Term("市盈率", "P/E ratio"))
    assert lexicon.mend("新股发行", "It plans a new stock issue.") == "It plans an IPO."
    assert lexicon.mend("市盈率偏高", "a P/E ratio ratio that is high") == "a P/E ratio that is high"
    assert lexicon.mend("增长12%", "an 8% rise") == "a 12% rise"


def test_a_term_that_would_break_its_sentence_is_reported():
    term = Term("盈利", "earnings", forbidden=("surplus",))
    lexicon = _lexicon(term)
    assert lexicon.mend("录得盈利", "It made a surplus.") == "It made a surplus."
