"""TF7xx: does the translation's front matter say what it should?"""

from collections.abc import Iterator

from transflow import languages, strings
from transflow.checks.finding import Hit
from transflow.checks.subject import Subject, moved_on
from transflow.checks.workflow import status
from transflow.document import Document, key_path
from transflow.model import Unit
from transflow.site.marks import hiding_line, kept_out


def language(subject: Subject) -> Iterator[Hit]:
    """The page says another language than its place does.

    Why: planner, theme and search engines believe it.
    Example: `lang: zh-CN` in `content/a.en.md`.
    Fix: write the language of the translation.
    """
    if subject.target is None or "lang" not in subject.target.said:
        return
    stated = subject.target.said["lang"]
    # Some themes take a list of languages.
    tags = stated if isinstance(stated, list) else [stated]
    if not any(isinstance(tag, str) and languages.same(tag, subject.pair.language) for tag in tags):
        said = ", ".join(map(str, tags))
        yield Hit(subject.at_key("lang"), f"`lang` is {said}, but this is the place of {subject.language}")


def translations(subject: Subject) -> Iterator[Hit]:
    """The two ends of a translation list different languages.

    Why: readers of one page are offered other languages than readers of the other.
    Example: `translations: [zh-CN, en, fr]` in `content/a.md`, `translations: [zh-CN, en]` in `content/a.en.md`.
    Fix: write the same list on both ends; `transflow check --fix` copies the source page's.
    """
    if subject.target is None or subject.source is None or "translations" not in subject.target.said:
        return
    of_source, of_target = (_tags(page.said.get("translations")) for page in (subject.source, subject.target))
    # Each page may name its own language or leave it out: `[zh-CN, en]` here and `[en]` there are one list.
    own = {_canonical(subject.origin), _canonical(subject.pair.language)}
    if of_source - own != of_target - own:
        yield Hit(subject.at_key("translations"), "`translations` is not the same list as in the source page")


def clash(subject: Subject) -> Iterator[Hit]:
    """Source and translation claim the same address.

    Why: only one of the two pages can be built there.
    Example: `url: /a/` on both pages; `permalink` of Jekyll, `abbrlink` of Hexo, `slug` of Starlight.
    Fix: give the translation an address of its own, or take the line out.
    """
    if subject.target is None or subject.source is None:
        return
    of_source, of_target = subject.source.said, subject.target.said
    for address in subject.target.dialect.addresses:
        key = address.removeprefix("/")
        if shared := _absolute(address, of_source.get(key)) & _absolute(address, of_target.get(key)):
            yield Hit(
                subject.at_key(key),
                f"`{key}` {min(shared)} is taken by the source page: only one of the two can have it",
                "warning" if key in ("aliases", "redirect_from") else None,
            )


def _absolute(address: str, value: object) -> set[str]:
    """Return the addresses of a value that do not depend on where the page stands."""
    items = value if isinstance(value, list) else [value]
    said = {str(item) for item in items if isinstance(item, str | int) and not isinstance(item, bool)}
    # `slug: a` is relative to the page's own section and language under most generators; `/a` and every `url` are not.
    rooted = address in ("/slug", "aliases", "redirect_from")
    return {item for item in said if item.startswith("/") or (item and not rooted)}


def never_live(subject: Subject) -> Iterator[Hit]:
    """A reviewed translation of a live page is still hidden.

    Why: `draft: true` keeps the page out of the site though somebody approved it.
    Example: `draft: true` with `translation.status: reviewed`; the source page has no `draft`.
    Fix: `transflow approve` gives `draft` the source's value; or take the line out.
    """
    if subject.target is None or subject.source is None or status(subject) != "reviewed":
        return
    if kept_out(subject.target) and not kept_out(subject.source):
        yield Hit(
            subject.at_key(subject.target.dialect.hiding[0]),
            f"the page was reviewed but is hidden by `{hiding_line(subject.target)}`: take the line out",
        )


def status_unknown(subject: Subject) -> Iterator[Hit]:
    """`translation.status` says something that nobody understands.

    Why: a page counts as reviewed only if it says so.
    Example: `status: done`.
    Fix: write `draft` or `reviewed`.
    """
    if status(subject) not in ("", "draft", "reviewed"):
        yield Hit(
            subject.at_own("status"),
            f"`{subject.own_key}.status` is {status(subject)!r}: write `draft` or `reviewed`",
        )


def value_missing(subject: Subject) -> Iterator[Hit]:
    """A front-matter value that is translated, or was copied, stands in the source page and not in the translation.

    Why: lists, search engines and previews show the page without it; without `layout` or `weight` it is another page. Of
        what is copied only keys are told that were in the draft and went since; the next `translate` takes them for left out.
    Example: the source has a `summary`, the translation has none; or of interface strings, `{{ .Count }} articles` has a form
        for `other` numbers and none for `one`.
    Fix: translate it; write the form that is missing.
    """
    if subject.target is None or subject.source is None or moved_on(subject):
        return
    # `top` is -1 for values of front matter, which stand in no block of the body.
    there = {block.key for block in subject.target.blocks if block.top < 0}
    for number, block in enumerate(subject.source.blocks):
        if block.top < 0 and isinstance(block, Unit) and block.key not in there:
            yield Hit(subject.at_key(key_path(subject.source, number)[0]), f"`{block.key}` is missing")
    yield from _keys_gone(subject, subject.target)
    yield from _forms_missing(subject)


def _keys_gone(subject: Subject, page: Document) -> Iterator[Hit]:
    """Yield the keys of the header that were copied into the translation, and that somebody took out."""
    told = set[str]()
    for link in subject.comparison.links if subject.comparison and not page.dialect.strings else ():
        if link.source is None or link.target is not None or link.row is None or link.row.absent:
            continue
        assert subject.source is not None  # it has been compared
        block = subject.source.blocks[link.source]
        if block.top >= 0 or isinstance(block, Unit) or link.fate != "keep":
            continue
        key = str(key_path(subject.source, link.source)[0])
        if key not in page.said and key not in told:
            told.add(key)
            yield Hit(subject.at_key(key), f"`{key}` was copied from the source, and is missing")


def _forms_missing(subject: Subject) -> Iterator[Hit]:
    """Yield the strings of Hugo that count something and lack a plural form of their language."""
    if subject.target is None or not subject.target.dialect.strings:
        return
    page = subject.target
    there = {block.key for block in page.blocks}
    wanted = languages.plural_forms(subject.pair.language)
    for block in page.blocks:
        above, _, last = block.key.rpartition("/")
        # Every language has `other`, so it says which strings are counted at all.
        if last != "other" or not isinstance(block, Unit) or not strings.counts(block.text):
            continue
        missing = [form for form in wanted if f"{above}/{form}" not in there]
        if missing:
            told = f"`{above}` has no form for {', '.join(f'`{form}`' for form in missing)}, which {subject.language} tells apart"
            yield Hit(subject.at(block.start), told)


def _tags(value: object) -> set[str]:
    items = value if isinstance(value, list) else [value]
    return {_canonical(item) for item in items if isinstance(item, str) and item}


def _canonical(tag: str) -> str:
    try:
        return languages.canonical(tag)
    except ValueError:
        # What CLDR does not know is compared as it is written: two equal mistakes are one list.
        return tag.lower()
