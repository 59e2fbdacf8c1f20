"""What the Markdown of a site means: its generator's dialect, with what the configuration says otherwise."""

from transflow.errors import DocumentError
from transflow.files import Tree, read_text
from transflow.markdown import dialect as known
from transflow.markdown.dialect import Dialect
from transflow.site.config import Config, FieldsConfig


def dialect(name: str, config: Config, tree: Tree, *, plain: bool = False) -> Dialect:
    """Return what is read in pages of a dialect (empty: all that can be told apart) as a site has configured it.

    Of a page that is `plain` among MDX, braces and tags are no components.
    """
    said = config.markdown
    features = [
        feature for feature in known.FEATURES[name] if feature != "breaks" or said.breaks is not False
    ]
    if plain:
        features = [*(feature for feature in features if feature not in ("jsx", "esm")), "modules"]
    features += ["breaks"] if said.breaks and "breaks" not in features else []
    # First: what it offers of a diagram is more than a title.
    features = ["diagrams", *features] if said.diagrams else features
    # What the site says of `$` and line breaks wins over its generator's habit, in either direction.
    math = known.is_math(name) if said.math is None else said.math
    hiding, _ = Dialect(name=name).hiding
    return Dialect(
        math=math,
        translate_keys=_translated(name, config),
        shortcode_args=said.shortcodes,
        raw_shortcodes=(*Dialect().raw_shortcodes, *said.raw_shortcodes),
        attributes=said.attributes,
        features=tuple(features),
        addresses=() if _is_docusaurus(config) or _is_polyglot(name, tree) else known.addresses(name),
        record=config.front_matter.record,
        heeded=_is_heeded(name, config),
        own_keys=(*known.OWN_KEYS, hiding, config.front_matter.record, *config.front_matter.own),
        name=name,
    )


def _is_heeded(name: str, config: Config) -> bool:
    """Whether a generator heeds what a page says of itself, a template by keys that the site names, or the pairing of pages of which any may be a source."""
    said = config.front_matter
    named = said.fields != FieldsConfig() or said.record != known.RECORD
    return name not in known.UNHEEDED or named or len(config.sources) > 1


def _is_docusaurus(config: Config) -> bool:
    """Whether translations stand where Docusaurus has them, and so under the folder of their language in addresses."""
    return any("docusaurus-plugin-content-" in content.target for content in config.content)


def _is_polyglot(name: str, tree: Tree) -> bool:
    """Whether a plugin of Jekyll builds a site for each language, and pairs pages by the address that they share."""
    try:
        return name == "jekyll" and "polyglot" in read_text(tree, "_config.yml")
    except DocumentError:
        return False


def _translated(name: str, config: Config) -> tuple[str, ...]:
    said = config.front_matter.translate
    return said if said is not None else (*Dialect().translate_keys, *known.KEYS.get(name, ()))
