"""TF304 to TF307, TF404 and TF8xx: what a translation says the other way round, unit by unit.

The judgement is that of `transflow.verification`, the same that every draft passes through; its words stand in
`languages/LANGUAGE/meaning.txt` and `names.txt`.
"""

from collections.abc import Iterator

from transflow.checks.finding import Hit
from transflow.checks.subject import Subject


def modifier(subject: Subject) -> Iterator[Hit]:
    """A figure is a lower limit where it is an upper one in the source, or the other way round.

    Why: "more than 17x" for "not quite 17x" is another statement with the same figure. An error where the figure
        stands once on each side, or is the only one with a limit; else a warning.
    Example: `不足17倍` became `more than 17x`.
    Fix: write `less than`, `nearly`, `up to` or `more than`, `at least`, as the source has it.
    """
    yield from subject.faults_of("TF304")


def change(subject: Subject) -> Iterator[Hit]:
    """What was before, what is after and the difference took each other's place.

    Why: a rate cut *to* 3.5% and one cut *by* 3.5% are not the same news, nor is a rating raised *to* one lowered *from*. Only figures that stand
        once on each side are looked at, and whatever goes from A to B: figures, ratings, assets, places, T+2.
    Example: `下调至3.5%` became `was cut by 3.5%`; `由580港元下调至520港元` became `to HK$580 from HK$520`.
    Fix: turn `from`, `to` and `by` round.
    """
    yield from subject.faults_of("TF305")


def sign(subject: Subject) -> Iterator[Hit]:
    """A figure lost its minus, or has one that the source has not, and no word stands for it.

    Why: a margin of -3.4% is a loss.
    Example: `净利率为-3.4%` became `The net margin was 3.4%`.
    Fix: write the minus, or a word that says it (`a loss of`, `fell`).
    """
    yield from subject.faults_of("TF306")


def period(subject: Subject) -> Iterator[Hit]:
    """A figure is compared with another period than in the source, or belongs to another half or quarter.

    Why: growth from the month before is not growth from a year earlier. An error where the text names one period; a
        warning where it names several.
    Example: `环比增长5.6%` became `rose 5.6% from a year earlier`; `下半年` became `the first half`.
    Fix: name the period of the source.
    """
    yield from subject.faults_of("TF307")


def second_reading(subject: Subject) -> Iterator[Hit]:
    """A second and much simpler reading of the figures doubts the first.

    Why: whoever drafted the text and whoever checks it read figures with the same eyes, so that a misreading would be
        certified. This one asks whether each large number is there, and whether digits that have been misread before (a
        year of two digits, a contract's month, a code, T+2, 10送3, by X to Y) are kept or said in the right form; and
        whether each figure has kept its unit, its currency and its sign, and each month, quarter, year, rank and length
        of time is the one of the source. A warning; an error where the translation has no number at all in place of an
        amount.
    Example: `沪铜2512合约` became `the 2,512 contract`.
    Fix: read the source once more; waive the finding if the translation is right.
    """
    yield from subject.faults_of("TF308")


def other_name(subject: Subject) -> Iterator[Hit]:
    """A well-known name stands where the source has another one.

    Why: the People's Bank of China is the central bank, Bank of China a company. Only names of
        `languages/LANGUAGE/names.txt` are looked at.
    Example: `中国银行` became `the People's Bank of China`.
    Fix: write the name of the source.
    """
    yield from subject.faults_of("TF404")


def negation(subject: Subject) -> Iterator[Hit]:
    """One side says no, and the other does not.

    Why: a lost "not" is the mistake that nobody sees. Always a warning, since a good translation may turn a sentence round
        (remained below for 仍未恢复至).
    Example: `尚未获得批准` became `has been approved`.
    Fix: compare both; waive the finding if they say the same.
    """
    yield from subject.faults_of("TF801")


def opposite(subject: Subject) -> Iterator[Hit]:
    """A word without a figure says the opposite (up for down, a deficit for a surplus), or perhaps, all, some or only is lost.

    Why: the sentence reads well and says the contrary. A thing that rises in one text and falls in the other counts too
        (costs, demand, a share price). An error where each side has one such word and a reader would
        act on the contrary: a currency, a profit or a loss, a forecast or rating, a stake, surplus and deficit, inflow and outflow, a
        premium and a discount, a rate that is raised or cut, bulls and bears, limit-up and limit-down, a high and a low, a rank by
        size, and whatever rises or falls if both sides name one thing that does. An error, too, where each side has one such word
        and is a single clause (no comma within, and no as, since, because, which or the like): last, this and next week, month,
        quarter or year, yesterday, today and tomorrow, morning and afternoon, early, mid and late in a month or a year, a stage, a
        five-year plan, a kind of dividend, and ruled out for 不排除. All others are warnings. What one side surely says and the
        other has no word of counts too in a sentence of up to 200 characters: that it may be so, that others say so, that it is
        planned or expected or has to wait for something, that it must be so, that it is so of all, of most, of some or of one
        alone, that it is the first or the last time.
    Example: `贬值` became `strengthened`; `净回笼` became `a net injection`; `上调指引` became `lowered its guidance`; `可能降息` became `will
        cut rates`.
    Fix: write the word that the source has.
    """
    yield from subject.faults_of("TF802")


def names_exchanged(subject: Subject) -> Iterator[Hit]:
    """Two names stand in each other's place.

    Why: who bought whom, and whose figure it is. Where each name has a figure, the figures tell; else the order in which
        the names stand, or who it is that said so. Always a warning, since
        a verb may have a converse (is buying it from for 卖给).
    Example: `阿里巴巴跌2.1%，腾讯涨1.3%` became `Tencent fell 2.1% and Alibaba rose 1.3%`.
    Fix: exchange the names; waive the finding if both say the same.
    """
    yield from subject.faults_of("TF803")
