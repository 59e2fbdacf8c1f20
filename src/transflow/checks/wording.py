"""TF3xx to TF6xx: figures, terms, left-over script and degenerate output, unit by unit.

The judgement is that of `transflow.verification`, the same that every draft passes through.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from transflow import languages
from transflow.checks.finding import Hit
from transflow.checks.fixes import FULL_WIDTH, half_width
from transflow.checks.sentences import Match, matched
from transflow.checks.subject import Subject, excerpt, words
from transflow.model import Unit
from transflow.verification import expected_length


def quantity(subject: Subject) -> Iterator[Hit]:
    """A figure of the source is missing or has another value.

    Why: a wrong magnitude is the worst error a finance page can have. Values are compared, not digits. An error for an
        amount of money, a percentage, a point, a number from a million; for a date, period, rank, multiple, ratio or a
        counted thing (10-year, 500 shares) where the translation has another value of that kind in its place, or another
        unit of the same measure (years for months). A warning where such a figure is only missing or has lost its
        currency (140 for 140 yen), and for a bare number.
    Example: `3,000亿美元` became `$3,000 billion`.
    Fix: write the value that the message names.
    """
    yield from subject.faults_of("TF301")


def added_quantity(subject: Subject) -> Iterator[Hit]:
    """The translation has a figure that the source does not have.

    Why: it may be invented, or the wrong form of one that is missing. An error for an amount of money, a percentage, a
        point or a number from a million that the source has nowhere; else a warning.
    Example: `$300 billion` where the source has no amount.
    Fix: take it out, or waive the finding if the figure only says what every reader of the source knows.
    """
    yield from subject.faults_of("TF302")


def direction(subject: Subject) -> Iterator[Hit]:
    """A figure goes up where it goes down in the source, or the other way round.

    Why: the figure is right and the sentence says the opposite.
    Example: `下降2.5%` became `up 2.5%`.
    Fix: turn the word beside the figure round.
    """
    yield from subject.faults_of("TF303")


def term(subject: Subject) -> Iterator[Hit]:
    """A term of the glossary is missing in every form that the glossary allows.

    Why: one thing should have one name throughout the site. In a text that a person wrote it is a warning, and only
        where a wrong word shows: the form of another term (`P/B` for 市盈率), a word of its own beside another (`special
        interest` for 特别股息), a form without what is between its ends (`net margin` for 净息差), or nothing of it in a
        heading or a cell. Who leaves a term out, says `outsold` for 销量
        or `bonds` for `government bonds` is told nothing.
    Example: `市盈率` became `price ratio` where the glossary says `P/E`.
    Fix: use the term, or add the form you used to `also` in the glossary if it is right.
    """
    # By identity: a page has equal texts, of which a person may have written one.
    drafted = {id(couple.target) for couple in subject.couples if couple.drafted}
    for couple, fault in subject.faults:
        is_draft = id(couple.target) in drafted
        if fault.code == "TF401" and (is_draft or not fault.near):
            place = subject.at(couple.target.start)
            yield Hit(place, fault.message, fault.severity if is_draft else "warning")


def forbidden_term(subject: Subject) -> Iterator[Hit]:
    """A term stands in a form that the glossary forbids.

    Why: somebody decided that this form is wrong here.
    Example: `profit rate` for `市盈率`, listed under `not`.
    Fix: use the term that the message names.
    """
    yield from subject.faults_of("TF402")


def name(subject: Subject) -> Iterator[Hit]:
    """A name or ticker that the source has in Latin letters is missing.

    Why: a company, a product or a security left out or misspelt is a different one. An error for the code of a security
        (`0700.HK`, `(600519)`), a warning for another name. Only sources in another script are
        looked at, and code is not.
    Example: `追踪中概股的KWEB ETF` became `an ETF of Chinese internet stocks`.
    Fix: write the name, or waive the finding if the sentence says the same without it.
    """
    yield from subject.faults_of("TF403")


def residue(subject: Subject) -> Iterator[Hit]:
    """Text in the source's script is left over; where it is the whole text, that is TF602 alone.

    Why: readers of the translation cannot read it.
    Example: `The 市盈率 fell to 17x.`
    Fix: translate it. A name that belongs there in its own script can be set in inline code or waived.
    """
    yield from subject.faults_of("TF501")


def full_width(subject: Subject) -> Iterator[Hit]:
    """Full-width punctuation in a language that does not use it.

    Why: it is a typist's slip, and looks like one.
    Example: `Profits rose，margins fell。`
    Fix: write `,` and `.`; `transflow check --fix` does.
    """
    if subject.target is None or not half_width(subject):
        return
    for block in subject.target.blocks:
        if isinstance(block, Unit) and (found := FULL_WIDTH.search(words(block.text, block, subject.target))):
            # Where `words` left markup out offsets have moved: the sign is looked for in the page itself.
            at = max(subject.target.text.find(found.group(), block.start, block.end), block.start)
            yield Hit(subject.at(at), f"full-width {found.group()!r} in {subject.language}")


def empty(subject: Subject) -> Iterator[Hit]:
    """A text was translated by nothing.

    Why: a paragraph, a heading or a cell is missing.
    Example: `| 营业收入 |` became `| |`.
    Fix: translate it.
    """
    yield from subject.faults_of("TF601")


def echo(subject: Subject) -> Iterator[Hit]:
    """A text stands untranslated.

    Why: the engine or the translator left the source as it was.
    Example: `市盈率下降` became `市盈率下降`.
    Fix: translate it.
    """
    yield from subject.faults_of("TF602")


def loop(subject: Subject) -> Iterator[Hit]:
    """A text says the same thing over and over.

    Why: that is how translation engines fail.
    Example: `the market, the market, the market, the market`.
    Fix: translate it anew.
    """
    yield from subject.faults_of("TF603")


def risk(subject: Subject) -> Iterator[Hit]:
    """A draft that nobody approved has a higher risk than is allowed.

    Why: drafts that a machine was not sure of, or that had to be mended, need a person first; what their risk is made of
        is told in docs/engines.md. Nothing is found unless `check --max-risk N` or `checks: {max_risk: N}` says from where on.
    Example: with `--max-risk 50`, a draft whose record says `"risk":63`.
    Fix: read it; correct it, or `transflow approve` it.
    """
    if subject.comparison is None or subject.target is None:
        return
    for link in subject.comparison.unread:
        found = link.row.risk if link.row else None
        if found is not None and found > subject.max_risk and link.target is not None:
            told = f"the risk of this draft is {found}, and {subject.max_risk} is allowed: read it, and approve it"
            yield Hit(subject.at(subject.target.blocks[link.target].start), told)


def missing_sentence(subject: Subject) -> Iterator[Hit]:
    """A text is shorter than its source leads to expect and has fewer sentences, or one of its sentences is much too short.

    Why: a sentence may have been left out. How long a translation should be is told by the page's other texts.
    Example: a paragraph of three sentences became one of two.
    Fix: compare it with the source; waive the finding if both say the same.
    """
    long = [
        (couple, source, target, expected)
        for couple, source, target in subject.texts
        if (expected := expected_length(source, subject.knowledge)) >= _LONG
    ]
    shares = [len(target) / expected for _, _, target, expected in long]
    # Some translators are terse, some are not; of fewer than five texts no habit can be told.
    usual = median(shares) if len(shares) >= _MANY else 1.0
    # From Chinese into English sentences are split and seldom joined; the other way round they are joined all the time.
    dense = not languages.profile(subject.origin).spaced and languages.profile(subject.pair.language).spaced
    for couple, source, target, _ in long:
        sides = _sentences(source, subject.origin), _sentences(target, subject.pair.language)
        told = _told(sides, usual, subject, dense=dense)
        # What a neighbour without a partner says is not missing.
        if told and not any(
            _told(
                (_sentences(old, subject.origin), _sentences(new, subject.pair.language)),
                usual,
                subject,
                dense=dense,
            )
            is None
            for old, new in subject.joined(couple)
        ):
            message, begin, end = told
            yield Hit(subject.within(couple, target, begin, end), f"this may lack something{message}")


def _told(
    sides: tuple[Sequence[str], Sequence[str]], usual: float, subject: Subject, *, dense: bool
) -> tuple[str, int, int] | None:
    """Return what is missing in the sentences of a text, given those of its source, and the span that lacks it."""
    of_source, of_target = sides
    short = _shortest(of_source, of_target, usual, subject)
    if dense and len(of_target) < len(of_source) and (short is None or short.excess < _JOINED):
        return f": {len(of_target)} of {len(of_source)} sentences", 0, 0
    if short is None or short.excess >= (_MUCH_SHORTER if dense else _SHORT):
        return None
    # The sentences joined are the text, so their lengths say where each begins.
    begin = sum(map(len, of_target[: short.target[0]]))
    end = sum(map(len, of_target[: short.target[1]]))
    return f" of what {excerpt(''.join(of_source[slice(*short.source)]))} says", begin, end


# Below it one word more or less is a third of a text: headings and cells are no measure.
_LONG = 24
"""Characters to be expected of a translation from which its length says something."""
# Of fewer, one short cell among them is the median.
_MANY = 5
"""Texts from which a page has a usual length."""
_CLOSING = ("”", "’", "」", "』", '"', "»", "…")
"""What ends a quotation, or leaves a sentence open."""
_SHORT = -2.0
"""Standard deviations beyond which a sentence counts as too short."""
_MUCH_SHORTER = -2.5
"""The same from Chinese into English, where a sentence that is left out is missed by the number of sentences most often."""
_JOINED = -1.6
"""The same where there are fewer sentences than in the source: two that were joined are as long as both."""


def _sentences(text: str, tag: str) -> list[str]:
    """Return the sentences of a text; one that ends a quotation belongs with what follows (“……。”他说, but “…,” he said)."""
    found: list[str] = []
    for piece in languages.sentences(text, tag):
        # “……。”他说 is one sentence to a translator, 他……走了 is one; a bracket (！）。) and a number (1. 估值) are none.
        alone = not (found and languages.has_letters(piece) and languages.has_letters(found[-1]))
        if found and (alone or found[-1].rstrip().endswith(_CLOSING)):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _shortest(
    of_source: Sequence[str], of_target: Sequence[str], usual: float, subject: Subject
) -> Match | None:
    """Return the sentences whose translation is shortest beside what is expected; None if nothing is told by lengths."""
    expected = [expected_length(piece.strip(), subject.knowledge) * usual for piece in of_source]
    matches = matched(expected, [len(piece.strip()) for piece in of_target])
    # A sentence of few characters is half or twice as long by one word.
    long = [match for match in matches if sum(expected[slice(*match.source)]) >= _LONG]
    return min(long, key=lambda match: match.excess, default=None)


def length(subject: Subject) -> Iterator[Hit]:
    """A text is far shorter or longer than its source leads to expect.

    Why: a sentence was left out, or invented.
    Example: a paragraph of 300 characters became five words.
    Fix: compare it with the source; waive the finding if both say the same.
    """
    yield from subject.faults_of("TF604")
