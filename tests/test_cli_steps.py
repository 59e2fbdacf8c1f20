import subprocess
import sys

from tests.sites import build
from transflow.cli.steps import EVERY, told


def lines(news: list[tuple[float, str, int, int]]) -> list[str]:
    """Return what is said of news that came at some times."""
    times = iter([0.0, *(time for time, *_ in news)])
    said: list[str] = []
    tell = told(said.append, lambda: next(times))
    for _, what, done, total in news:
        tell(what, done, total)
    return said


def test_a_line_now_and_then():
    news = [(float(at), "segments", at // 5, 32) for at in range(160)]
    assert lines(news) == [
        "segments: 4 of 32, about 2 min more",
        "segments: 8 of 32, about 120 s more",
        "segments: 12 of 32, about 100 s more",
        "segments: 16 of 32, about 80 s more",
        "segments: 20 of 32, about 60 s more",
        "segments: 24 of 32, about 40 s more",
        "segments: 28 of 32, about 20 s more",
    ]


def test_work_of_several_kinds_and_long_work():
    assert lines(
        [
            (1, "pages", 0, 40),
            (25, "segments", 0, 9),
            (60, "segments", 1, 9),
            (90, "segments", 9, 9),
            (95, "pages", 1, 40),
        ]
    ) == ["segments: 0 of 9", "segments: 1 of 9, about 5 min more", "pages: 1 of 40, about 61 min more"]


def test_work_of_a_kind_that_begins_anew():
    news = [
        (0, "segments", 0, 4),
        (100, "segments", 4, 4),
        (101, "segments", 0, 4),
        (125, "segments", 1, 4),
    ]
    assert lines([(float(at), *rest) for at, *rest in news]) == [
        "segments: 0 of 4",
        "segments: 1 of 4, about 72 s more",
    ]


def test_what_was_done_before_the_first_news_took_its_time_before_it():
    assert lines([(10.0, "pages", 5, 20), (60.0, "pages", 10, 20)]) == ["pages: 10 of 20, about 100 s more"]


def test_what_is_done_soon_says_nothing(tmp_path):
    assert lines([(EVERY - 1, "segments", 1, 2), (EVERY + 1, "segments", 2, 2)]) == []
    site = build(tmp_path, {"content/a.md": "---\nlang: zh\n---\n\n股价上涨。\n"}, "targets: [en]\n")
    done = subprocess.run(
        [sys.executable, "-m", "transflow", "-C", str(site.root), "translate", "--engine", "pseudo"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "segments" not in done.stderr
