"""A tiny third language: a folder and one line (`languages.PACKAGES`)."""
