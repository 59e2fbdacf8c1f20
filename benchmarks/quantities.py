"""What the quantity readers get right, measured: `python benchmarks/quantities.py [--numbers N] [--pairs FILE.tsv]`.

Without a file: N numbers (100,000) are written in every form that Chinese has, read, written in English and in Chinese,
and read again; every value must come out as it went in. Then the speed per 1,000 characters at two sizes, which tells
whether time grows with the text alone.

With a file of `topic<TAB>Chinese<TAB>English` human translations: how many pairs agree, what the rest is, and how many
mistakes put into the English are noticed (a digit, a scale word, a currency, points for per cent, a figure left out).
"""

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from measures import show

from transflow.quantities import Quantity, compare, find, render

_DIGITS = "〇一二三四五六七八九"
_TRADITIONAL = re.compile("[億萬個後對開關這過學國際員應]")


def _section(number: int) -> str:
    """Write a number below 10,000 in Chinese numerals."""
    text, zero = "", False
    for power, name in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + name
        zero = digit == 0
    return text


def numeral(number: int) -> str:
    """Write a number below 10^16 in Chinese numerals."""
    text = ""
    for power, name in ((12, "万"), (8, "亿"), (4, "万"), (0, "")):
        section = number // 10**power % 10**4
        if power == 8 and number >= 10**12:
            text += ("零" if 0 < section < 1000 else "") + _section(section) + name
        elif section:
            text += ("零" if text and section < 1000 else "") + _section(section) + name
    return text


def forms(number: int) -> Iterator[str]:
    """Yield the ways to write a sum of money."""
    yield f"{number}元"
    yield f"{number:,}元"
    yield f"{number}元".translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789"})
    yield f"{numeral(number)}元"
    for power, name in ((4, "万"), (8, "亿"), (12, "万亿")):
        if number >= 10**power:
            yield f"{Decimal(number).scaleb(-power):f}{name}元"
    if number >= 10**8 and number % 10**4 == 0 and number % 10**8:
        yield f"{number // 10**8:,}亿{number % 10**8 // 10**4}万元"


def round_trip(count: int) -> int:
    """Return how many of the forms of `count` random numbers lose their value."""
    began, written, wrong = time.perf_counter(), 0, 0
    for _ in range(count):
        number = random.randrange(1, 10 ** random.randint(1, 15)) // 10 ** random.randint(0, 4) or 1
        for text in forms(number):
            written += 1
            if not _kept(text, number):
                wrong += 1
                print("  wrong:", text, number, file=sys.stderr)
    print(f"{count:,} numbers, {written:,} forms: {wrong} wrong ({time.perf_counter() - began:.0f} s)")
    show("quantities: written forms whose value is lost", f"{wrong} of {written:,}", "0")
    return wrong


def _kept(text: str, number: int) -> bool:
    found = find(text, "zh")
    if len(found) != 1 or Decimal(found[0].values[0]) != number or found[0].text != text:
        return False
    english = find(render(found[0], "en"), "en")
    return len(english) == 1 and (Decimal(english[0].values[0]), english[0].currency) == (
        Decimal(number),
        "CNY",
    )


def speed() -> None:
    """Print the time a thousand characters take, in a short and a ten times longer text."""
    texts = {
        "zh": "2025年1月末，英伟达单日市值蒸发超3,000亿美元，恒生科技指数则在一周内上涨9%。",
        "en": "In late January 2025, Nvidia lost more than $300 billion in value in a day, and the index rose 9%. ",
    }
    for language, sentence in texts.items():
        times = []
        for size in (10_000, 100_000):
            text = sentence * (size // len(sentence))
            began = time.perf_counter()
            find(text, language)
            times.append((time.perf_counter() - began) * 1000 / len(text) * 1000)
        print(
            f"{language}: {times[0]:.1f} ms per 1,000 characters, {times[1]:.1f} ms in a text ten times as long"
        )
        show(
            f"quantities: time a character in a text ten times as long, {language}",
            f"× {times[1] / times[0]:.2f}",
            "≈ 1",
        )


def _other_digit(text: str) -> str | None:
    places = [at for at, char in enumerate(text) if char.isdigit()]
    if not places:
        return None
    at = random.choice(places)
    return text[:at] + random.choice([digit for digit in "123456789" if digit != text[at]]) + text[at + 1 :]


def _other_scale(text: str) -> str | None:
    for word, other in (("trillion", "billion"), ("billion", "million"), ("million", "billion")):
        if word in text:
            return text.replace(word, other, 1)
    return None


def _other_currency(text: str) -> str | None:
    for word, other in (("HK$", "$"), ("$", "HK$"), ("yuan", "yen"), ("yen", "yuan")):
        if word in text:
            return text.replace(word, other)
    return None


def _other_points(text: str) -> str | None:
    if "percentage point" in text:
        return re.sub(" percentage points?", "%", text)
    return f"{text[:-1]} percentage points" if text.endswith("%") else None


MISTAKES: dict[str, Callable[[str], str | None]] = {
    "another digit": _other_digit, "another scale": _other_scale, "another currency": _other_currency,
    "points and per cent": _other_points, "left out": lambda _text: "it",
}  # fmt: skip


def pairs(path: Path) -> None:
    """Print the agreement of human translations, and how many planted mistakes are noticed."""
    counts: Counter[str] = Counter()
    planted: Counter[tuple[str, str]] = Counter()
    noticed: Counter[tuple[str, str]] = Counter()
    for line in path.read_text("utf-8").splitlines():
        _topic, chinese, english = line.split("\t")
        source = find(chinese, "zh", "HK" if "HK$" in english and _TRADITIONAL.search(chinese) else "")
        target = find(english, "en")
        mismatches = compare(source, target)
        counts += Counter(("pairs",))
        counts["quantities"] += len(source)
        counts["pairs with an error"] += any(one.severity == "error" for one in mismatches)
        counts["pairs with a warning only"] += bool(mismatches) and all(
            one.severity == "warning" for one in mismatches
        )
        for one in mismatches:
            print(f"  {one.severity}: {_text(one.source)} | {_text(one.target)}", file=sys.stderr)
        for name, kind, text in () if mismatches else _spoilt(english, target):
            planted[name, kind] += 1
            noticed[name, kind] += bool(compare(source, find(text, "en")))
    print(", ".join(f"{number:,} {name}" for name, number in counts.items()))
    for key in sorted(planted):
        print(f"  {' / '.join(key):<36} {noticed[key]:>5} of {planted[key]} noticed")


def _text(quantity: Quantity | None) -> str:
    return quantity.text if quantity else "–"


def _spoilt(english: str, target: tuple[Quantity, ...]) -> Iterator[tuple[str, str, str]]:
    for one in target:
        for name, mistake in MISTAKES.items():
            words = mistake(one.text)
            if words and words != one.text:
                yield name, one.kind, english[: one.start] + words + english[one.end :]


def main() -> int:
    """Run the measurements asked for; 1 if a value was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numbers", type=int, default=100_000)
    parser.add_argument("--pairs", type=Path)
    arguments = parser.parse_args()
    random.seed(1)
    if arguments.pairs:
        pairs(arguments.pairs)
        return 0
    speed()
    return 1 if round_trip(arguments.numbers) else 0


if __name__ == "__main__":
    sys.exit(main())
