"""Speed of reading pages, beside markdown-it-py's own parse of the same text: `python benchmarks/parsing.py [DIR…]`.

Each text is parsed by markdown-it-py (block and inline, the same extensions), and by `document.parse` with the parts
joined; the best of three runs counts, in seconds of the processor. The generated texts are measured at half size, too:
twice the text should take twice the time. The last columns are for the inline markup of every unit, which is only looked
at when a page is translated.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from measures import show

from transflow.document import parse
from transflow.errors import DocumentError
from transflow.markdown import inlines
from transflow.model import Unit

_SENTENCE = (
    "恒生科技指数预期市盈率不足17倍，**显著低于**纳斯达克100指数的[27倍](https://example.org/a)及`code`均值。"
)


def generated(scale: float) -> Iterator[tuple[str, str]]:
    """Yield texts that have made parsers quadratic, at a part of their full size."""

    def times(count: int) -> int:
        return int(count * scale)

    yield "10 MB of prose", f"{_SENTENCE * 4}\n\n" * times(35_000)
    yield "a line of 1 MB", "恒生科技 " * times(200_000)
    yield "100,000 list items", "- 项目 item\n" * times(100_000)
    yield "quotes 1,000 deep", ">" * times(1_000) + " text\n"
    yield "lists 1,000 deep", "".join(f"{'  ' * depth}- a\n" for depth in range(times(1_000)))
    yield "50,000 links", "[a](b) " * times(50_000)
    yield "50,000 openings", "[a](b" * times(50_000)
    yield "50,000 shortcodes", "{{< a b=c >}} x\n" * times(50_000)
    yield "50,000 open shortcodes", "{{< a `" * times(50_000)
    yield "50,000 tags", "<p>a <b>c\n" * times(50_000)
    yield "20,000 blocks of HTML", "<p>text <b>c</b> d</p>\n\n" * times(20_000)
    yield "50,000 open comments", "<div>\n" + "a <!-- b\n" * times(50_000)
    yield "50,000 open tags", '<div>\n<a b="c ' * times(50_000)
    yield "20,000 table rows", "| a | b |\n|---|---|\n" + "| c | d |\n" * times(20_000)
    yield "50,000 asterisks", "a**b" * times(50_000)
    yield "50,000 backticks", "`a``b" * times(50_000)
    yield "50,000 references", "[a]: /b 'c'\n" * times(50_000)
    yield "50,000 code fences", "```\na\n```\n" * times(50_000)
    yield "50,000 addresses", "http://a.b/c(d " * times(50_000)


def corpus(folders: list[Path]) -> Iterator[tuple[str, str]]:
    for folder in folders:
        yield (
            folder.name,
            "\n\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.md")))[:10_000_000],
        )


def best(work: Callable[[], object], runs: int = 3) -> float:
    """Return the seconds of the fastest of several runs."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
        if times[-1] > 5:
            break
    return min(times)


def ours(text: str) -> str:
    """Read a page and join its parts; empty if it is refused."""
    try:
        return "".join(parse(text).parts())
    except DocumentError:
        return ""


def measure(text: str, parser: MarkdownIt) -> tuple[float, float, float]:
    """Return the seconds of markdown-it-py, of parsing with joining, and of all inline markup."""
    theirs = best(lambda: parser.parse(text))
    own = best(lambda: ours(text))
    units = [block.text for block in parse(text).blocks if isinstance(block, Unit)] if ours(text) else []
    inlines.cache_clear()
    return theirs, own, best(lambda: [inlines.__wrapped__(unit) for unit in units], 1)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", nargs="*", type=Path, metavar="DIR")
    arguments.add_argument("--scale", type=float, default=1.0, help="part of the full sizes")
    options = arguments.parse_args()
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    footnote_plugin(parser)
    deflist_plugin(parser)
    print(
        f"{'text':<26}{'characters':>12}{'markdown-it':>13}{'ours':>9}{'ratio':>7}{'growth':>8}{'inline':>9}{'growth':>8}"
    )
    halves = dict(generated(options.scale / 2))
    for name, text in [*corpus(options.folders), *generated(options.scale)]:
        theirs, own, inner = measure(text, parser)
        refused = "" if ours(text) else " (refused)"
        _, half, half_inner = measure(halves[name], parser) if name in halves else (0.0, 0.0, 0.0)
        growth = f"{own / half:>8.1f}" if half else " " * 8
        inner_growth = f"{inner / half_inner:>8.1f}" if half_inner > 0.001 else ""
        print(
            f"{name:<26}{len(text):>12,}{theirs:>11.2f} s{own:>7.2f} s{own / theirs:>7.2f}{growth}{inner:>7.2f} s{inner_growth}{refused}",
            flush=True,
        )
        show(f"parsing: time to that of markdown-it-py, {name}", f"{own / theirs:.2f}")


if __name__ == "__main__":
    main()
