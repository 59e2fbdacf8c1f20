"""Which engine drafts, and whether its settings are right: no model is loaded."""

from transflow.engines.registry import check_name, forms
from transflow.errors import ConfigError
from transflow.site.config import CONFIG_NAME, Workspace


def check_engine(workspace: Workspace, name: str = "") -> None:
    """Make sure that an engine is installed, before there is anything to do for it.

    Args:
        workspace: Where.
        name: Its name; empty for the configuration's.

    Raises:
        ConfigError: No distribution brings such an engine.
    """
    try:
        check_name(name or workspace.config.engine)
    except ConfigError as error:
        if name:
            raise
        line = workspace.line("$.engine")
        raise ConfigError(error.message, CONFIG_NAME, line, error.hint) from None


def check_settings(workspace: Workspace) -> None:
    """Make sure that the settings of each engine that is installed are as its class describes them.

    Raises:
        ConfigError: They are not; with their line.
        EngineError: An engine that has settings cannot be loaded.
    """
    for name, form in forms(workspace.config.engines):
        workspace.check_settings(name, form)
