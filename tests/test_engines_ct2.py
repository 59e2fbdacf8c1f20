import gc
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transflow import processes
from transflow.engines import ct2
from transflow.errors import EngineError


class Pending:
    def __init__(self, value: int) -> None:
        self.value, self.looks = value, 0

    def done(self) -> bool:
        self.looks += 1
        return self.looks > 1 or self.value % 2 == 0

    def result(self) -> int:
        if self.value < 0:
            raise RuntimeError("the model\nfell over")
        return self.value


@settings(max_examples=60)
@given(
    lengths=st.lists(st.integers(0, 9), max_size=60),
    threads=st.integers(1, 4),
    size=st.integers(1, 8),
    tokens=st.integers(1, 40),
)
def test_batches_hold_every_input_once_and_one_length_each(lengths, threads, size, tokens):
    plan = ct2.batches(lengths, threads=threads, size=size, tokens=tokens)
    assert sorted(position for batch in plan for position in batch) == list(range(len(lengths)))
    for batch in plan:
        (length,) = {lengths[position] for position in batch}
        assert len(batch) <= size
        assert len(batch) == 1 or len(batch) * length <= tokens
    longest_first = [lengths[batch[0]] for batch in plan]
    assert longest_first == sorted(longest_first, reverse=True)


def test_a_group_is_shared_between_the_workers():
    assert [len(batch) for batch in ct2.batches([5] * 10, threads=2)] == [5, 5]
    assert [len(batch) for batch in ct2.batches([5] * 10, threads=1)] == [10]


def test_workers():
    assert processes.workers(3) == 3
    assert processes.workers(0) >= 1


@given(st.lists(st.integers(1, 4), max_size=40), st.integers(0, 9))
def test_results_come_in_the_order_of_the_inputs(lengths, ahead):
    told: list[int] = []

    def submit(batch: ct2.Batch) -> Sequence[Pending]:
        return [Pending(position) for position in batch]

    results = ct2.run(submit, ct2.batches(lengths, threads=1, size=3), ahead=ahead, done=told.append)
    assert results == list(range(len(lengths)))
    assert told == sorted(told)
    assert told[-1:] == [len(lengths)][: len(told)]


def test_after_an_interrupt_nobody_waits_for_the_model():
    class Model:
        def __del__(self) -> None:
            ended.append(self)

    class Slow(Pending):
        def done(self) -> bool:
            raise KeyboardInterrupt

    ended: list[Model] = []
    with pytest.raises(KeyboardInterrupt):
        ct2.run(lambda _: [Slow(1)], [(0,)], done=lambda _: None, model=Model())
    gc.collect()
    assert not ended


def test_a_failure_of_the_model_is_one_line():
    with pytest.raises(EngineError) as caught:
        ct2.run(lambda _: [Pending(-1)], [(0,)], done=lambda _: None)
    assert str(caught.value) == "the model failed: the model"


def test_identity_names_the_run_time():
    pytest.importorskip("ctranslate2")
    assert ct2.identity().startswith("ctranslate2 4.")


def test_a_missing_or_damaged_model_is_one_line_with_a_way_out(tmp_path: Path):
    pytest.importorskip("ctranslate2")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "model.bin").write_bytes(b"\6\0\0\0junk" * 9)
    for folder in (tmp_path / "missing", tmp_path / "damaged"):
        with pytest.raises(EngineError, match="cannot load the model") as caught:
            ct2.open_translator(folder, threads=1, hint="make it anew")
        assert caught.value.path == str(folder)
        assert str(caught.value).endswith("(make it anew)")
        assert "\n" not in str(caught.value)


def test_a_missing_or_damaged_tokenizer_is_one_line_with_a_way_out(tmp_path: Path):
    pytest.importorskip("sentencepiece")
    (tmp_path / "damaged.model").write_bytes(b"junk")
    for name in ("missing.model", "damaged.model"):
        with pytest.raises(EngineError, match="cannot read the tokenizer") as caught:
            ct2.open_tokenizer(tmp_path / name, hint="make it anew")
        assert "\n" not in str(caught.value)
