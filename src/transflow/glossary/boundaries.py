"""Where words end in scripts that write no spaces: a term's characters may belong to the words beside it.

加强方面 (improve the aspect) holds the characters of 强方 (strong side), but not the term. The common words of a
language are tabled in its package; one without such a table has boundaries of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache

from transflow import languages
from transflow.glossary.phrases import view

# Longer words are few, and all pieces of the stretch are looked up: they grow with its square.
_REACH = 6
"""How many characters on either side of a term are cut into words."""
_LONE = 1000
"""What a character outside any word costs: more than all that the lengths of words can make up for."""
Span = tuple[int, int]


@cache
def common(language: str) -> frozenset[str]:
    """Return the common words of a language, by its subtag, as `view` sees them; none if they are not tabled."""
    # One character is a word nearly everywhere, and would cut any term in two.
    return frozenset(view(word).lowered for word in languages.common_words(language) if len(word) > 1)


def straddled(text: str, span: Span, words: frozenset[str], terms: Collection[Span]) -> bool:
    """Whether common words that reach over an end of a span cut the text around it no worse than the span does.

    The better cut leaves fewer characters outside words, then has longer words: 国家电商平台 is 国家·电商·平台, although
    家电 is a word, and 家电商品 is 家电·商品.

    Args:
        text: A text as it is matched.
        span: Where a term may stand.
        words: The common words of the language.
        terms: Where other terms may stand; these are words too.
    """
    # Most terms have no word reaching over their ends, and nothing is computed for them.
    crossing = list(_crossing(text, span, words, terms))
    if not crossing:
        return False
    low, high = max(span[0] - _REACH, 0), min(span[1] + _REACH, len(text))
    # Every word of the stretch, other terms among them: 国家·电商·平台 needs 平台 behind the term.
    known = [
        (start, end)
        for start in range(low, high)
        for end in range(start + 1, high + 1)
        if (start, end) in terms or text[start:end] in words
    ]
    # The same from the right, with places turned round, so that each candidate is one addition.
    before, after = _costs(known, low, high), _costs([(-end, -start) for start, end in known], -high, -low)

    def cost(start: int, end: int) -> int:
        return before[start] + after[-end] - (end - start) ** 2

    # At a tie the common word wins: 加强方面 is 加强·方面, and 强方 no term in it. Another term has to cut better: 银行·股价.
    own = cost(*span)
    return any(
        cost(*other) < own + (text[slice(*other)] in words)
        for other in crossing
        if low <= other[0] and other[1] <= high
    )


def _crossing(text: str, span: Span, words: frozenset[str], terms: Collection[Span]) -> Iterator[Span]:
    """Yield the words and other terms that begin or end within a span, and reach out of it."""
    longest = _longest(words)
    for edge in span:
        for start in range(max(edge - longest + 1, 0), edge):
            for end in range(edge + 1, min(start + longest, len(text)) + 1):
                # A term around this one is longer, and decides by its own context.
                holds = start <= span[0] and span[1] <= end
                if text[start:end] in words or ((start, end) in terms and not holds):
                    yield start, end


@cache
def _longest(words: frozenset[str]) -> int:
    return max(map(len, words), default=0)


def _costs(known: Collection[Span], low: int, high: int) -> dict[int, int]:
    """Return the cost of the best cut of the text from `low` to each place."""
    ending: dict[int, list[int]] = defaultdict(list)
    for start, end in known:
        ending[end].append(start)
    costs = {low: 0}
    for place in range(low + 1, high + 1):
        # Squared, so that one word of four characters is worth more than two of two.
        words = (costs[start] - (place - start) ** 2 for start in ending[place])
        costs[place] = min((costs[place - 1] + _LONE, *words))
    return costs
