"""What phrases tell of a translation: opposites, roles in a change, negations, names."""

from collections.abc import Iterator

from transflow.verification import clauses, courses, limits, meaning, places, roles, signs, subjects
from transflow.verification.fault import Fault
from transflow.verification.grammar import GRAMMAR
from transflow.verification.phrases import Mark
from transflow.verification.side import REACH, Pairs, Side

_CODES = {"bound": "TF304", "comparison": "TF307", "exact": "TF304", "period": "TF307"}
"""The code of what an opposition is about; TF802 for all others."""
# Of none of these such a pair is known, whatever else the sentence says.
_GRAVE = frozenset({
    "alert", "balance", "base", "bound", "breadth", "cap", "cash-flow_of", "close", "comparison", "currency", "curve",
    "degree", "drift", "extreme", "flow", "forecast", "forward", "gap", "leads", "limit", "liquidity", "losses",
    "opening", "period", "policy_rate", "profile", "rally", "rates", "recovery", "result", "slope",
    "spread", "stake", "streak", "surprise", "swing", "tide", "turn", "turning", "view", "way", "weight",
})  # fmt: skip
"""What a reader would act on the contrary of: an error where each side has one such phrase, as is a move of one thing."""
_CLOSED = frozenset(
    {"dividend_of", "door", "month", "plan", "point", "quarter", "session", "stage", "tense", "week", "year"}
)
"""What is one of a few things, and is not said in another way: such an error in a sentence of one clause.

All others are warnings."""

_SIGNED = frozenset({"result", "gap", "flow"})
"""What is the contrary with a minus: a premium of -2% is a discount."""
_ROLES = {"from": "the value before", "to": "the value after", "by": "the difference"}
_CLAUSE_END = GRAMMAR["clause-end"]
_ADDED = GRAMMAR["clause-added"]
_STOP = "。.!！"
"""What a sentence ends with; a question says neither yes nor no."""
_BRIEF = 200
"""Characters of the longer side up to which `perhaps` or `all` is not said in another sentence."""
_LONG = 400
"""Characters of the longer side in which one negation may be said in another way."""


def faults(source: Side, target: Side, pairs: Pairs, terms: courses.Terms) -> Iterator[Fault]:
    """Yield what phrases tell to be wrong of a translation.

    Args:
        source: The text translated.
        target: The translation.
        pairs: Their figures that can be compared.
        terms: Looks for their terms, where they are wanted.
    """
    turned = [*courses.turned(source, target)] or courses.exchanged(source, target, terms)
    for start, end in turned:
        message = f"{target.text[start:end]}: before and after are turned round"
        yield Fault("TF305", "error", message, start, end)
    of_figures = list(_figures(source, target, pairs))
    yield from of_figures
    # What is told of a figure is not told again of the text.
    known = {fault.code for fault in of_figures}
    yield from (fault for fault in _opposites(source, target, pairs) if fault.code not in known)
    for thing, word in subjects.opposed(source, target):
        name, said = target.text[thing.start : thing.end], target.text[word.start : word.end]
        message = f"{name} goes the other way in the source, not {said!r}"
        yield Fault("TF802", "warning", message, word.start, word.end)
    yield from _names(source, target, pairs)
    is_brief = max(len(source.text), len(target.text)) <= _BRIEF
    for concept, mark, is_source in meaning.lost(source.marks, target.marks) if is_brief else ():
        side, what = (source, "only the source") if is_source else (target, "only the translation")
        message = f"{what} says that {meaning.KEPT[concept]} ({side.text[mark.start : mark.end]!r})"
        start, end = (0, 0) if is_source else (mark.start, mark.end)
        yield Fault("TF802", "warning", message, start, end)
    # In a long text one negation or the other is said in an adjective (failed, lacks).
    spare = max(len(source.text), len(target.text)) // _LONG
    denials = list(meaning.denied(*meaning.apart(source.marks, target.marks), spare)) or clauses.denied(
        source, target, pairs
    )
    for turn in denials:
        message = f"the source has {turn.wanted}, the translation {turn.shown}"
        yield Fault("TF801", "warning", message, turn.start, turn.end)


def _opposites(source: Side, target: Side, pairs: Pairs) -> Iterator[Fault]:
    found: list[Fault] = []
    # Each word once, as the gravest that it is: `raised` is a move and an act.
    for fault in sorted(_turns(source, target, pairs), key=lambda fault: fault.severity):
        if not any(fault.start < one.end and one.start < fault.end for one in found):
            found.append(fault)
            yield fault


def _turns(source: Side, target: Side, pairs: Pairs) -> Iterator[Fault]:
    sides = source.marks, target.marks
    one_clause = _is_one_clause(source, target)
    # Asked once for all of them.
    minus = any(one.values[0].startswith("-") for pair in pairs for one in pair)
    things = [{mark.pole for mark in side.about("subject")} for side in (source, target)]
    grave = _GRAVE | {"move"} if things[0] & things[1] else _GRAVE
    # In a paragraph one word or the other is said in a softer one, or in another sentence.
    is_long = max(len(source.text), len(target.text)) > 2 * REACH
    for turn in (
        *(
            turn
            for turn in meaning.turned(source, target)
            if not is_long or (turn.concept in grave and not _goes_both_ways(source, target, turn))
        ),
        *meaning.exchanged(*sides),
        *meaning.of_other_length(source, target),
        *clauses.turned(source, target, pairs),
    ):
        if turn.concept in _SIGNED and minus:
            continue  # a profit of -3 is a loss of 3
        shown = Mark(turn.concept, "", turn.start, turn.end)
        if turn.concept in clauses.RELATIONS and turn.source and clauses.is_converse(source, target, shown):
            continue  # whoever lags is led
        if turn.concept == "way" and places.are_parties(source, target):
            continue  # what one imports from another, that one exports
        if turn.concept == "move" and turn.source:
            about = subjects.of(source, turn.source), subjects.of(target, shown)
            if about[0] != about[1] and all(about) and set(about) <= things[0] & things[1]:
                continue  # 产能利用率提高: costs came down
        code = _CODES.get(turn.concept, "TF802")
        wrong = turn.sure and (turn.concept in grave or (one_clause and turn.concept in _CLOSED))
        message = f"the source says {turn.wanted}, not {turn.shown} ({target.text[turn.start : turn.end]!r})"
        yield Fault(code, "error" if wrong else "warning", message, turn.start, turn.end)


def _goes_both_ways(source: Side, target: Side, turn: meaning.Turn) -> bool:
    """Whether both texts have words of both kinds, among which one more of either says nothing: lower costs raised the reach."""
    # `raised` is a move and an act, and only as the one has it `lower` beside it.
    concepts = [turn.concept, *("move" for mark in target.about("move") if mark.start == turn.start)]
    return any(
        all(len({mark.pole for mark in side.about(concept)}) > 1 for side in (source, target))
        for concept in concepts
    )


def _is_one_clause(source: Side, target: Side) -> bool:
    """Whether neither text has anything behind its first clause, or one that is added to it (as, since, which)."""
    texts = [side.text.rstrip(_STOP) for side in (source, target)]
    return not any(rule.search(text) for rule in (_CLAUSE_END, _ADDED) for text in texts)


def _figures(source: Side, target: Side, pairs: Pairs) -> Iterator[Fault]:
    """Yield what is said otherwise of a figure that stands on both sides."""
    words, bounds = meaning.OPPOSITES["comparison"], meaning.OPPOSITES["bound"]
    for figure, wanted, shown in limits.crossed(source, target, pairs):
        message = f"{figure.text}: the source says {bounds[wanted]}, not {bounds[shown]}"
        yield Fault("TF304", "error", message, figure.start, figure.end)
    told = [
        *(
            ("TF307", figure, f"more or less {words[wanted]}, not {words[shown]}")
            for figure, wanted, shown in roles.compared(source, target, pairs)
        ),
        *(
            ("TF305", figure, f"{_ROLES[wanted]}, not {_ROLES[shown]}")
            for figure, wanted, shown in roles.changed(source, target, pairs)
        ),
        *(
            ("TF306", figure, f"{'negative' if minus else 'positive'} in the source")
            for figure, minus in signs.unlike(source, target, pairs)
        ),
    ]
    for code, figure, what in told:
        yield Fault(code, "error", f"{figure.text} is {what}", figure.start, figure.end)


def _names(source: Side, target: Side, pairs: Pairs) -> Iterator[Fault]:
    for lost, gained in meaning.renamed(source.marks, target.marks):
        wanted, shown = source.text[lost.start : lost.end], target.text[gained.start : gained.end]
        yield Fault("TF404", "error", f"{shown} is not {wanted}", gained.start, gained.end)
    for first, last in places.exchanged(source, target, pairs):
        names = [target.text[mark.start : mark.end] for mark in (first, last)]
        what = f"{' and '.join(names)} stand in each other's place"
        if first is last:
            what = f"who gives and who takes is turned round: {names[0]}"
        yield Fault("TF803", "warning", what, first.start, first.end)
