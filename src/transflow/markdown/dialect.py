"""What the site's Markdown means."""

from dataclasses import dataclass

SYNC_KEYS = ("default_lang_commit", "l10n")
"""Keys in which other tools (OpenTelemetry's and Kubernetes' scripts, MDN's) note which commit a translation renders."""

OWN_KEYS = ("lang", "translations", "draft", "translation", "translate", *SYNC_KEYS)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The site's Markdown, as its configuration describes it; the defaults suit a Hugo site."""

    math: bool = False
    """Whether `$…$`, `$$…$$` and `\\begin{…}` of AMS-LaTeX are math. An amount of money (`$300 to $500`) never is."""
    translate_keys: tuple[str, ...] = ("title", "summary", "description", "lead")
    """Front-matter values to translate: dotted key paths, `*` for any key or list item."""
    own_keys: tuple[str, ...] = OWN_KEYS
    """Top-level front-matter keys that say something of that page alone; neither translated nor copied anew."""
    shortcode_args: tuple[str, ...] = ("alt", "title", "caption")
    """Named shortcode arguments whose values are translated."""
    raw_shortcodes: tuple[str, ...] = ("code", "code-toggle", "highlight", "katex", "math", "mermaid", "raw")
    """Paired shortcodes whose inside is not content."""
    directives: tuple[str, ...] = (
        "admonition", "attention", "caution", "danger", "details", "dropdown", "epigraph", "error", "example",
        "exercise", "hint", "important", "note", "prf:*", "seealso", "sidebar", "solution", "tip", "topic", "warning",
    )  # fmt: skip
    """MyST directives written as fences whose inside is content (`prf:*` is any name that begins with `prf:`)."""
    references: frozenset[str] | None = None
    """Normalized labels of the page's link reference definitions; `document.parse` fills it in. None if they are not
    known: then `[text][label]` and `[label][]` are taken for links, and `[label]` for text."""
