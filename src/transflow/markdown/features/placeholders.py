"""Interface strings (`i18n/*.toml`, `code.json`): what a program puts in, `{{ .Count }}`, `{count}`, `%d`, and `|`.

Stays: placeholders, ICU's with all they hold, and the bars between plural forms.
Offered: what stands between.
"""

from transflow.markdown.feature import Feature, Hidden, Hiding, Source
from transflow.markdown.features.grammar import GRAMMAR

_PRINTF = GRAMMAR["printf"]


def _template(source: Source, start: int) -> Hidden | None:
    end = source.find("}}", start)
    return Hidden(start, end + 2, what="placeholder") if end < len(source.text) else None


def _braces(source: Source, start: int) -> Hidden | None:
    end = source.closing_brace(start)
    return Hidden(start, end, what="placeholder") if end > 0 else None


def _printf(source: Source, start: int) -> Hidden | None:
    match = _PRINTF.match(source.text, start)
    return Hidden(start, match.end(), what="placeholder") if match else None


def _bar(source: Source, start: int) -> Hidden | None:
    end = source.text.index("|", start) + 1
    # vue-i18n's plural forms stand between bars, with a space on either side that is no part of them.
    return Hidden(start, end + source.text.startswith(" ", end), what="break")


FEATURE = Feature(
    hides=(
        Hiding(r"\{\{", _template, "{{", in_code=True),
        Hiding(r"\{", _braces, "{", in_code=True),
        Hiding(r"(?<!\d)%(?=[\d.sdvqfT])", _printf, "%", in_code=True),
        Hiding(r" ?\|", _bar, "|", in_code=True),
    )
)
