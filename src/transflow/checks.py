"""Checks of the workflow and of finished texts, each with a stable code. They need no engine and no network."""
