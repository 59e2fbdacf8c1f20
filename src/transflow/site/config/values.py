"""The values of `transflow.yaml`: one frozen type a mapping, with what holds where nothing is said."""

from typing import Annotated, Any, Literal

import msgspec

from transflow import languages
from transflow.markdown.dialect import ATTRIBUTES, SHORTCODES
from transflow.numbers.quantity import Style
from transflow.site import places

CONFIG_NAME = "transflow.yaml"
Severity = Literal["error", "warning"]
DialectName = Literal[
    "commonmark", "hugo", "mdx", "mkdocs", "myst", "vitepress", "jekyll", "hexo", "quarto", "obsidian",
]  # fmt: skip


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One content root and how source and target paths in it correspond."""

    root: str = places.ROOT
    """Folder, relative to the workspace."""
    source: str = places.SOURCE
    """Pattern of source paths below `root`; may hold `{lang}`."""
    target: str = places.TARGET
    """Pattern of target paths below `root`; must hold `{path}` and `{lang}`; for interface strings in one file `{lang}`."""
    dialect: DialectName | None = None
    """See `markdown.dialect`, for these pages."""
    language: str = ""
    """Language of those of these pages that don't say; the first of `source` by default."""
    declare: bool = True
    """Whether these pages list their languages in `translations`: an approval adds one, and what is not listed is `undeclared`."""


class FieldsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys that `status --write` also sets where a translation says what it is, for templates; none by default."""

    draft: str = ""
    """`true` if nobody has reviewed the page."""
    stale: str = ""
    """The day since which the page is behind its source, as far as git tells; it is there while the page is."""
    withdrawn: str = ""
    """`true` if its source page is gone, or is itself `draft: true` or `published: false`."""
    unread: str = ""
    """`true` if the page is live, and some text of it is a machine's that nobody approved."""


class FrontMatterConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which front-matter values are translated."""

    translate: tuple[str, ...] | None = None
    """Dotted key paths; `*` stands for every item of a list. By default `title`, `summary`, `description`, `lead` and what
    the dialect's generators show (`linkTitle`, `hero.tagline`, `sidebar.label`)."""
    taxonomies: Literal["keep"] | dict[str, dict[str, str]] = "keep"
    """`keep`, or for a taxonomy key a map from source to target terms."""
    own: tuple[str, ...] = ()
    """Top-level keys that a translation keeps for itself once it is there, whatever becomes of the source's."""
    record: str = "translation"
    """The key under which a translation says of itself what it is, where the site has `translation` for something else."""
    fields: FieldsConfig = FieldsConfig()
    """What else `status --write` tells templates."""


class MarkdownConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the site's Markdown means beyond CommonMark."""

    dialect: DialectName | None = None
    """What the site's generator reads beyond CommonMark; without it all that can be told apart. `.mdx` and `.qmd` files
    say it themselves."""
    math: bool | None = None
    """Whether `$…$` and `$$…$$` are mathematics; the dialect decides by default."""
    breaks: bool | None = None
    """Whether a reader sees each line break of a text; the dialect decides by default."""
    diagrams: bool = False
    """Whether the texts of Mermaid diagrams are translated."""
    shortcodes: tuple[str, ...] = SHORTCODES
    """Shortcode arguments that are translated; `name.argument` for one shortcode's, `alert.0` for the first by place."""
    raw_shortcodes: tuple[str, ...] = ()
    """Paired shortcodes whose inside is no content, besides those that are known (charts, diagrams, code)."""
    attributes: tuple[str, ...] = ATTRIBUTES
    """Attributes of tags, containers and directives whose values are translated."""
    links: Literal["localize", "keep"] = "localize"
    """Whether links to a page that has a translation lead to that in drafts, or where they lead in the source."""
    heading_ids: bool = True
    """Whether `{#id}` at the end of a heading is its id, so that drafts keep the id of a heading that is linked to."""


class StyleConfig(Style, frozen=True, forbid_unknown_fields=True):
    """House style of figures in the target language; described in docs/quantities.md."""


class PathChecks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is different in some places."""

    paths: tuple[str, ...]
    """Patterns, in the syntax of `.gitignore`, of sources or translations."""
    ignore: tuple[str, ...] = ()
    """Checks that do not run there."""
    severity: dict[str, Severity] = {}
    """How grave findings of a check are there."""


class WaiverConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Findings that are known and accepted."""

    check: str
    """Code or name."""
    reason: str
    """Why they are; nobody can say later otherwise."""
    paths: tuple[str, ...] = ()
    """Patterns of the files they are about; all by default."""
    text: str = ""
    """Words that their message holds."""


class ChecksConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which checks run, and how grave their findings are; described in docs/checks.md.

    A check is named by its code, its name or, where several are meant, the begin of a code (`TF3`).
    """

    select: tuple[str, ...] = ()
    """All by default."""
    ignore: tuple[str, ...] = ()
    """Those that do not run."""
    severity: dict[str, Severity] = {}
    """How grave findings of a check are, where that is not what it says itself."""
    per_path: tuple[PathChecks, ...] = ()
    """A later entry wins over an earlier one."""
    waivers: tuple[WaiverConfig, ...] = ()
    """Findings that are known and accepted, each with a reason."""
    max_risk: Annotated[int, msgspec.Meta(ge=0, le=100)] = 100
    """Above which the risk of a draft that nobody approved is a finding (TF606)."""


class ScopedGlossaries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Glossaries that serve some pages only."""

    files: tuple[str, ...]
    """Path patterns."""
    paths: tuple[str, ...]
    """Patterns, in the syntax of `.gitignore`, of the source pages they serve."""


class LanguageConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is different in one target language."""

    machine: bool = True
    """Whether `translate` may draft it; else its pages are for people only."""
    exclude: tuple[str, ...] = ()
    """Patterns, in the syntax of `.gitignore`, of source pages that are not wanted in it; relative to the workspace or to
    the content root."""
    reviewers: tuple[str, ...] = ()
    """Who reads its drafts; for reports."""
    max_unmodified: Annotated[int, msgspec.Meta(ge=0, le=100)] = 100
    """Per cent of a reviewed page's texts that may stand as a machine drafted them."""


Languages = str | tuple[str, ...]


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`transflow.yaml`; every key has a default but `targets`."""

    source: Languages = "zh-CN"
    """Language of pages that don't say; a list when the site writes in several (the first is the default)."""
    targets: tuple[str, ...] = ()
    """Languages that every source page is wanted in."""
    required: tuple[str, ...] = ()
    """Those of the targets that a commit may not lack."""
    content: tuple[Content, ...] = (Content(),)
    """Where pages are, and where their translations stand."""
    glossaries: tuple[str | ScopedGlossaries, ...] = ("glossaries/*.yaml",)
    """Path patterns; a glossary that matches earlier takes precedence, and its first entry says which pages it serves."""
    memory: tuple[str, ...] = ()
    """Path patterns of translation memories (TMX) that are looked up beside what people wrote in the workspace."""
    engine: str = "auto"
    """What drafts: `argos`, `embedded`, a plugin's name, or `auto`, which takes what is installed here."""
    engines: dict[str, dict[str, Any]] = {}
    """Settings of engines by name; addresses, keys and files are no settings, for those come from whoever runs transflow."""
    front_matter: FrontMatterConfig = FrontMatterConfig()
    """What of the front matter is translated, and what a translation says of itself there."""
    markdown: MarkdownConfig = MarkdownConfig()
    """What the site's generator reads beyond CommonMark."""
    style: StyleConfig = StyleConfig()
    """House style of figures."""
    checks: ChecksConfig = ChecksConfig()
    """Which checks run where, and how grave their findings are."""
    ignore: tuple[str, ...] = ()
    """Patterns, in the syntax of `.gitignore`, of files that are no pages."""
    languages: dict[str, LanguageConfig] = {}
    """What is different in single target languages, by their tags."""

    def language(self, tag: str) -> LanguageConfig:
        """Return what is different in a language."""
        own = self.languages.get(tag)
        return own or next((one for key, one in self.languages.items() if languages.same(key, tag)), _USUAL)

    @property
    def sources(self) -> tuple[str, ...]:
        """The workspace's source languages, the default first."""
        return (self.source,) if isinstance(self.source, str) else self.source


_USUAL = LanguageConfig()
