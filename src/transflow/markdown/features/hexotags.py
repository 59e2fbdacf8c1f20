"""Tags of Hexo and its themes: `{% note info 标题 %}`, `{% link 文字 https://example.org 标题 %}`.

Stays: the tag, classes, colours, addresses, sizes, icons, the name of `{% tabs %}`, which is part of addresses.
Offered: by place, what a reader sees: titles of `note`, `codeblock`, `link`, `post_link`, `img`, `asset_img`, `blockquote`, `label`,
`btn`, `hideToggle`, `fold`, `folding`, `timeline`, `timenode`, `checkbox`, `galleryGroup`, `box`, `mark`, `quot`, `poetry` and their like,
without options at either end (`color:red`), and of `<!-- tab 标题 -->`, `<!-- timeline 标题 -->`, `<!-- node 标题 -->` and `<!-- folder 标题 -->`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from transflow.markdown.feature import Feature, Line
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.fences import is_title
from transflow.markdown.leaves import Span

_NAME = GRAMMAR["hexo-tag"]
_URL = r"(?:https?://\S+|[/#]\S*|\S+\.html?)"
_OPTION = r"(?:(?:lang|line_number|line_threshold|highlight|first_line|mark|wrap|from|to|language_attr):\S+)"
# Words that name how a box looks in the themes that are most used.
_LOOK = (
    r"(?:default|primary|success|info|warning|danger|error|no-icon|simple|modern|flat|disabled|blue|pink|red|purple|orange|green|cyan"
    r"|yellow|gr[ae]y|black|white|light|dark|open|close|icon|quote|done|radiation|bug|idea|link|paperclip|todo|message|guide"
    r"|download|up|undo|fa[bsrl]?|fa-[\w-]+|'[a-z\d -]*')"
)
# Some of the patterns below look for what ends an argument from each of its characters.
_MOST = 400
"""Characters of a tag that is read."""
_REST = r"(?P<text>\S.*)"
_FIRST = r"(?P<text>[^,]*[^,\s])\s*(?:,.*)?"
# The fourth is a title to NexT, colours and sizes to Butterfly.
_HUES = rf"(?:(?:{_LOOK}|outline|block|center|right|larger)(?:\s++|(?=,|\Z)))+"
_SECOND = rf"[^,]*,\s*(?P<text>[^,]*[^,\s])\s*(?:,[^,]*(?:,\s*+(?!{_HUES}(?:,|\Z))(?P<text2>[^,]*[^,\s])\s*)?)?(?:,.*)?"
_LAST = r"(?:[^,]*,\s*)?(?P<text>[^,\s][^,]*)"
# Title and other text of an image, in quotes within quotes as Hexo wants them, or side by side; other quotes are the text's own.
_WITHIN = (
    r"""'"(?P<text>[^"'\\]+)"(?:[ \t]*"(?P<text2>[^"'\\]*)")?'""",
    r""""'(?P<text3>[^"'\\]+)'(?:[ \t]*'(?P<text4>[^"'\\]*)')?\"""",
)
_BESIDE = (
    r"""(?:"(?P<text5>[^"'\\][^"\\]*)"|'(?P<text6>[^"'\\][^'\\]*)')"""
    r"""(?:[ \t]*(?:"(?P<text7>(?:[^"'\\][^"\\]*)?)"|'(?P<text8>(?:[^"'\\][^'\\]*)?)'))?"""
)
_QUOTED = "|".join((*_WITHIN, _BESIDE))
_FILE = r"""(?:"[^"\s]*\.\w+"|'[^'\s]*\.\w+')"""
_STRING = r"""(?:"[^"\\]+"|'[^'\\]+')"""
_TITLED = r"""(?:"[^"]*"|'[^']*'|[^\s"']\S*)[ \t]+(?P<text>\S.*?)(?:[ \t]+(?:true|false))?"""
_TITLE = rf"(?:{_OPTION}[ \t]+)*(?P<text>(?!{_OPTION}|{_URL})\S+(?:[ \t]+(?!{_OPTION}|{_URL})\S+)*)"
_TAGS: Mapping[str, str] = {
    "blockquote quote": rf"(?P<text>\S.*?)(?:[ \t]+{_URL}(?:[ \t]+(?P<text2>\S.*))?)?",
    "codeblock code": rf"{_TITLE}(?:[ \t]+{_OPTION})*(?:[ \t]+{_URL}(?:[ \t]+(?P<text2>(?!{_OPTION})\S.*?))?)?(?:[ \t]+{_OPTION})*",
    "include_code": rf"{_TITLE}(?:[ \t]+{_OPTION})*[ \t]+\S+",
    "img": rf"(?:[^\"']*[ \t](?!{_FILE})|[^\"']*{_FILE}[ \t]+(?:\d+%?[ \t]+){{0,2}})(?:{_QUOTED})",
    "asset_img": rf"(?:\S+[ \t]+)*?[^\s\"']+\.\w+(?:[ \t]+\d+%?){{0,2}}[ \t]+(?:{_QUOTED}|(?P<text9>[^\s\d\"'].*))",
    "link": rf"(?P<text>[^,]*[^,\s])\s*,\s*(?:(?!{_URL})(?P<text5>[^,\s][^,]*),)?.*|(?P<text2>\S.*?)[ \t]+{_URL}(?:[ \t]+(?:true|false))?(?:[ \t]+(?P<text3>\S.*))?|{_URL}[ \t]+(?P<text4>[^\s,][^,]*)",
    "post_link asset_link": _TITLED,
    "note": rf"(?:{_LOOK}[ \t]+)*(?:{_LOOK},\s*)?(?!{_LOOK}(?:[ \t,]|\Z))(?P<text>[^\s,].*)",
    "fold": r"[\w-]*[ \t]*@(?P<text>\S.*)",
    "galleryGroup": rf"(?P<text>{_STRING})[ \t]+(?P<text2>{_STRING})[ \t]+\S.*",
    "label": r"[\w-]*[ \t]*@(?P<text>\S.*)|(?P<text2>[^\s@][^@]*?)(?:[ \t]+(?:default|blue|pink|red|purple|orange|green))?",
    "btn button": _SECOND,
    "hideToggle hideBlock timeline cb": _FIRST,
    "hideInline": r"(?P<text>[^,]*[^,\s])\s*(?:,\s*(?P<text2>[^,]*[^,\s])\s*(?:,.*)?)?",
    "folding": _LAST,
    "image": r"[^,]*,(?:[^,]*,)*?\s*alt=(?P<text>(?![\"'])[^,]*[^,\s])\s*(?:,.*)?|[^\s,]+[ \t]+(?P<text2>[^\s,][^,]*)",
    "checkbox radio span p": _LAST,
    "u emp wavy del psw timenode mark sup sub box quot poetry reel paper": _REST,
}
_RULES = {name: rule for names, rule in _TAGS.items() for name in names.split()}


def shown(tag: str) -> Iterator[Span]:
    """Yield what readers see of the arguments of a tag, and of no other: `{% raw %}` may have all up to its end in it."""
    match = _NAME.match(tag[:_MOST])
    found = _read(match) if match else None
    if match is None or found is None:
        return
    at = match.start("args")
    for group, said in found.groupdict().items():
        start = found.start(group)
        for first, last in _texts(said or ""):
            # A year may be all that is left of 2020 年.
            if is_title(said[first:last]) or said[first:last].strip().isdecimal():
                yield at + start + first, at + start + last


def _read(tag: re.Match[str]) -> re.Match[str] | None:
    """Return the arguments of a tag as its rule reads them; None if it has none or they are written otherwise."""
    rule, args = _RULES.get(tag["name"]), tag["args"]
    if rule is None:
        return None
    first, last = (0, len(args)) if _OPTION in rule else _without_options(args)
    return re.compile(rule).fullmatch(args, first, last)


def _without_options(args: str) -> Span:
    """Return where arguments begin and end without the options at either end: `color:red 标题 open:true`."""
    words = [found.span() for found in GRAMMAR["hexo-word"].finditer(args)]
    some = [span for span in words if not GRAMMAR["hexo-option"].fullmatch(args, *span)]
    return (some[0][0], some[-1][1]) if some else (0, 0)


def unread(tag: str) -> Iterator[str]:
    """Yield the words of the arguments of a tag that readers see and that cannot be told apart from its others."""
    match = _NAME.match(tag[:_MOST])
    if match and match["name"] in _UNREAD and not _read(match):
        yield from match["args"].split()


_UNREAD = frozenset({"btn", "button", "copy", "hashtag", "navbar"})
"""Tags with words behind which, in some theme, something else comes: a space in a text would be the end of it."""


def _texts(said: str) -> Iterator[Span]:
    """Yield the texts of an argument: quotes around one are no part of it, and `"张三" "书名"` are two."""
    if GRAMMAR["hexo-strings"].fullmatch(said):
        yield from ((found.start() + 1, found.end() - 1) for found in GRAMMAR["hexo-string"].finditer(said))
    # One that begins within quotes and goes on without is one text; where they do not close nothing can be told.
    elif said and (said[0] not in "\"'" or GRAMMAR["hexo-closed"].fullmatch(said)):
        yield 0, len(said)


def written(text: str, before: str) -> str:
    """Return an argument as it is written, behind what stands before it in the page: without what would end it.

    No tag has an escape: a comma of a list becomes a semicolon, a quote one that means nothing, where it would begin or end something.
    """
    begin = before.rfind("{%")
    name = _NAMED.match(before, begin) if begin >= 0 and "%}" not in before[begin:] else None
    if name is None:
        return text
    called = name["name"]
    if called in ("img", "asset_img"):
        return _curled(_curled(text, '"'), "'")
    if before[-1:] in _CURLED:
        text = _curled(text, before[-1])
    else:
        text = _paired(_paired(text, '"'), "'")
        text = GRAMMAR["hexo-opening"].sub(lambda found: _CURLED[found[0]].closing, text)
    listed = called not in _ONE or (called == "note" and "," in before[name.end() :])
    return text.replace(",", ";") if listed else text


def _paired(text: str, mark: str) -> str:
    """Return a text where quotes with a partner are an opening and a closing one, which mean nothing to a tag."""
    curled = _CURLED[mark]
    return curled.pair.sub(lambda found: f"{curled.opening}{found[1]}{curled.closing}", text)


def _curled(text: str, mark: str) -> str:
    """Return a text without a quote."""
    return _paired(text, mark).replace(mark, _CURLED[mark].closing)


class _Curled(NamedTuple):
    """What is written for a quote."""

    pair: re.Pattern[str]
    opening: str
    closing: str


_CURLED = {'"': _Curled(GRAMMAR["hexo-pair"], "“", "”"), "'": _Curled(GRAMMAR["hexo-single-pair"], "‘", "’")}
_NAMED = GRAMMAR["hexo-named"]
_ONE = frozenset({
    "blockquote", "quote", "codeblock", "code", "fold", "include_code", "post_link", "asset_link", "label", "note", "u", "emp", "wavy", "del", "psw", "timenode",
})  # fmt: skip
"""Tags whose arguments are no list with commas between."""
_CUT = GRAMMAR["hexo-cut"]
FEATURE = Feature(lines=(Line("<", _CUT),), shown=shown, written=written)
