"""Real Argos packages, small and trained (`tests/training`), from the file to the page: both directions, nothing made up."""

import json
import random
import re
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("ctranslate2", reason="the extra `argos` is not installed")
pytest.importorskip("sentencepiece", reason="the extra `argos` is not installed")

from tests.sites import build, cli, snapshot
from transflow import api, bitext, glossary, quantities, translator, verification
from transflow.api import Filter
from transflow.engines import Request, packages
from transflow.engines.argos import ArgosEngine
from transflow.files import Folder
from transflow.site.workspace import Pair

ROOT = Path(__file__).parent
GLOSSARY = ROOT.parent / "glossaries" / "finance.yaml"


@dataclass(frozen=True)
class Direction:
    """A package, and a page that its model can well translate."""

    source: str
    target: str
    page: str
    says: tuple[str, ...]
    """Patterns that the draft must match: terms, figures and markup."""
    sentences: tuple[str, ...]

    @property
    def name(self):
        return f"{self.source[:2]}_{self.target[:2]}"

    @property
    def file(self):
        return ROOT / "fixtures" / "argos" / f"translate-{self.name}.argosmodel"


ZH_EN = Direction(
    "zh-CN",
    "en",
    "---\ntitle: 财报\n---\n\n恒生科技指数的预期市盈率不足17倍。\n\n腾讯的净利润达**125亿元**，同比增长9%。\n\n"
    "- 南向资金今年买入400亿港元的[腾讯](https://example.org/t)。\n- 毛利率上升0.5个百分点。\n",
    (
        "Hang Seng Tech Index", "P/E", r"less than 17x", "Tencent", r"\*\*12\.5 billion yuan\*\*", "9%",
        r"HK\$40 billion", r"\[Tencent\]\(https://example\.org/t\)", r"0\.5 percentage points",
    ),
    (
        "恒生科技指数的市盈率为17倍，低于纳斯达克100指数的27倍。", "该行的净利润为12亿元。", "腾讯上涨3.5%。", "外资本周卖出4亿美元的黄金。",
        "收益率下降0.3个百分点。", "英伟达值得关注。", "同比增长9%", "黄金", "小米营收达90亿元，同比下降12.5%。", "财报",
    ),
)  # fmt: skip
EN_ZH = Direction(
    "en",
    "zh-CN",
    "---\ntitle: Earnings report\n---\n\nThe forward P/E of the Hang Seng Tech Index is less than 17x.\n\n"
    "Tencent's net profit reached **12.5 billion yuan**, up 9% year-on-year.\n\n"
    "- Southbound funds bought HK$40 billion of [Tencent](https://example.org/t) this year.\n"
    "- The gross margin rose by 0.5 percentage points.\n",
    (
        "恒生科技指数", "市盈率", "17倍", "腾讯", r"\*\*125亿元\*\*", "9%", "400亿港元",
        r"\[腾讯\]\(https://example\.org/t\)", r"0\.5个百分点",
    ),
    (
        "The P/E of the Hang Seng Tech Index is 17x, below 27x for the Nasdaq-100.", "The bank's net profit was 1.2 billion yuan.",
        "Tencent rose 3.5% on Monday.", "Foreign investors sold $400 million of gold this week.", "Gold", "Earnings report",
        "The yield fell by 0.3 percentage points.", "Nvidia deserves attention.", "Up 9% year-on-year",
        "Xiaomi's revenue reached 9 billion yuan, down 12.5% year-on-year.",
    ),
)  # fmt: skip
BOTH = pytest.mark.parametrize("way", [ZH_EN, EN_ZH], ids=lambda way: way.name)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of installed packages, empty."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))


def install(way):
    return packages.install_file(way.file).package


def site(root, way, texts=None):
    config = f"source: {way.source}\ntargets: [{way.target}]\nengine: argos\n"
    files = {"content/a.md": way.page} if texts is None else texts
    return build(root, {**files, "glossaries/finance.yaml": GLOSSARY.read_bytes()}, config)


def knowledge(way):
    terms = glossary.load([GLOSSARY.name], way.source, way.target, Folder(GLOSSARY.parent).read)
    return verification.Knowledge(way.source, way.target, terms, quantities.Style())


# --- from the file to the page ---


@BOTH
@pytest.mark.usefixtures("home")
def test_a_package_file_is_installed_listed_and_removed(way, capsys):
    assert cli(ROOT, "models", "install", str(way.file)) == 0
    here, there = way.name.split("_")
    assert capsys.readouterr().out.startswith(f"installed {here} → {there} 1.0 (translate-{way.name}-1_0-")
    assert cli(ROOT, "models", "list", "--format", "json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [package["version"] for package in listed["packages"]] == ["1.0"]
    assert "argos" not in listed["missing"] if way.name == "zh_en" else "argos" in listed["missing"]
    assert cli(ROOT, "models", "list", here, there) == 0
    assert re.search(rf"engines for {here} → {there}:\nargos +ready\n", capsys.readouterr().out)
    assert cli(ROOT, "models", "remove", here, there) == 0
    assert not packages.installed()


@BOTH
def test_a_package_is_small(way):
    assert way.file.stat().st_size <= 3 * 2**20


@BOTH
@pytest.mark.usefixtures("home")
def test_a_page_is_drafted_with_its_terms_figures_and_markup(way, tmp_path, capsys):
    install(way)
    site(tmp_path / "site", way)
    assert cli(tmp_path / "site", "translate") == 0
    pair = Pair("content/a.md", f"content/a.{way.target.lower()}.md", way.target)
    told = capsys.readouterr()
    assert told.out == f"wrote {pair.target}: 5 units drafted\n"
    page = (tmp_path / "site" / pair.target).read_text("utf-8")
    for pattern in way.says:
        assert re.search(pattern, page), pattern
    record = bitext.read(
        Folder(tmp_path / "site"), f".transflow/bitext/{pair.language.lower()}/{pair.source}.jsonl"
    )
    identity = ArgosEngine.open(way.source, way.target).identity
    assert {row.engine for row in record.rows} == {identity}
    assert cli(tmp_path / "site", "check", "--ignore", "TF106") == 0, capsys.readouterr().out


@BOTH
@pytest.mark.usefixtures("home")
def test_most_sentences_come_out_right_and_what_does_not_is_told(way):
    """The ladder makes of each sentence a draft in which nothing is found wrong."""
    install(way)
    engine, know = ArgosEngine.open(way.source, way.target), knowledge(way)
    drafts = translator.translate([translator.Text(text) for text in way.sentences], engine, know)
    assert [draft.faults for draft in drafts] == [()] * len(drafts)


# --- the engine's own promises, with a model that means something ---


@BOTH
@pytest.mark.usefixtures("home")
def test_an_answer_depends_on_nothing_but_its_request(way):
    install(way)
    engine = ArgosEngine.open(way.source, way.target, threads=1)
    more = [" ".join(pair) for pair in zip(way.sentences, way.sentences[1:], strict=False)]
    requests = [Request(text) for text in (*way.sentences, *more)]
    alone = {request: engine.translate([request], candidates=4)[0] for request in requests}
    for seed, threads in enumerate((1, 2, 3)):
        engine = ArgosEngine.open(way.source, way.target, threads=threads)
        shuffled = random.Random(seed).sample(requests, len(requests))
        for size in (1, 7, len(requests)):
            chunks = [shuffled[start : start + size] for start in range(0, len(shuffled), size)]
            found = [answer for chunk in chunks for answer in engine.translate(chunk, candidates=4)]
            assert found == [alone[request] for request in shuffled]


@BOTH
@pytest.mark.usefixtures("home")
def test_candidates_are_different_and_the_first_is_the_one_that_stands_alone(way):
    install(way)
    engine = ArgosEngine.open(way.source, way.target)
    for text in way.sentences:
        (many,), (one,) = (engine.translate([Request(text)], candidates=count) for count in (4, 1))
        assert many[:1] == one
        assert 1 < len(many) == len(set(many)) <= 4


@BOTH
@pytest.mark.usefixtures("home")
def test_a_text_longer_than_the_model_is_cut_and_nothing_of_it_lost(way):
    """1,024 tokens are the most that CTranslate2 reads of an input, 256 the most that it writes by default."""
    install(way)
    engine, know = ArgosEngine.open(way.source, way.target), knowledge(way)
    comma = "，" if way.source.startswith("zh") else ", "
    clause = way.sentences[1].rstrip("。.")
    (draft,) = translator.translate([translator.Text(comma.join([clause] * 80))], engine, know)
    figures = quantities.find(draft.text, way.target)
    assert sum(quantity.kind == "money" for quantity in figures) == 80
    lost = {"TF301", "TF401", "TF601", "TF604"}
    assert not lost & {fault.code for fault in draft.faults}


@BOTH
@pytest.mark.usefixtures("home")
def test_a_text_that_is_too_long_and_cannot_be_cut_is_told(way):
    install(way)
    engine, know = ArgosEngine.open(way.source, way.target), knowledge(way)
    text = way.sentences[1].rstrip("。.") * 400
    (draft,) = translator.translate([translator.Text(text)], engine, know)
    assert draft.text.count(text[:8]) == 400
    assert "TF601" in {fault.code for fault in draft.faults}


# --- drafts of a whole site ---


def texts(way):
    """Pages that share sentences."""
    rng = random.Random(1)
    return {f"content/{n}.md": "\n\n".join(rng.sample(way.sentences, 4)) + "\n" for n in range(6)}


def whole(root, way, threads, **options):
    done = api.translate(site(root, way, texts(way)), means=api.Means(threads=threads), **options)
    assert not done.problems


def page_by_page(root, way, seed):
    names = random.Random(seed).sample(sorted(texts(way)), 6)
    for number, name in enumerate(names):
        whole(root, way, wanted=Filter((name,)), threads=1 + number % 3)
        if number % 2:
            shutil.rmtree(root / ".transflow" / "cache")


@BOTH
@pytest.mark.usefixtures("home")
def test_drafts_are_the_same_bytes_in_any_order_batch_and_number_of_threads(way, tmp_path):
    install(way)
    ways = (
        partial(whole, threads=2, jobs=1),
        partial(whole, threads=3, jobs=4),
        partial(page_by_page, seed=1),
    )
    whole(tmp_path / "0", way, threads=1)
    for number, draft in enumerate(ways, 1):
        draft(tmp_path / f"{number}", way)
        assert snapshot(tmp_path / f"{number}") == snapshot(tmp_path / "0")
