"""How a chat model is asked for a translation, and what of its reply is one."""

from collections.abc import Sequence
from itertools import chain

from transflow import languages
from transflow.engines import Request
from transflow.engines.grammar import GRAMMAR

Message = dict[str, str]

# What the reply shall not be is what `translation` takes off where a model does not listen.
PROMPT = (
    "You are a translator for a financial publication. Translate from {source} into {target}. Reply with the translation of the "
    "last text alone, complete, on one line: nothing before it, nothing after it, no notes, no Markdown. "
    "Words, names and figures in it that are in {target} already are fixed: use them exactly as they are written, each once. "
    "Figures keep their values and units. Add nothing, leave nothing out."
)


def messages(
    request: Request, source: str, target: str, *, examples: int, context: int, plain: bool = False
) -> list[Message]:
    """Return the conversation that asks for a translation.

    Args:
        request: What is to be translated.
        source: BCP 47 tag.
        target: BCP 47 tag.
        examples: How many of its examples to show at most, the most alike last.
        context: How many of the sentences before it to show at most.
        plain: Give the sentence as it is, and what is fixed beside it; else with what is fixed in it already.
    """
    names = {"source": _name(source, target), "target": _name(target, source)}
    shown = request.examples[:examples][::-1]
    turns = chain.from_iterable((("user", text), ("assistant", done)) for text, done in shown)
    asked = "\n".join([*_notes(request, context, plain=plain), request.plain if plain else request.text])
    roles = (("system", PROMPT.format(**names)), *turns, ("user", asked))
    return [{"role": role, "content": content} for role, content in roles]


def _notes(request: Request, context: int, *, plain: bool) -> list[str]:
    """Return what to know of a text, a line each, and the word that begins it where there is any."""
    told = request.before[-context:] if context else ()
    notes = [f"Before it: {text}{f' = {done}' if done else ''}" for text, done in told]
    # A term that stands in a sentence twice is told once.
    pairs = dict.fromkeys((*request.terms, *(request.figures if plain else ())))
    if pairs:
        notes.append("Fixed: " + "; ".join(f"{source} = {target}" for source, target in pairs))
    return [*notes, "Translate:"] if notes else []


def _name(tag: str, other: str) -> str:
    """Return the English name of a language, with its region or script where the other one has the same name."""
    name = languages.display_name(tag)
    return f"{name} ({tag})" if name == languages.display_name(other) else name


def tokens(texts: Sequence[str]) -> int:
    """Return about how many tokens some messages have: a Han character or a syllable is one, 4 letters of others are.

    The usual tokenizers need 0.6 to 1.2 for a Han character, and one for 3 to 5 letters of English.
    """
    # From the radicals of Han on: Han, kana, hangul, full-width marks.
    wide = sum(ord(char) > 0x2E80 for text in texts for char in text)
    letters = sum(map(len, texts)) - wide
    # And a few for what stands around each message: <|im_start|>user and the like.
    return wide + letters // 4 + 5 * len(texts)


_THOUGHT = GRAMMAR["thought"]
_FENCE = GRAMMAR["fenced-reply"]
_LEAD = GRAMMAR["lead-in"]
_COLON = GRAMMAR["colon"]
_NOTE = GRAMMAR["note"]
_APOLOGY = GRAMMAR["apology"]
_ABOUT_ITSELF = GRAMMAR["about-itself"]
_WRAPS = (("**", "**"), ("`", "`"), ('"', '"'), ("“", "”"), ("「", "」"), ("'", "'"))


def translation(reply: str, source: str) -> str:
    """Return the translation in a reply, on one line; empty if there is none.

    Taken off: thoughts, a code fence, an announcement, notes behind it, quotation marks and emphasis round all
    of it that the source does not have. An apology is no translation.
    """
    text = _THOUGHT.sub("", reply).strip()
    if fenced := _FENCE.match(text):
        text = fenced[1].strip()
    if _APOLOGY.match(text) and _ABOUT_ITSELF.search(text) and not _APOLOGY.match(source):
        return ""
    bare = _LEAD.sub("", text)
    # Output: 3.2 million tons. All of it is translation where the source has a colon as well: 产量：320万吨.
    text = bare if len(_COLON.findall(bare)) >= len(_COLON.findall(source)) else text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    # `Note: in units of 100 million yuan` is the whole of 注：单位为亿元, so a source that begins so keeps it all.
    ended = next((number for number, line in enumerate(lines) if _NOTE.match(line)), len(lines))
    return _unwrapped(" ".join(lines[: ended if not _NOTE.match(source) else None]), source)


def _unwrapped(text: str, source: str) -> str:
    for left, right in _WRAPS:
        inner = text[len(left) : len(text) - len(right)]
        whole = len(text) > len(left) + len(right) and text.startswith(left) and text.endswith(right)
        # "Up," he said; I said "down": two pairs, which are the text's own.
        if whole and left not in inner and right not in inner and source[:1] not in "\"'“‘「『《`*":
            return _unwrapped(inner.strip(), source)
    return text
