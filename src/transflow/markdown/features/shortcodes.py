"""Hugo shortcodes (Quarto has them, too): `{{< figure src="a.png" alt="图" >}}`, `{{% notice %}}…{{% /notice %}}`.

Stays: the shortcode, and all inside one of `markdown.raw_shortcodes` (charts, diagrams, code).
Offered: the arguments of `markdown.shortcodes` (`alt`, `title`, `caption`), and what stands between two shortcodes.
"""

import re

from transflow.markdown.feature import Feature, Hidden, Hiding, Role, Source

# Past `>}}` within quotes (`title="a >}} b"`), and backticks over several lines.
TAG = re.compile(
    r"""\{\{[<%]-?\s*+(?P<slash>/?)\s*+(?P<name>[\w.-]++(?:/[\w.-]++)*+)
        (?P<args>(?:"(?:\\.|[^"\\\n])*+"|`[^`]*+`|(?!/?-?[>%]\}\})[^"`{]|\{(?!\{))*+)
        (?P<self>/?)-?[>%]\}\}""",
    re.VERBOSE,
)


def _find(source: Source, start: int) -> Hidden | None:
    text = source.text
    closing = f"{text[start + 2].replace('<', '>')}}}}}"
    # `{{</* figure */>}}` shows a shortcode, and runs none.
    if text.startswith("/*", start + 3):
        end = source.find(f"*/{closing}", start)
        return Hidden(start, end + 5) if end < len(text) else None
    if match := TAG.match(text, start):
        return Hidden(start, match.end(), match["name"], _role(match))
    end = source.find(closing, start)
    # What is no shortcode as it should be is copied all the same, unless its end stands in another line.
    is_in_line = end < min(source.find("\n", start), source.find("\r", start))
    return Hidden(start, end + 3) if is_in_line else None


def _role(match: re.Match[str]) -> Role:
    if match["slash"]:
        return "close"
    return "single" if match["self"] else "open"


FEATURE = Feature(hides=(Hiding(r"\{\{[<%]", _find, "{{", in_code=True),))
