"""What the Markdown of a site means: its generator's dialect, with what the configuration says otherwise."""

from transflow.markdown import dialect as known
from transflow.markdown.dialect import Dialect
from transflow.site.config import Config


def dialect(name: str, config: Config) -> Dialect:
    """Return what is read in pages of a dialect (empty: all that can be told apart) as a site has configured it."""
    said = config.markdown
    features = [
        feature for feature in known.FEATURES[name] if feature != "breaks" or said.breaks is not False
    ]
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
        record=config.front_matter.record,
        own_keys=(*known.OWN_KEYS, hiding, config.front_matter.record, *config.front_matter.own),
        name=name,
    )


def _translated(name: str, config: Config) -> tuple[str, ...]:
    said = config.front_matter.translate
    return said if said is not None else (*Dialect().translate_keys, *known.KEYS.get(name, ()))
