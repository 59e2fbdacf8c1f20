"""Hugo shortcodes (Quarto has them, too): `{{< figure src="a.png" alt="图" >}}`, `{{% notice %}}…{{% /notice %}}`.

Stays: the shortcode, and all inside one of `markdown.raw_shortcodes` (charts, diagrams, code), or one that says that it is code
(`code=true`, `codelang="bash"`, a tab of Docsy's `tabpane` without `text=true`).
Offered: the arguments of `markdown.shortcodes` (`alt`, `title`, `caption` …), and what stands between two shortcodes.
"""

import re

from transflow.markdown.feature import Feature, Hidden, Hiding, Role, Source
from transflow.markdown.features.grammar import GRAMMAR

TAG = GRAMMAR["shortcode"]


def _find(source: Source, start: int) -> Hidden | None:
    text = source.text
    closing = f"{text[start + 2].replace('<', '>')}}}}}"
    # `{{</* figure */>}}` shows a shortcode, and runs none.
    if text.startswith("/*", start + 3):
        end = source.find(f"*/{closing}", start)
        return Hidden(start, end + 5) if end < len(text) else None
    if match := TAG.match(text, start):
        role = _role(match)
        if role == "close" and match["name"] == _PANE:
            source.open.pop(_PANE, None)
        return Hidden(start, match.end(), match["name"], role, raw=role == "open" and _is_code(match, source))
    end = source.find(closing, start)
    # What is no shortcode as it should be is copied all the same, unless its end stands in another line.
    is_in_line = end < min(source.find("\n", start), source.find("\r", start))
    return Hidden(start, end + 3) if is_in_line else None


_CODE = GRAMMAR["code-argument"]
_TEXT = GRAMMAR["text-argument"]
_PANE = "tabpane"
"""Docsy's, whose tabs hold code unless they say that it is text."""


def _is_code(match: re.Match[str], source: Source) -> bool:
    """Whether what a shortcode opens is code by its arguments: `{{< card code=true >}}`, `{{< tab codelang="bash" >}}`."""
    args = match["args"]
    if match["name"] == _PANE:
        source.open[_PANE] = not _TEXT.search(args)
        return False
    in_pane = match["name"] == "tab" and source.open.get(_PANE, False) and match[0].startswith("{{<")
    return bool(_CODE.search(args)) or (in_pane and not _TEXT.search(args))


def _role(match: re.Match[str]) -> Role:
    if match["slash"]:
        return "close"
    return "single" if match["self"] else "open"


FEATURE = Feature(hides=(Hiding(r"\{\{[<%]", _find, "{{", in_code=True),))
