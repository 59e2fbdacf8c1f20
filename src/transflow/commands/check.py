"""`check`: from the workspace to findings. Nothing here prints or exits."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from transflow import checks, languages
from transflow.checks import CLOSING, Finding, Judged, Place, Settings, Subject, Waiver, baseline, waivers
from transflow.commands import kept
from transflow.commands.effort import PageEffort, effort
from transflow.errors import ConfigError, TransflowError
from transflow.files import read_text
from transflow.reports import PageRow
from transflow.site.anchors import Anchors
from transflow.site.config import CONFIG_NAME
from transflow.site.knowledge import Knowing
from transflow.site.links import Links
from transflow.site.picture import Picture
from transflow.site.routes import Routes
from transflow.site.scope import BASELINE, Scope, concerns
from transflow.site.translations import Filter, Translation
from transflow.site.workspace import Pair, Workspace


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found in a workspace."""

    pages: tuple[PageRow, ...]
    findings: tuple[Finding, ...]
    """Neither waived nor known from the baseline; sorted by path, line and code."""
    waived: tuple[tuple[Finding, str], ...] = ()
    """Each with the reason of its waiver."""
    known: tuple[Finding, ...] = ()
    """Known from the baseline."""
    problems: tuple[TransflowError, ...] = ()
    """What could not be read; the other pages were checked."""
    efforts: tuple[PageEffort, ...] = ()
    """What people made of the drafts of each page."""
    run: "Run | None" = field(default=None, compare=False, repr=False)
    """What found it, for those who want to read the pages as well."""

    def failed(self, *, strict: bool) -> bool:
        """Whether there is an error, or in strict mode any finding."""
        return any(strict or finding.severity == "error" for finding in self.findings)


def check(
    workspace: Workspace,
    wanted: Filter = Filter(),
    settings: Settings | None = None,
    scope: Scope | None = None,
) -> Checked:
    """Run checks over the translations that are asked for.

    Args:
        workspace: Where.
        wanted: Which translations; all by default.
        settings: Which checks; by default what the configuration says.
        scope: What a commit or a branch touches, if only that is to be judged: everything about the translations
            it touches, and of the others what their sources promise.

    Raises:
        ConfigError: A glossary, the baseline or the configuration of the checks is wrong, or a path or language
            asked for is not in the workspace.
    """
    settings = settings or checks.settings(workspace.config.checks)
    run = Run(workspace, wanted, settings, scope)
    pairs = [pair for pair in run.picture.asked(wanted) if scope is None or _touched(workspace, scope, pair)]
    pages, failed = run.all(pairs)
    problems = (*run.picture.problems(wanted, failed), *run.routes.problems)
    if scope:
        # A commit is not stopped by a page that it does not touch.
        problems = tuple(problem for problem in problems if concerns(workspace, scope, problem.path))
    known = _known(workspace)
    # Cores end in any order; equal findings are known to the baseline in theirs.
    found = sorted(run.findings, key=_order)
    new = baseline.new(found, known)
    fresh = set(new)
    old = tuple(finding for finding in found if finding not in fresh)
    waived = tuple(sorted(run.waived.items(), key=lambda pair: _order(pair[0])))
    return Checked(pages, new, waived, old, problems, tuple(run.efforts), run)


def _touched(workspace: Workspace, scope: Scope, pair: Pair) -> bool:
    return scope.translation(pair, workspace.record_path(pair)) or scope.source(pair)


def findings(workspace: Workspace, item: Translation) -> tuple[Finding, ...]:
    """Return what is found wrong with the texts of one translation, without what is waived or known from the baseline.

    Raises:
        ConfigError: A glossary, the baseline or the configuration of the checks is wrong.
    """
    run = Run(workspace, Filter((item.pair.target,)), checks.settings(workspace.config.checks), None)
    # Waivers are not closed: what is unused on one page says nothing of an approval.
    run.take(item)
    here = (one for one in run.findings if one.path == item.pair.target and one.code[:3] in _OF_TEXTS)
    return baseline.new(sorted(here, key=_order), _known(workspace))


_OF_TEXTS = frozenset({"TF2", "TF3", "TF4", "TF5", "TF6"})
"""Families of checks that are about texts: what an approval stands for."""


def _known(workspace: Workspace) -> Counter[baseline.Entry]:
    tree = workspace.tree
    return baseline.loads(read_text(tree, BASELINE), BASELINE) if tree.has(BASELINE) else Counter()


def write_baseline(workspace: Workspace) -> int:
    """Accept every finding that there is now, and return how many these are.

    Raises:
        TransflowError: Some page cannot be read, or the baseline cannot be written.
    """
    seen = check(workspace)
    if seen.problems:
        raise seen.problems[0]
    # Both: what it knew already is still there, and would be new without.
    found = (*seen.findings, *seen.known)
    workspace.disk.write(BASELINE, baseline.dumps(found))
    return len(found)


def _order(finding: Finding) -> tuple[str, int, int, str, str, str]:
    return (finding.path, finding.line, finding.column, finding.code, finding.language, finding.message)


@dataclass
class Run:
    """One run of the checks, page by page."""

    workspace: Workspace
    wanted: Filter
    settings: Settings
    scope: Scope | None
    # A set: a waiver of the configuration is met at every page, and told once.
    findings: set[Finding] = field(default_factory=set)
    waived: dict[Finding, str] = field(default_factory=dict)
    """Each with its waiver's reason."""
    used: set[Waiver] = field(default_factory=set)
    waivers: dict[Waiver, Pair] = field(default_factory=dict)
    """Those met so far, each with the translation it was met at."""
    picture: Picture = field(init=False)
    knowing: Knowing = field(init=False)
    routes: Routes = field(init=False)
    anchors: Anchors = field(init=False)
    configured: tuple[Waiver, ...] = field(init=False)
    """Those of `transflow.yaml`."""
    efforts: list[PageEffort] = field(default_factory=list)
    asked: kept.Asked = field(init=False, default_factory=kept.Asked)
    """What the checks of the translation at hand asked about others."""

    def __post_init__(self) -> None:
        self.picture = Picture(self.workspace)
        self.knowing = Knowing(self.workspace)
        self.routes = Routes(self.workspace)
        self.anchors = Anchors(self.routes)
        self.configured = tuple(_configured(self.workspace))
        self.waivers.update(dict.fromkeys(self.configured, Pair("", CONFIG_NAME, "")))

    def all(self, pairs: Sequence[Pair]) -> tuple[tuple[PageRow, ...], list[TransflowError]]:
        """Check translations, and the waivers at the end: return those in the states asked for, and what cannot be read."""
        # Before the first page is read: most pages of a large site are as they were.
        store = kept.Store.of(self) if len(pairs) >= kept.LEAST else None
        seen: dict[Pair, kept.Seen | TransflowError] = {
            pair: known for pair in pairs if store and (known := store.get(pair))
        }
        rest = [pair for pair in pairs if pair not in seen]
        # In parallel where they are many; what a worker raises comes back as a value.
        for pair, found in zip(rest, self.picture.each(rest, self.look), strict=True):
            # A broken glossary is no page's own failure: it would be told a thousand times.
            if isinstance(found, ConfigError):
                raise found
            seen[pair] = found
            if store and isinstance(found, kept.Seen):
                store.put(pair, found)
        if store:
            store.save()
        pages, failed = list[PageRow](), list[TransflowError]()
        # In the order of the site, whichever came from the store.
        for one in (seen[pair] for pair in pairs):
            if isinstance(one, TransflowError):
                failed.append(one)
            # Filtered here, not before: a state is known only once a page was read.
            elif not self.wanted.states or one.page.state in self.wanted.states:
                self.add(one)
                pages.append(one.page)
        self.close()
        return tuple(pages), failed

    def take(self, item: Translation) -> None:
        """Check one translation."""
        self.add(self.look(item))

    def add(self, seen: "kept.Seen") -> None:
        """Take in what was found about one translation."""
        for waiver in seen.waivers:
            self.waivers.setdefault(waiver, seen.page.pair)
        self.efforts.append(seen.effort)
        self.findings.update(seen.findings)
        self.waived.update(seen.waived)
        self.used.update(seen.used)

    def look(self, item: Translation) -> "kept.Seen":
        """Return what is found about one translation, which hangs on no other."""
        self.asked = kept.Asked()
        # What is asked about other pages is part of what an answer hangs on: see `kept`.
        self.anchors.meant = self.asked.pages
        subject = self.subject(item)
        here = [waiver for page in (item.source, item.target) if page for waiver in waivers.in_page(page)]
        promised = {(waiver.names, waiver.reason) for waiver in here if waiver.path == item.pair.source}
        met = [
            waiver  # drafts copy comments: what speaks of the source says nothing of them
            for waiver in here
            if not (waiver.path == item.pair.target and (waiver.names, waiver.reason) in promised)
        ]
        found, waived, used = set[Finding](), dict[Finding, str](), dict[Waiver, None]()
        for finding in checks.run(subject, self.settings):
            if not self._counts(item, finding):
                continue
            covering = waivers.waived([*here, *self.configured], finding)
            if covering:
                waived[finding] = covering[0].reason
                used |= dict.fromkeys(covering)
            else:
                found.add(finding)
        page = kept.page_row(self.workspace, item)
        made = effort(item, self.knowing)
        return kept.Seen(page, tuple(found), tuple(waived.items()), tuple(met), tuple(used), made, self.asked)

    def _counts(self, item: Translation, finding: Finding) -> bool:
        """Whether a finding is about what the commit or branch touches."""
        if self.scope is None or self.scope.translation(item.pair, self.workspace.record_path(item.pair)):
            return True
        # Of a translation that the commit leaves alone only what its source promises can be the commit's fault.
        return finding.code.startswith("TF1") and self.scope.source(item.pair)

    def close(self) -> None:
        """Check the waivers, now that it is known what each of them waived."""
        for waiver, pair in self.waivers.items():
            judged = self._judged(waiver, pair)
            for rule in CLOSING:
                severity = self.settings.severity(rule, pair, None)
                if severity and rule.code in self.settings.codes:
                    self.findings.update(
                        checks.finding(rule, hit, severity, pair) for hit in rule.function(judged)
                    )

    def _judged(self, waiver: Waiver, pair: Pair) -> Judged:
        unknown = tuple(name for name in waiver.names if not checks.known(name))
        # A waiver of a check that did not run may well be needed.
        ran = not unknown and checks.codes(waiver.names) <= self.settings.codes
        # Whether all pages were looked at that it could have waived something on.
        whole = (
            not self.scope
            and not (self.wanted.languages or self.wanted.states)
            and (bool(waiver.path) or not self.wanted.paths)
        )
        # One that stands in a translation speaks of that page alone, which was looked at.
        alone = waiver.path == pair.target and not self.wanted.states
        return Judged(waiver, waiver in self.used or not (ran and (whole or alone)), unknown)

    def subject(self, item: Translation) -> Subject:
        """Return one translation as the checks take it."""
        origin = item.origin or self.workspace.config.sources[0]
        required = self.workspace.config.required
        return Subject(
            pair=item.pair,
            state=item.state,
            origin=origin,
            page=item.page,
            source=item.source,
            target=item.target,
            record=item.record,
            comparison=item.comparison,
            knowledge=self.knowing.of(origin, item.pair.language, item.pair.source),
            required=any(languages.same(tag, item.pair.language) for tag in required),
            renamed_to=item.renamed_to,
            max_risk=self.settings.max_risk,
            max_unmodified=self.workspace.config.language(item.pair.language).max_unmodified,
            recorded_at=self._recorded_at(item),
            unstaged=(unstaged := self._unstaged(item)),
            ignored=unstaged
            and self.scope is not None
            and self.scope.ignored(self.workspace.record_path(item.pair)),
            before=self._before(item),
            localised=partial(self._localised, item.pair),
            ids=self.anchors,
        )

    def _localised(self, pair: Pair, url: str) -> str:
        # Taken down with its answer: `kept` asks again, and believes an entry whose answers are the same.
        found = self.asked.links[url] = self.localised(pair, url)
        return found

    def localised(self, pair: Pair, url: str) -> str:
        """Return where a link in a translation should lead instead; empty if it is right."""
        new = Links(self.routes, pair.language).localised(pair.target, url)
        return self.anchors.led(pair.target, new or url) or new

    def _unstaged(self, item: Translation) -> bool:
        """Whether the commit has the translation and lacks changes of its record on disk."""
        scope = self.scope
        staged = scope is not None and item.pair.target in scope.touched
        return staged and scope is not None and scope.unstaged(self.workspace.record_path(item.pair))

    def _before(self, item: Translation) -> Callable[[], str] | None:
        """Return what reads the translation before a commit that changes it and leaves its record as it was."""
        scope, target = self.scope, item.pair.target
        if scope is None or item.record is None or target not in scope.committing:
            return None
        recorded = self.workspace.record_path(item.pair) in scope.committing
        return None if recorded else partial(self._earlier, scope, item.record.header.target, item.pair)

    def _earlier(self, scope: Scope, recorded: str, pair: Pair) -> str:
        """Return the translation before a commit, whatever its name was: that, its record's, one the commit takes away."""
        # `git mv` in the same commit: the text stood under the other name before.
        gone = {path for path in scope.deleted for _, place in self.workspace.slots(path) if place.is_target}
        return "\n\n".join(map(scope.before, sorted({pair.target, recorded, *gone})))

    def _recorded_at(self, item: Translation) -> str:
        """Return where the record stands: under the page's earlier name if it was renamed and nobody drafted since."""
        place = self.workspace.record_path(item.pair)
        if item.record is not None and not self.workspace.tree.has(place):
            said = item.record.header
            place = self.workspace.record_path(Pair(said.source, said.target, said.language))
        return _from_here(self.workspace.root, place)


def _from_here(root: Path, path: str) -> str:
    """Return a path of a workspace as git takes it in the current folder, if one is below the other.

    A hook runs at the top of the repository, and the workspace may be a folder of it.
    """
    here, root = Path(os.path.realpath(".")), Path(os.path.realpath(root))
    if here == root or not (root.is_relative_to(here) or here.is_relative_to(root)):
        return path
    return Path(os.path.relpath(root / path, here)).as_posix()


def _configured(workspace: Workspace) -> Iterator[Waiver]:
    """Yield the waivers of `transflow.yaml`.

    Raises:
        ConfigError: One gives no reason, or names a check that does not exist.
    """
    for number, waiver in enumerate(workspace.config.checks.waivers):
        line = workspace.line(f"$.checks.waivers[{number}]")
        if not waiver.reason.strip():
            raise ConfigError("a waiver needs a reason", CONFIG_NAME, line, "say why under `reason`")
        try:
            checks.codes([waiver.check])
        except ConfigError as error:
            raise ConfigError(error.message, CONFIG_NAME, line, error.hint) from None
        yield Waiver(
            Place(CONFIG_NAME, line), (waiver.check,), waiver.reason, patterns=waiver.paths, text=waiver.text
        )
