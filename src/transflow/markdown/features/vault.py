"""A vault of Obsidian: comments `%%…%%`, ids ` ^a1b2c3`, fields `键:: 值` and `[键:: 值]`, tags `#股票`, dates of tasks `📅 2025-03-01`, `@{2025-03-01}`.

Stays: all of it; and so do what templates put in (`{{title}}`, `<% tp.date.now() %>`), marks of tasks (`[!]`) and sizes of
images (`![图|300](a.png)`).
"""

from transflow.markdown.feature import Feature, Hidden, Hiding, Line, Markup, Source
from transflow.markdown.features.grammar import GRAMMAR


def _comment(source: Source, start: int) -> Hidden | None:
    end = source.find("%%", start + 2)
    return Hidden(start, end + 2) if end < len(source.text) else None


def _template(source: Source, start: int) -> Hidden | None:
    closing = "}}" if source.text[start] == "{" else "%>"
    end = source.find(closing, start)
    return Hidden(start, end + 2) if end < source.paragraph_end(start) else None


def _field(source: Source, start: int) -> Hidden | None:
    found = _FIELD.match(source.text, start)
    return Hidden(start, found.end()) if found else None


_FIELD = GRAMMAR["dataview-bracketed"]
FEATURE = Feature(
    size=GRAMMAR["image-size"],
    hides=(
        Hiding(r"%%", _comment, "%%"),
        Hiding(r"\{\{", _template, "{{"),
        Hiding(r"<%", _template, "<%"),
        Hiding(GRAMMAR.text("dataview-begin"), _field, "::"),
    ),
    markup=(Markup("[", GRAMMAR["task-state"], "mark"),),
    lines=(
        Line("^", GRAMMAR["block-id"]),
        Line("#", GRAMMAR["tag-line"]),
        # A field's name is short; a sentence that has `:: ` far in it is none.
        Line("", GRAMMAR["dataview-field"]),
    ),
    words=r"(?P<mark>@@?\{[^{}\n]*\} | [📅⏳🛫✅➕❌]\s*\d{4}-\d\d-\d\d | (?<=\s)\^[A-Za-z0-9-]{1,40}(?=\s*\Z)) | (?P<tag>(?<![\w#&/\\])\#[^\s\#\[\](){},.;:!?。，；：！？、（）]+)",
)
