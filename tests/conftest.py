"""What holds for every test.

Tests that make up their own examples make up the same ones each time, so that a change is judged by what it changes;
`make fuzz` looks elsewhere at each run (`HYPOTHESIS_PROFILE=elsewhere`).
"""

import gc
import os
import re

import pytest
from hypothesis import settings

from transflow.cli import _GARBAGE

# How long an example takes depends on the machine and on what else runs there; speed is shown in benchmarks/.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("elsewhere", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(autouse=True)
def _cache_of_its_own(request, monkeypatch, tmp_path_factory):
    """What is kept by content would outlive a test that changes the program; models stay where they are."""
    if "TRANSFLOW_CACHE" not in os.environ and not request.node.get_closest_marker("model"):
        name = re.sub(r"[^\w-]", "_", request.node.name[:60])  # Windows has no `:` in names
        monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path_factory.getbasetemp() / name / "cache"))


@pytest.fixture
def no_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that comes without sentence pairs: nothing is an example but what a workspace has."""
    monkeypatch.setattr("transflow.pipeline.shipped.Shipped.nearest", lambda *_, **__: ())


if not hasattr(os, "mkfifo"):
    # Windows has none, and so nobody who would wait for one.
    os.mkfifo = lambda *_: pytest.skip("there are no FIFOs here")


def pytest_collection_finish() -> None:
    """Keep the collector from going through thousands of tests again and again, and as rare as the program does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)
