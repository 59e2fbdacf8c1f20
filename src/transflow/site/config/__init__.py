"""`transflow.yaml`: the values that may stand in it, how its text is read into them, and what is said where that fails."""

from transflow.site.config.lines import line
from transflow.site.config.reader import check_settings, parse_config
from transflow.site.config.values import (
    CONFIG_NAME,
    ChecksConfig,
    Config,
    Content,
    DialectName,
    FieldsConfig,
    FrontMatterConfig,
    LanguageConfig,
    MarkdownConfig,
    PathChecks,
    ScopedGlossaries,
    Severity,
    StyleConfig,
    WaiverConfig,
)

__all__ = [
    "CONFIG_NAME", "ChecksConfig", "Config", "Content", "DialectName", "FieldsConfig", "FrontMatterConfig",
    "LanguageConfig", "MarkdownConfig", "PathChecks", "ScopedGlossaries", "Severity", "StyleConfig", "WaiverConfig",
    "check_settings", "line", "parse_config",
]  # fmt: skip
