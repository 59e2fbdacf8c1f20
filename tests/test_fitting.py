"""Words that are put into an English sentence: it stays grammatical, or is left alone."""

import pytest

from transflow.glossary import Glossary, Term
from transflow.languages.en.fitting import articled, fit, fit_figure, undouble
from transflow.quantities import Style
from transflow.translator.lexicon import Lexicon
from transflow.verification import Knowledge


def _fitted(text, words, put=fit):
    """Fit words in the place that brackets mark."""
    start, end = text.index("["), text.index("]") - 1
    return put(text.replace("[", "").replace("]", ""), start, end, words)


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
        ("a [exchange fund]", "ETF", "an ETF"),
        ("a [paid fund]", "LOF", "an LOF"),
        ("an [index]", "SPAC", "a SPAC"),
        ("an [old rate]", "SOFR loan", "a SOFR loan"),
        ("a [test]", "MLF operation", "an MLF operation"),
        ("an [easy target]", "uniform price", "a uniform price"),
        ("a [safe deposit]", "uninsured deposit", "an uninsured deposit"),
        ("a [slow rebound]", "hourly wage", "an hourly wage"),
        ("an [L-shaped] recovery", "U-shaped", "a U-shaped recovery"),
        ("an [odd] chance", "once-a-decade", "a once-a-decade chance"),
        ("an [ordinary plan]", "European option", "a European option"),
        ("a [swap]", "S&P 500 future", "an S&P 500 future"),
        ("A [rate]", "RRR cut", "An RRR cut"),
        ("a [bank]", "honest broker", "an honest broker"),
        ("a [sale]", "M&A deal", "an M&A deal"),
        ("the [treasury bill] market", "government bonds", "the government bond market"),
        ("[treasury bill] yields rose", "government bonds", "government bond yields rose"),
        ("a [treasury bill] auction", "government bonds", "a government bond auction"),
        ("two [bill] sales", "government bond", "two government bond sales"),
        ("these [bill] funds", "convertible bonds", "these convertible bond funds"),
        ("the [bill] is due", "convertible bonds", "the convertible bond is due"),
        ("its [bill] matures", "perpetual bonds", "its perpetual bond matures"),
        ("it sold [debt] in May", "perpetual bonds", "it sold perpetual bonds in May"),
        ("holders of [bills] and cash", "government bond", "holders of government bonds and cash"),
        ("1 [bills] matured", "government bonds", "1 government bond matured"),
        ("21 [bill] matured", "government bond", "21 government bonds matured"),
        ("dozens of [bill]", "corporate bond", "dozens of corporate bonds"),
        ("a number of [bill]", "corporate bond", "a number of corporate bonds"),
        ("many of its [rules]", "monetary policy", "many of its monetary policies"),
        ("all three [measure]", "stock index", "all three stock indexes"),
        ("a [stock] plan", "futures", "a futures plan"),
        ("the [cow market] of 2014", "bull markets", "the bull markets of 2014"),
        ("the [bills'] yields", "government bond", "the government bonds' yields"),
        ("the [bank's] rate", "PBOC", "the PBOC's rate"),
        ("the [bill's] price", "Treasurys", "the Treasurys' price"),
        ("[Finance office's] plan", "Ministry of Finance", "Ministry of Finance's plan"),
        ("the [fund company's] fee", "asset manager", "the asset manager's fee"),
        ("Its [PE] ratio is high.", "P/E ratio", "Its P/E ratio is high."),
        ("Its [PE] multiple is high.", "P/E ratio", "Its P/E ratio is high."),
        ("an ETF [fund] rose", "ETF", "an ETF rose"),
        ("the [junk debt] bond fell", "high-yield bonds", "the high-yield bond fell"),
        ("the central [bank]", "central bank", "the central bank"),
        ("the [the bank] cut", "the Fed", "the Fed cut"),
        ("its [Q3 numbers] beat", "the third-quarter report", "its third-quarter reports beat"),
        ("a [Q3 paper] showed", "the third-quarter report", "a third-quarter report showed"),
        ("China's [Q3 paper] showed", "the third-quarter report", "China's third-quarter report showed"),
        ("the Hang Seng [HS Index] fell", "Hang Seng Index", "the Hang Seng Index fell"),
        ("“[Cow market] is over.”", "bull market", "“Bull market is over.”"),
        ("*[Cow markets]* end.", "bull market", "*Bull markets* end."),
        ("It ended.\n\n[Cow market] is over", "bull market", "It ended.\n\nBull market is over"),
        ("[PE rate] rose", "eBay's P/E", "eBay's P/E rose"),
        ("the [Cow Market]", "bull market", "the bull market"),
        ("a [cow market]-driven rise", "bull market", "a bull-market-driven rise"),
        ("a [debt paper]-backed fund", "government bonds", "a government-bond-backed fund"),
        ("an [ex-payout] date", "ex-dividend", "an ex-dividend date"),
        ("a high-[coupon paper] fund", "yield bonds", "a high-yield bond fund"),
        ("non-[bank paper] assets", "loans", "non-loan assets"),
        ("it is [bouncing] back", "rally", None),
        ("shares [bounced] on Monday", "rallied", "shares rallied on Monday"),
        ("a falling [rate] hurts", "yields", "a falling yield hurts"),
        ("an [earnings] report", "profit", "a profit report"),
        ("falling [house prices] hurt", "home price", "falling home prices hurt"),
        ("a [capital note] issue", "perpetual bonds", "a perpetual bond issue"),
        ("The [house lender]'s profit", "mortgage bank", "The mortgage bank's profit"),
        ("an [interest gap]", "yield spread", "a yield spread"),
        ("both [sheets] show", "balance sheet", "both balance sheets show"),
        ("[Lottery ticket] trading", "structured products", "Structured product trading"),
        ("each [warrants] costs", "callable bull/bear contracts", "each callable bull/bear contract costs"),
        ("a U.S. [paper]", "Treasurys", None),
        ("the company's [big holders]", "top 10 shareholders", "the company's top 10 shareholders"),
        ("over the [listing rule] period", "lock-up", "over the lock-up period"),
        ("a [lockup] expiry", "lock-up", "a lock-up expiry"),
        ("Hong Kong [HK stocks] fell", "Hong Kong stocks", "Hong Kong stocks fell"),
        (
            "the Shanghai Composite [main gauge] closed",
            "Shanghai Composite Index",
            "the Shanghai Composite Index closed",
        ),
        ("a 17x [PE]", "P/E", "a 17x P/E"),
        ("a [PE] of less than 17x", "P/E ratio", "a P/E ratio of less than 17x"),
        ("some of its [paper]", "asset-backed securities", "some of its asset-backed securities"),
        ("a [state note]-linked fund", "U.S. Treasury", "a U.S. Treasury-linked fund"),
        ("the [lending] of shares", "securities lending", "the securities lending of shares"),
        ("it was [listed] in May", "listing", None),
        ("[the bank] cut rates", "the Fed", "the Fed cut rates"),
        ("an [X-share] sale", "H-share", "an H-share sale"),
        ("no [bill]", "convertible bonds", "no convertible bonds"),
        ("any [bills] left", "convertible bond", "any convertible bonds left"),
        ("net [buy] of shares", "net buying", "net buying of shares"),
        ("its share [buying back] plan", "buyback", "its share buyback plan"),
        ("a [rise stop] day", "limit-up", "a limit-up day"),
        (
            "higher [capital ratio] needs",
            "reserve requirement ratio",
            "higher reserve requirement ratio needs",
        ),
        ("a [report] season", "earnings", "an earnings season"),
    ],
)
def test_a_sentence_stays_grammatical_or_as_it_is(text, words, expected):
    assert _fitted(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("a [5%] rise", "0.5 percentage points", "a 0.5-percentage-point rise"),
        ("an [8%] rise", "12%", "a 12% rise"),
        ("a [3-year] bond", "five years", "a five-year bond"),
        ("a [20-basis-point] cut", "25 basis points", "a 25-basis-point cut"),
        ("a [20 basis point] cut", "25 basis points", "a 25-basis-point cut"),
        ("rose [5%] on Monday", "0.5 percentage points", "rose 0.5 percentage points on Monday"),
        ("its [Q2] profit", "the third quarter", "its third-quarter profit"),
        ("[Q2] profit rose", "the third quarter of 2025", "Third-quarter 2025 profit rose"),
        ("in [Q2] sales fell", "the third quarter", "in the third quarter sales fell"),
        ("in the [Q2]", "the third quarter", "in the third quarter"),
        ("[Two] firms failed", "three", "Three firms failed"),
        ("a [$3 billion] deal", "$8 billion", "an $8 billion deal"),
        ("a P/E of less than [16x]", "less than 17x", "a P/E of less than 17x"),
        ("rose about [5%]", "about 6%", "rose about 6%"),
        ("an [18-month] low", "12 months", "a 12-month low"),
        (
            "fell [5%] quarter on quarter",
            "0.5 percentage points",
            "fell 0.5 percentage points quarter on quarter",
        ),
        ("the [3 days] that followed", "four days", "the four days that followed"),
    ],
)
def test_a_figure_takes_the_form_of_its_place(text, words, expected):
    assert _fitted(text, words, fit_figure) == expected


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


def test_another_form_of_a_term_stands_where_the_first_would_break_the_sentence():
    lexicon = _lexicon(Term("反弹", "rebound", ("rebounded",), forbidden=("bounced",)))
    assert lexicon.mend("股价反弹", "Shares bounced on Monday.") == "Shares rebounded on Monday."


def test_a_figure_is_mended_where_it_describes_a_noun():
    lexicon = _lexicon()
    assert lexicon.mend("上调0.5个百分点", "a 0.5% rise") == "a 0.5-percentage-point rise"
    assert lexicon.mend("五年期债券", "a 3-year bond") == "a five-year bond"
