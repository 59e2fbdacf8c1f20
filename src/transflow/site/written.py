"""Which language a page says it is in, or is written in by its look; of a few that are told easily, and never a guess."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from transflow import frontmatter, languages
from transflow.errors import TransflowError
from transflow.files import read_text
from transflow.site.arrangement import tag_of
from transflow.site.grammar import GRAMMAR
from transflow.site.walk import Disk

_WORD = GRAMMAR["letter-word"]
_LETTER = GRAMMAR["letter-or-figure"]

# Enough to tell of two languages which one a site is written in.
_SAMPLE = 300
"""Pages that are read to find out which language a site is written in."""
# The begin of a page tells as much as all of it, and each table of words is held against it.
_HEAD = 20_000
"""Characters of a page that are looked at."""
_FENCE = GRAMMAR["no-prose"]
# In this order: a Japanese text has Han characters, too, so kana decide first, and a few are enough.
_SCRIPTS = (
    ("ja", GRAMMAR["kana"], 0.08),
    ("ko", GRAMMAR["hangul"], 0.15),
    ("zh-CN", re.compile(rf"[{languages.chars('Hans')}]"), 0.25),
    ("ar", GRAMMAR["arabic"], 0.3),
    ("he", GRAMMAR["hebrew"], 0.3),
    ("th", GRAMMAR["thai"], 0.3),
)
"""Languages with a sign of each, and how many of those there are in a text at least for one letter or figure."""
_TRADITIONAL, _SIMPLIFIED = GRAMMAR["traditional"], GRAMMAR["simplified"]  # fmt: skip
_WORDS: Mapping[str, str] = {
    "en": "the and of is are to which with this that how about",
    "de": "der die das und ist nicht mit wird werden eine für auf auch",
    "fr": "les des est une dans pour pas vous avec sur cette sont",
    "es": "los las del una para con por esta como puede más según",
    "pt": "os uma não para com você são mais isso pode seu ou dos",
    "it": "che della di gli una per non con sono questo nel alla",
    "nl": "het een van niet voor zijn wordt met deze naar ook kan",
    "pl": "jest nie się oraz dla przez który które można jako tego",
    "ru": "и в не на что для это как по из или с",
    "uk": "і в не на що для це як за із або з та є",
    "tr": "ve bir bu için ile olarak daha gibi olan değil",
    "vi": "và của là một các cho không được này trong với",
    "id": "dan yang untuk dengan ini dari adalah tidak pada dapat",
}
"""Words that most sentences of a language have, and few of another."""


class Written:
    """What the pages of a site are written in."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self._known: dict[str, str] = {}
        self._headed: set[str] = set()

    def of(self, path: str) -> str:
        """Return the language that a page says, or else looks like; empty if it cannot be told."""
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def most(self, paths: Iterable[str]) -> Counter[str]:
        """Return how many of some pages, of a few hundred at most, are in each language that can be told."""
        every = list(paths)
        # Evenly over the site, since the first pages of a list are those of one folder.
        found = Counter(map(self.of, every[:: len(every) // _SAMPLE + 1]))
        del found[""]
        return found

    def are_plain(self, paths: Iterable[str]) -> bool:
        """Whether pages have no front matter, as far as a few hundred of them tell; false if there are none."""
        every = list(paths)
        sample = every[:: len(every) // _SAMPLE + 1]
        for path in sample:
            self.of(path)
        return bool(sample) and not self._headed.intersection(sample)

    def _read(self, path: str) -> str:
        try:
            text = read_text(self.disk, path)
            front = frontmatter.parse(text, path)
            value = front.data.get("lang")
            self._headed |= {path} if front.end else set()
        # It is told when the page is looked at; here it only has no vote.
        except TransflowError:
            return ""
        # `lang: [zh]` is a list of one.
        word = value[0] if isinstance(value, list) and value else value
        # Keys and settings are English on every site: they count where nothing else tells.
        return (tag_of(word) if isinstance(word, str) else "") or look(text[front.end :]) or look(text)


def look(text: str) -> str:
    """Return the language that a text looks like, of those that are easily told; empty for any other."""
    text = _FENCE.sub(" ", text[:_HEAD])
    letters = len(_LETTER.findall(text))
    by_script = (tag for tag, sign, share in _SCRIPTS if len(sign.findall(text)) > share * letters)
    if found := next(by_script, ""):
        traditional = len(_TRADITIONAL.findall(text)) > len(_SIMPLIFIED.findall(text))
        return "zh-TW" if found == "zh-CN" and traditional else found
    words = _WORD.findall(text.lower())
    tables = ((frozenset(own.split()), tag) for tag, own in _WORDS.items())
    counts = sorted(((sum(word in own for word in words), tag) for own, tag in tables), reverse=True)
    (most, tag), (second, _) = counts[:2]
    # Four words of a hundred: sentences have ten or more, and a table of names has hardly one.
    return tag if most > second and most * 25 >= len(words) and most else ""
