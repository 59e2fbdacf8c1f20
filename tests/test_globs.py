"""Patterns of names."""

import pytest

from transflow import globs
from transflow.errors import DocumentError


@pytest.mark.parametrize(
    "pattern", ["a.yaml", "*.yaml", "[ab].yaml", "[!a].md", "[[].md", "[]].md", "[!]].md", "**/x[0-9]"]
)
def test_a_pattern_is_one(pattern):
    assert globs.check(pattern) == pattern.split("/")


@pytest.mark.parametrize("pattern", ["[", "[!", "[]", "[!]", "a[b", "[a][", "a**b", "[" * 50_000])
def test_what_is_no_pattern_is_told(pattern):
    with pytest.raises(DocumentError, match="is no pattern"):
        globs.check(pattern)
