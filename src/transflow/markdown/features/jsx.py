"""MDX (Docusaurus, Starlight): tags `<Card title="开始" />`, expressions `{props.x}`, comments `{/* … */}`.

Stays: tags, expressions and comments, over several lines, too. Nothing is code because it is indented.
Offered: what stands between tags, and the attributes of `markdown.attributes` whose value is a string.
"""

from transflow.markdown.feature import Feature, Hidden, Hiding, Role, Source
from transflow.markdown.features.grammar import GRAMMAR

_NAME = GRAMMAR["jsx-name"]
_ATTRIBUTE = GRAMMAR["jsx-attribute"]
_VALUE = GRAMMAR["jsx-value"]
_DIRECTIVE = GRAMMAR["remark-directive"]
_ID = GRAMMAR["jsx-id"]
# How far back is looked for backslashes and for the name of a directive, from every sign on a page.
_LONGEST = 500
# Each attribute is one step of the loop below; a tag that has more is left for the parser as it is.
_MOST = 200
"""Attributes of one tag."""


def escaped(text: str, place: int) -> bool:
    """Whether a backslash takes away what a character means; one before that takes the backslash's away."""
    before = text[max(0, place - _LONGEST) : place]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def tag(source: Source, start: int) -> Hidden | None:
    """Return the tag that begins at a place, if one does."""
    name = None if escaped(source.text, start) else _NAME.match(source.text, start)
    if not name or not source.text[name.end() : name.end() + 1]:
        return None
    at, end = name.end(), None
    for _ in range(_MOST):
        # `style={{ color: "red" }}`: up to its own brace, whatever stands between.
        if value := _VALUE.match(source.text, at):
            at = source.closing_brace(value.end() - 1)
        elif match := _ATTRIBUTE.match(source.text, at):
            if match["end"]:
                end = match
                break
            at = source.closing_brace(match.end() - 1) if match[0].endswith("{") else match.end()
        else:
            return None
        if at < 0:
            return None
    if end is None:
        return None
    called = name["name"] or ""
    role: Role = "close" if name["slash"] else "single" if end["end"] == "/>" else "open"
    return Hidden(start, end.end(), f"<{called}", role, "break" if called == "br" else "html")


def expression(source: Source, start: int) -> Hidden | None:
    """Return the expression in braces that begins at a place, if one does."""
    if escaped(source.text, start):
        return None
    # `:abbr[GDP]{title="…"}`: those braces hold attributes.
    begin = max(source.text.rfind("\n", 0, start) + 1, start - _LONGEST)
    if _DIRECTIVE.search(source.text, begin, start):
        return None
    # `## 估值 {#pe}`: no expression begins so. `## 估值 {/* #pe */}` says the same.
    if named := _ID.match(source.text, start):
        return Hidden(start, named.end(), what="attributes")
    end = source.closing_brace(start)
    return Hidden(start, end) if end > 0 else None


FEATURE = Feature(
    # `[字](<a b.md>)` is a link.
    hides=(Hiding(r"(?<!\]\()(?<!\]: )<(?=[^\W\d]|[$/>])", tag, "<"), Hiding(r"\{", expression, "{")),
)
