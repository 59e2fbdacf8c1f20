"""TF1xx: is every promised translation there, known, and up to date?"""

from collections.abc import Iterator

from transflow.checks.finding import Hit, Place
from transflow.checks.subject import Subject
from transflow.document import Document
from transflow.errors import command
from transflow.site.marks import hidden, hiding_line, kept_out
from transflow.site.translations import status_of
from transflow.tracker import Link, drafted


def declared_missing(subject: Subject) -> Iterator[Hit]:
    """The source page lists a language in `translations`, but there is no such page.

    Why: readers and search engines are sent to a page that does not exist.
    Example: `translations: [en]` in `content/a.md`, and no `content/a.en.md`.
    Fix: draft the page with `transflow translate content/a.md`, commit one that is there but not in the commit
        yet, rename it along with its source page (`git mv`), or take the language off the list.
    """
    if subject.state == "declared-missing":
        told = (
            f"{subject.language} is listed in `translations`, but {_no_page(subject)}, or `git mv` the one that has "
            f"another name, or take {subject.pair.language!r} off `translations`"
        )
        yield Hit(_promise(subject), told)


def required_missing(subject: Subject) -> Iterator[Hit]:
    """A language that the site requires of every page is missing.

    Why: `required` in `transflow.yaml` names the languages that no commit may lack.
    Example: `required: [en]`, and no `content/a.en.md` beside `content/a.md`.
    Fix: draft the page with `transflow translate content/a.md`, or write `translate: false` into the front matter
        of a page that is to stay in one language.
    """
    # One that is promised as well is told as TF101, and once is enough.
    if subject.required and subject.state == "missing":
        yield Hit(_promise(subject), f"{subject.language} is required of every page, but {_no_page(subject)}")


def stale(subject: Subject) -> Iterator[Hit]:
    """The source page changed after it was translated.

    Why: the translation says what the source said earlier. The finding stands at the first text concerned.
    Example: a paragraph of `content/a.md` was rewritten after `content/a.en.md` was made.
    Fix: `transflow diff content/a.md` shows what changed; `transflow translate content/a.md` drafts it anew.
    """
    if subject.state == "stale" and subject.comparison:
        count = subject.comparison.changed
        what = "1 text or block" if count == 1 else f"{count} texts or blocks"
        yield Hit(
            _first(subject, ("redraft", "drop")),
            f"the source changed in {what} since: run {command('transflow translate', subject.pair.source)}",
        )


def orphan(subject: Subject) -> Iterator[Hit]:
    """The source page of a translation is gone.

    Why: nobody will keep the translation up to date.
    Example: `content/a.md` was deleted or renamed, `content/a.en.md` still stands.
    Fix: if the source was renamed, `transflow translate` with its new name, which the message gives where it is known,
        moves the translation too. Else bring the source back, or let `transflow clean --orphans` remove the
        translation, which it does only if nobody wrote anything in it.
    """
    if subject.state == "orphan":
        new = subject.renamed_to
        renamed = (
            f"{new} seems to be its new name: run `transflow translate {new}`, which moves this page too"
        )
        gone = "bring it back, rename this page too, or see what `transflow clean --orphans --dry-run` says"
        yield Hit(
            Place(subject.pair.target),
            f"its source page {subject.pair.source} is gone{f'; {renamed}' if new else f': {gone}'}",
        )


def undeclared(subject: Subject) -> Iterator[Hit]:
    """A reviewed translation that its source page does not list.

    Why: themes and readers find a translation through the list.
    Example: `content/a.en.md` is reviewed, and `translations` of `content/a.md` lacks `en`.
    Fix: add the language to `translations` of the source page; `transflow check --fix` does.
    """
    if subject.state == "undeclared":
        yield Hit(
            subject.at_source_key("translations"),
            f"the reviewed {subject.language} translation is not in `translations`: add {subject.pair.language!r}",
        )


def conflict(subject: Subject) -> Iterator[Hit]:
    """The source of a text that a person wrote or approved changed.

    Why: only a person may change such a text, so it waits for one.
    Example: a translator corrected a paragraph; then somebody rewrote it in the source page.
    Fix: `transflow diff` shows both, and the new draft that `transflow translate` left in the record; correct the
        text, or `transflow approve` it as it stands.
    """
    if subject.comparison is None or subject.target is None or subject.source is None:
        return
    for link in subject.comparison.links:
        if link.fate == "conflict" and link.target is not None:
            yield Hit(
                subject.at(subject.target.blocks[link.target].start),
                _conflict_message(link, subject.pair.target),
            )


def _conflict_message(link: Link, page: str) -> str:
    what = "is gone" if link.source is None else "changed"
    waits = bool(link.row and link.row.pending and link.row.pending.draft)
    shown = f" (`transflow diff {page}` shows a new draft)" if waits else ""
    return f"the source of this text {what} after a person wrote it: correct it{shown}, or approve it as it stands"


def unreviewed_live(subject: Subject) -> Iterator[Hit]:
    """A published page holds text that nobody has reviewed.

    Why: a redraft keeps a live page live, so that no page vanishes; until somebody approves it, readers see
        a machine's text.
    Example: `translation.status: draft` on a page without `draft: true`; or a page approved on one branch, into
        which another brought a new draft.
    Fix: read it, then `transflow approve` it; or set `draft: true` until somebody has.
    """
    target, seen = subject.target, subject.comparison
    if target is None or subject.state in ("orphan", "untracked"):
        return
    # Only what is surely hidden: of what else may stand there, generators make one thing or the other.
    if kept_out(target):
        return
    if status(subject) != "reviewed":
        yield Hit(
            subject.at_own("status"),
            f"this page is live, but its draft was never reviewed: approve it{_or_hide(target)}",
        )
    # A merge brings drafts into a page that was approved on its own branch.
    elif seen and seen.unread:
        first = min(target.blocks[link.target].start for link in seen.unread if link.target is not None)
        texts = "1 text" if len(seen.unread) == 1 else f"{len(seen.unread)} texts"
        yield Hit(
            subject.at(first),
            f"this page is live and says it was reviewed, but nobody has approved {texts} of it, from here on: "
            f"approve it{_or_hide(target)}",
        )


def _or_hide(page: Document) -> str:
    return "" if page.is_silent else f", or set `{hiding_line(page)}`"


def untracked(subject: Subject) -> Iterator[Hit]:
    """A translation without a record of what it was made from.

    Why: without its bitext nobody can tell whether it is up to date.
    Example: a page written by hand, or before transflow was used.
    Fix: `transflow adopt content/a.en.md` records it.
    """
    if subject.state == "untracked" and not subject.unstaged:
        yield Hit(
            Place(subject.pair.target),
            f"nobody recorded this translation: run {command('transflow adopt', subject.pair.target)}",
        )


def record_not_staged(subject: Subject) -> Iterator[Hit]:
    """A translation is staged without the record of what it was made from.

    Why: whoever checks out the commit sees a page that its record knows nothing of, and takes drafts for a
        person's work.
    Example: `git add content/a.en.md` after `transflow translate`, without `.transflow/bitext/en/content/a.md.jsonl`.
    Fix: stage the record too; the message names it. Git must not ignore `.transflow`. A text that a person brought up to date is recorded by
        `transflow approve content/a.en.md`.
    """
    stage = command("git add", subject.recorded_at)
    if subject.unstaged:
        why = ", and git ignores it: take `.transflow` out of `.gitignore`, then" if subject.ignored else ":"
        yield Hit(Place(subject.pair.target), f"its record is not staged{why} run {stage}")
    elif (start := min(_ahead(subject), default=None)) is not None:
        yield Hit(
            subject.at(start),
            f"this text is newer than its record: run {stage}, or after correcting it yourself "
            + command("transflow approve", subject.pair.target),
        )


def _ahead(subject: Subject) -> Iterator[int]:
    """Yield where the commit that is being made changes a text along with its source, and leaves the record behind."""
    if subject.before is None or subject.target is None or subject.comparison is None:
        return
    links = subject.comparison.links
    added = any(link.fate == "redraft" and link.row is None for link in links)
    before = None
    for link in links:
        late = link.fate == "conflict" and link.source is not None and link.row and not link.row.pending
        if link.target is not None and (late or (added and link.fate == "own")):
            block = subject.target.blocks[link.target]
            # Read once, and only where a text may be late: it asks git.
            before = subject.before() if before is None else before
            # What stood there before this commit is not newer than its record.
            if block.text not in before:
                yield block.start


def unmodified(subject: Subject) -> Iterator[Hit]:
    """More of a reviewed page stands as a machine drafted it than the site allows.

    Why: `languages: {ja: {max_unmodified: 90}}` says how much a review may leave untouched; more looks like none.
    Example: somebody approved `content/a.ja.md`, and 19 of its 20 texts are the machine's to the letter.
    Fix: read the page again, and correct it; or raise the number.
    """
    if subject.comparison is None or subject.target is None or status(subject) != "reviewed":
        return
    texts, untouched = drafted(subject.target, subject.comparison)
    # Multiplied, not divided: no rounding at the limit.
    if texts and untouched * 100 > subject.max_unmodified * texts:
        most = f"at most {subject.max_unmodified}% may be"
        told = f"{untouched} of {texts} texts are as a machine drafted them; {most}"
        told = told if texts > 1 else f"its one text is as a machine drafted it; {most}"
        yield Hit(subject.at_own("status"), told)


def withdrawn(subject: Subject) -> Iterator[Hit]:
    """The source page was withdrawn, and its translation is still published.

    Why: what was taken back in one language goes on being read in the other.
    Example: `draft: true` (or `published: false`) in `content/a.md`, and neither in the live `content/a.en.md`.
    Fix: set `draft: true` in the translation too, or publish the source page again.
    """
    if subject.source is None or subject.target is None:
        return
    if hidden(subject.source) and not hidden(subject.target):
        yield Hit(
            subject.at_key(subject.target.dialect.hiding[0]),
            f"{subject.pair.source} is withdrawn, and this translation is live: set `{hiding_line(subject.target)}` here too, or publish it again",
        )


def status(subject: Subject) -> str:
    """Return what the translation says of itself: `draft`, `reviewed` or nothing."""
    return status_of(subject.target, subject.record) if subject.target else ""


def _promise(subject: Subject) -> Place:
    """Return the line of the source page that promises a translation: its `translations`, or its first line."""
    listed = subject.source.said.get("translations") if subject.source else None
    if isinstance(listed, list):
        for number, tag in enumerate(listed):
            # As it is written there, zh_CN or zh-cn, so that the finding stands at that very line.
            if isinstance(tag, str) and tag.replace("_", "-").lower() == subject.pair.language.lower():
                return subject.at_source_key("translations", number)
    return subject.at_source_key("translations")


def _no_page(subject: Subject) -> str:
    return f"{subject.pair.target} does not exist: run {command('transflow translate', subject.pair.source)}"


def _first(subject: Subject, fates: tuple[str, ...]) -> Place:
    """Return the place of the first text with one of these fates; the page's first line for one that is missing."""
    if subject.comparison is None or subject.target is None:
        return Place(subject.pair.target)
    starts = (
        subject.target.blocks[link.target].start
        for link in subject.comparison.links
        if link.fate in fates and link.target is not None
    )
    # What the source lost, or has new, may stand nowhere in the translation.
    first = min(starts, default=None)
    return Place(subject.pair.target) if first is None else subject.at(first)
