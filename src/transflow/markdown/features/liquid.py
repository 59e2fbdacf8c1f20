"""Liquid and its relatives (Jekyll, Hexo, Jinja): `{{ page.title }}`, `{% include figure.html caption="图" %}`.

Stays: tags and variables, over several lines, too; all between `{% highlight %}`, `{% codeblock %}`, `{% raw %}` or
`{% comment %}` and its end. A tag that names a page (`{% link a.md %}`, `{% post_link a %}`) leads to its translation.
Offered: the arguments of `markdown.shortcodes`, and what stands between other tags.
"""

from transflow.markdown.feature import Feature, Hidden, Hiding, Role, Source
from transflow.markdown.features.grammar import GRAMMAR

RAW = (
    "highlight",
    "codeblock",
    "code",
    "raw",
    "comment",
    "mermaid",
    "chart",
    "math",
    "gist",
    "flink",
    "aplayerlist",
    "chartjs",
    "dplayerlist",
    "echarts",
    "flow",
    "graph",
    "katex",
    "latex",
    "plantuml",
    "score",
    "sequence",
    "wavedrom",
)
_MUSTACHE = GRAMMAR["mustache"]
_NAME = GRAMMAR["liquid-name"]


def _variable(source: Source, start: int) -> Hidden | None:
    match = _MUSTACHE.match(source.text, start)
    return Hidden(start, match.end()) if match else None


def _tag(source: Source, start: int) -> Hidden | None:
    end = source.find("%}", start)
    # A `{%` that is not closed in its paragraph must not take the next one along, up to some `%}`.
    if end >= len(source.text) or end > source.paragraph_end(start):
        return None
    name = _NAME.match(source.text, start)
    assert name is not None  # it begins so
    # `{% endif %}` is the end of `{% if %}`; a comment like `{%- # … -%}` has no name.
    role: Role = "close" if name["end"] else "open" if name["name"] else "single"
    return Hidden(start, end + 2, f"%{name['name']}", role)


FEATURE = Feature(
    hides=(
        Hiding(r"\{\{(?![<%])", _variable, "{{", in_code=True),
        Hiding(r"\{%", _tag, "{%", in_code=True),
    )
)
