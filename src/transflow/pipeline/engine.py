"""Which engine drafts, by its name only: no engine is loaded."""

from transflow.engines.registry import check_name
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
