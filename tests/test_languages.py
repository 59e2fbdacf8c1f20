import re
from pathlib import Path

import pytest

from transflow import languages, quantities
from transflow.glossary import Glossary
from transflow.glossary.inflection import inflected
from transflow.verification import Knowledge, directions, verify


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("zh", "zh-CN", True),
        ("zh-CN", "zh-Hans-CN", True),
        ("ZH_cn", "zh-hans", True),
        ("zh-HK", "zh-Hant-HK", True),
        ("zh-HK", "zh-CN", False),
        ("zh-TW", "zh-Hant", True),
        ("en", "en-US", True),
        ("en", "en-GB", False),
        ("pt", "pt-BR", True),
        ("toc", "zh", False),
        ("xx", "xx", False),
        ("", "", False),
    ],
)
def test_tags_are_compared_by_likely_subtags(left, right, same):
    assert languages.same(left, right) is same


@pytest.mark.parametrize("tag", ["english", "xx", "", "zh-Foo-bar", "c", "zh_", "../x"])
def test_an_unknown_code_is_an_error(tag):
    with pytest.raises(ValueError, match="unknown language code"):
        languages.canonical(tag)


def test_an_unknown_code_names_the_nearest():
    with pytest.raises(ValueError, match="did you mean 'zh-Hans-CN'"):
        languages.canonical("zh-Hanz-CN")


@pytest.mark.parametrize(
    ("tag", "language", "script", "region", "name"),
    [
        ("zh", "zh", "Hans", "CN", "Chinese"),
        ("zh-HK", "zh", "Hant", "HK", "Chinese"),
        ("en", "en", "Latn", "US", "English"),
        ("sr-Latn", "sr", "Latn", "RS", "Serbian"),
        ("ja", "ja", "Jpan", "JP", "Japanese"),
    ],
)
def test_what_a_tag_says(tag, language, script, region, name):
    assert languages.language_of(tag) == language
    assert languages.script_of(tag) == script
    assert languages.region_of(tag) == region
    assert languages.display_name(tag) == name


@pytest.mark.parametrize(
    ("tag", "text", "count"),
    [
        ("zh", "市盈率不足17倍。他说：“好！”然后走了。", 3),
        ("zh", "收于1.5元。涨幅4.33%", 2),
        ("zh", "正如他所言：“当技术突破与资本流动形成共振，便能转化。”", 1),
        ("en", "He paid U.S. $3.5 million to Mr. Li. Then he left.", 2),
        ("en", 'He said "Good!" and left. Was it 3.5%? Yes.', 3),
        ("ja", "株価が上昇した。市場は落ち着いた。", 2),
        ("de", "Der Kurs stieg um 3,5 Prozent. Danach fiel er.", 2),
    ],
)
def test_sentences_are_cut_and_nothing_is_lost(tag, text, count):
    pieces = list(languages.sentences(text, tag))
    assert len(pieces) == count
    assert "".join(pieces) == text


def test_a_figure_is_no_end_of_a_clause():
    pieces = list(languages.clauses("市值蒸发超3,000亿美元，而同期指数上涨9%；其后回落", "zh"))
    assert pieces == ["市值蒸发超3,000亿美元，", "而同期指数上涨9%；", "其后回落"]


def test_script_that_cannot_belong_to_the_target_is_residue():
    pattern = languages.residue_pattern("zh-CN", "en")
    assert pattern is not None
    assert pattern.findall("The 市盈率 of Qwen通义") == ["市盈率", "通义"]
    assert languages.residue_pattern("en", "zh-CN") is None, "Latin words are at home in Chinese"
    assert languages.residue_pattern("zh-CN", "ja") is None, "Japanese writes Han characters too"
    assert languages.residue_pattern("ru", "en") is not None


class TestAThirdLanguage:
    """Adding a language is a folder and one line."""

    @pytest.fixture(autouse=True)
    def esperanto(self, monkeypatch):
        monkeypatch.setitem(languages.PACKAGES, "eo", "tests.esperanto")
        forgetting()
        yield
        monkeypatch.undo()
        forgetting()

    def faults(self, source, target):
        knowledge = Knowledge("zh-CN", "eo", Glossary("zh-CN", "eo", ()), quantities.Style())
        return [fault.code for fault in verify(source, target, knowledge)]

    def test_its_figures_are_written_and_compared(self):
        (figure,) = quantities.find("营收增长4.5%", "zh")
        assert quantities.render(figure, "eo") == "4,5 procentoj"
        assert self.faults("营收增长4.5%。", "La enspezoj kreskis je 4,5 procentoj.") == []
        assert self.faults("营收增长4.5%。", "La enspezoj kreskis je 5,4 procentoj.") == ["TF301"]

    def test_its_words_say_which_way_a_figure_moves(self):
        assert self.faults("营收增长4.5%。", "La enspezoj falis je 4,5 procentoj.") == ["TF303"]

    def test_its_words_are_inflected(self):
        assert "akciojn" in inflected("akcio", "eo")

    def test_its_sentences_are_cut_as_its_profile_says(self):
        assert "kaj" in languages.profile("eo").particles
        assert list(languages.sentences("Ĝi kreskis. Poste ĝi falis.", "eo")) == [
            "Ĝi kreskis. ",
            "Poste ĝi falis.",
        ]


@pytest.mark.parametrize("package", languages.PACKAGES.values())
def test_a_package_of_a_language_holds_known_parts_with_what_is_asked_of_them(package):
    wanted = {
        "profile": "PROFILE", "reader": "find", "writer": "render", "inflection": "inflect", "fitting": "fit",
        "polish": "polished", "directions": "WORDS",
        "enumerators": "lead", "attribution": "says", "speech": "said", "grammar": "FUNCTION_WORDS", "phrases": "SCRIPT", "audit": "doubts", "plainly": "figures",
    }  # fmt: skip
    assert set(wanted) == set(languages.PARTS)
    language = package.rpartition(".")[2]
    for name in languages.PARTS:
        part = languages.part(language, name)
        assert part is None or hasattr(part, wanted[name]), f"{package}.{name}"


def test_nothing_outside_the_packages_knows_a_language_by_its_code():
    source = Path(languages.__file__).parent.parent
    code = re.compile(r"""(?:[!=]=|\bin\b)\s*\(?["'](?:zh|en|ja)["']|["'](?:zh|en)["']\s*[!=]=""")
    told = [
        f"{path.relative_to(source)}:{number}"
        for path in sorted(source.rglob("*.py"))
        if path.parts[-2] not in languages.PACKAGES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if code.search(line)
    ]
    assert told == []


def forgetting():
    languages.part.cache_clear()
    languages.profile.cache_clear()
    inflected.cache_clear()
    directions._patterns.cache_clear()


@pytest.mark.parametrize(
    "tag", ["en", "zh", "zh-HK", "sr", "sr-Latn", "pt-PT", "sc", "es-419", "uz", "ja", "en-Latn"]
)
def test_a_full_tag_is_read_as_what_it_is(tag):
    full = languages.canonical(tag)
    assert languages.canonical(full) == full


def test_a_script_that_a_language_is_not_written_in_is_refused():
    for tag in ("en-Hans", "zh-Cyrl", "en-Zzzz"):
        assert not languages.is_tag(tag)
