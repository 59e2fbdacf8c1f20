"""No text that a person wrote is lost or changed, whatever happens to the source; and the other laws of a redraft.

Each example is the life of a page: a first draft, then three times random edits of both pages and a redraft. Set
TRANSFLOW_LIVES to lead more lives than a test has time for.
"""

import os
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.threeway import live

LIVES = int(os.environ.get("TRANSFLOW_LIVES", "6"))
ONCE_WRONG = (100_007, 100_543, 100_813, 101_046, 200_000)
"""Lives in which a page that nobody had touched did not follow its source, or a text stayed that had none any more."""


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_the_law_of_the_three_way_redraft(rng):
    with TemporaryDirectory() as folder:
        live(Path(folder), rng, turns=2)


def test_many_lives():
    for seed in (*ONCE_WRONG, *range(LIVES)):
        with TemporaryDirectory() as folder:
            try:
                live(Path(folder), Random(seed), turns=3)
            except AssertionError as error:
                pytest.fail(f"life {seed}: {error}")
