"""Whole ways through the program at n, 2n and 4n: as `test_growth.py`, for what is no single text."""

from functools import partial

import pytest

from tests.growth import growing
from tests.sites import build
from transflow import align, api, bitext, frontmatter
from transflow.align import Item
from transflow.api import Filter
from transflow.bitext import Row
from transflow.checks import Finding, baseline, waivers
from transflow.checks.subject import Place
from transflow.commands import adopt, check, report
from transflow.commands.export import FORMATS
from transflow.document import parse
from transflow.engines.pseudo import PseudoEngine
from transflow.exchange import reading, tmx, xml
from transflow.exchange.entries import Alike, Entry, Page, Sendable
from transflow.glossary import Glossary, Term
from transflow.glossary.suggestions import suggest
from transflow.markdown import Dialect
from transflow.patterns import paths
from transflow.pipeline import pairing
from transflow.quantities import Style
from transflow.reports import CHECK_FORMATS, REPORT_FORMATS, Report
from transflow.site import (
    arrangement,
    attributes,
    blobs,
    detect,
    git,
    proposal,
    records,
    scope,
    submodules,
    untouched,
)
from transflow.site.planner import survey
from transflow.site.workspace import Pair, load
from transflow.translator import Text, translate
from transflow.verification import Knowledge, places
from transflow.verification.meaning import marked
from transflow.verification.side import Side

# ---- Pairing: how often two things are compared, which is what it costs ------------------------------------

SEQUENCES = {
    "all changed": (lambda n: f"Heading {n}", lambda n: f"Another head {n}"),
    "all alike": (lambda _: "same", lambda _: "sama"),
    "two alike": (lambda n: "same"[: n % 2 + 2], lambda n: "same"[: n % 3 + 1]),
    "long": (lambda n: f"{n * 7919 % 10_007} " * 30, lambda n: f"{n * 7919 % 10_007} x" * 30),
    "unknown": (lambda _: "", lambda n: f"Heading {n}"),
    "reversed": (lambda n: f"Heading {n}", lambda n: f"Heading {10_000 - n}"),
    "scattered": (lambda n: f"Heading {n} of it", lambda n: f"Heading {n * 7919 % 10_007} of that"),
}


def items(count, said):
    return [Item("unit heading", (text,) if (text := said(n)) else ()) for n in range(count)]


def counted(monkeypatch, owner, name):
    """Return a list that grows with each call of a method."""
    calls, method = [], getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda self, *given: calls.append(1) or method(self, *given))
    return calls


@pytest.mark.parametrize("name", SEQUENCES)
def test_what_changed_is_compared_with_few(name, monkeypatch):
    old, new = SEQUENCES[name]
    calls = counted(monkeypatch, align._Middle, "_likeness")
    for count in (200, 800):
        calls.clear()
        align.align(items(count, old), items(count, new))
        assert len(calls) <= 100 * count


PAGES = {
    "headings with ids": ("## 题{} {{#a{}}}\n\n", "## Head {} {{#b{}}}\n\n"),
    "headings that moved": ("## 题{} {{#a{}}}\n\n字\n\n", "## Head {1} {{#a{0}}}\n\nwords\n\n"),
    "paragraphs": ("字{}\n\n", "words {} `a{}`\n\n"),
}


@pytest.mark.parametrize("name", PAGES)
def test_blocks_of_a_translation_are_compared_with_few(name, monkeypatch):
    calls = counted(monkeypatch, pairing._Matcher, "_score")
    for count in (100, 300):
        source = parse("".join(PAGES[name][0].format(n, n) for n in range(count)))
        target = parse("".join(PAGES[name][1].format(count - 1 - n, n) for n in range(count)) + "end\n")
        calls.clear()
        pairing.match(source, target)
        assert len(calls) <= 110 * 2 * count


# ---- Whole ways: what a command does with a site, a page or a file twice as large ----------------------------

CONFIG = "source: zh-CN\ntargets: [en]\nengine: pseudo\n"
HEADER = '{"version":1,"source":"content/a.md","target":"content/a.en.md","language":"en","from":"zh-CN"}'


def texts(count):
    return "".join(f"{word(number)}的文字。\n\n" for number in range(count))


def word(number):
    return "".join(chr(0x4E00 + (number * 37 + place * 101) % 8_000) for place in range(3))


def grows(run, inputs):
    """Run once to have all that is loaded or compiled at first use, then at n, 2n and 4n."""
    run(inputs[0])
    assert not growing(run, inputs, 0.01)


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """Reports of one page with so many texts, each with something wrong."""
    found = []
    for size in (8, 16, 32):
        root = tmp_path_factory.mktemp(f"ways{size}")
        page = "".join(f"Words {n} 中文.\n\n" for n in range(size))
        site = build(
            root, {"content/a.md": texts(size), "content/a.en.md": f"---\nlang: en\n---\n\n{page}"}, CONFIG
        )
        assert not api.adopt(site).problems
        found.append(report.report(site, check.check(load(root), Filter()), texts=True, changes=True))
    return found


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_reports(reported, form):
    grows(REPORT_FORMATS[form], reported)


FOUND = [
    Finding(
        "TF301",
        "wrong-figure",
        "error",
        f"content/a{n % 7}.en.md",
        n + 1,
        1,
        f"said {n}",
        f"content/a{n % 7}.md",
        "en",
    )
    for n in range(8_000)
]


@pytest.mark.parametrize("form", ["sarif", "gitlab", "github", "json", "text"])
def test_findings(form):
    reports = [Report((), tuple(FOUND[:size])) for size in (100, 200, 400)]
    grows(CHECK_FORMATS[form], reports)


def test_waivers_of_findings():
    """Each finding is compared with the waivers of its page and with those of the configuration, which are limited."""
    written = [
        waivers.Waiver(Place("content/a.en.md", 1, 1), ("TF301",), "x", "content/a.en.md", n + 1, n + 1)
        for n in range(10)
    ]
    grows(
        lambda found: [waivers.waived(written, one) for one in found],
        [FOUND[:size] for size in (250, 500, 1_000)],
    )


def test_a_baseline():
    lines = [baseline.dumps(FOUND[:size]) for size in (500, 1_000, 2_000)]
    grows(lambda text: baseline.new(FOUND, baseline.loads(text, "x")), lines)


def sent(count):
    entries = (
        Entry(
            unit=f"u{n}", kind="paragraph", key="", line=n, source_text=word(n), target_text=f"Words {n}", source=(word(n),),
            target=(f"Words {n}",), was="w", standing="edited", risk=1, notes=(("finding", "x"),), terms=((word(n), "x"),),
            matches=(Alike(word(n), "x", "b.md", 90),),
        )
        for n in range(count)
    )  # fmt: skip
    return Sendable([Page("content/a.md", "content/a.en.md", "zh-CN", "en", tuple(entries))], "t")


@pytest.mark.parametrize("form", FORMATS)
def test_exports_and_what_comes_back(form, tmp_path):
    made, files = [sent(size) for size in (25, 50, 100)], []
    for one in made:
        files.append(tmp_path / str(len(files)))
        files[-1].write_text(FORMATS[form].write(one), "utf-8")
    grows(FORMATS[form].write, made)
    if not FORMATS[form].memory:
        grows(lambda place: list(reading.read(place, "x")), files)


def memory(count):
    inside = "".join(
        f'<tu><tuv xml:lang="zh-CN"><seg>句子{n}。</seg></tuv><tuv xml:lang="en"><seg>Sentence {n}.</seg></tuv></tu>'
        for n in range(count)
    )
    return f'<tmx version="1.4"><header srclang="zh-CN"/><body>{inside}</body></tmx>'.encode()


def test_memories():
    grows(lambda data: list(tmx.read(xml.parse(data, "x"), "x")), [memory(size) for size in (100, 200, 400)])


def test_adopted_texts_beside_others_of_the_translators_own():
    def adopted(count):
        source, target = (parse("\n\n".join(map(str, range(size)))) for size in (count, 2 * count))
        return source, target, pairing.Matching({number: number for number in range(count)}, frozenset())

    # Few enough for the processor's cache: what outgrows it costs more for that alone.
    inputs = [adopted(size) for size in (250, 500, 1_000)]
    assert not growing(lambda sides: list(adopt.rows(*sides)), inputs, 0.0005)


def test_splicing():
    """New texts put into a page of thousands."""
    pages = [parse(texts(size)) for size in (100, 200, 400)]
    grows(lambda page: page.splice(dict.fromkeys(range(len(page.blocks)), "Text.")), pages)


def merged(count, turn):
    rows = [f'{{"kind":"paragraph","source":"甲{n}","draft":"{n}"}}' for n in range(count)]
    sides = "\n\n".join(rows), "\n\n".join(row.replace("}", ',"key":""}') for row in rows[::turn])
    return f"{HEADER}\n\n<<<<<<< a\n{sides[0]}\n=======\n{sides[1]}\n>>>>>>> b\n"


@pytest.mark.parametrize("turn", [1, -1])
def test_records_with_two_sides(turn):
    sizes = (200, 400, 800)
    grows(lambda text: bitext.dumps(bitext.loads(text, "x")), [merged(size, turn) for size in sizes])


LINES = {
    "YAML": ("---\n", "k{0}: '值{0}'\n", "---\n"),
    "a list of YAML": ("---\nk: [", "值{0}, ", "值]\n---\n"),
    "a block of YAML": ("---\nk: |\n", "  值{0}\n", "---\n"),
    "TOML": ("+++\n", "k{0} = '值{0}'\n", "+++\n"),
    "a list of TOML": ("+++\nk = [", "'值{0}', ", "'值']\n+++\n"),
    "JSON": ('{"a": 1', ',\n"k{0}": "值{0}"', "}\n"),
    "a list of JSON": ('{"k": ["a"', ', "值{0}"', "]}\n"),
}


@pytest.mark.parametrize("name", LINES)
def test_front_matter(name):
    begin, line, end = LINES[name]
    pages = [begin + "".join(map(line.format, range(size))) + end for size in (50, 100, 200)]

    def run(text):
        front = frontmatter.parse(text)
        changes = {value.key: f"it's {n}" for n, value in enumerate(frontmatter.values(text, front))}
        return frontmatter.edit(text, changes)

    grows(run, pages)


def test_keys_that_are_translated():
    """Each key of a page is looked for among those that the configuration names."""
    sizes = (150, 300, 600)
    dialects = [Dialect(translate_keys=tuple(f"k{n}" for n in range(size))) for size in sizes]
    pages = ["---\n" + "".join(f"k{n}: 值\n" for n in range(size)) + "---\n" for size in sizes]
    grows(lambda pair: parse(pair[0], "", pair[1]), list(zip(pages, dialects, strict=True)))


def test_terms_in_a_long_text():
    sizes = (200, 400, 800)
    known = [Glossary("zh", "en", tuple(Term(word(n), f"term {n}") for n in range(size))) for size in sizes]
    long = ["和".join(map(word, range(size))) for size in sizes]
    grows(lambda pair: list(pair[0].find(pair[1])), list(zip(known, long, strict=True)))


def test_terms_that_are_suggested():
    sizes = (100, 200, 400)
    known = Glossary("zh", "en", ())
    pairs = [
        [(f"{word(n % (size // 4))}有{n}个", f"thing {n % (size // 4)} has {n}") for n in range(size)]
        for size in sizes
    ]
    grows(lambda found: suggest(found, known), pairs)


def planned(root, count):
    files = {
        f"content/d{n % 7}/p{n}.md": f"---\ntranslations: [en, fr]\n---\n\n第{n}页。\n" for n in range(count)
    }
    return build(root / f"p{count}", files, CONFIG + "languages: {en: {exclude: [x*, y*]}}\n")


def test_pages_with_promises(tmp_path):
    made = [planned(tmp_path, size) for size in (15, 30, 60)]
    grows(survey, made)


def test_a_site_that_is_looked_at_first(tmp_path):
    made = [planned(tmp_path, size).root for size in (15, 30, 60)]
    grows(partial(proposal.propose, source="zh-CN", targets=("en",)), made)


def test_pages_that_are_approved_in_many_languages(tmp_path, monkeypatch):
    """The records of all languages tell what was there before: once a page, and not once a language of it."""
    read, loads = [], bitext.loads
    monkeypatch.setattr(bitext, "loads", lambda text, path: read.append(path) or loads(text, path))
    pages = {f"content/{n}.md": "---\ntranslations: [zh-CN]\n---\n\n字。\n" for n in range(2)}
    for count in (3, 12):
        tags = "en, fr, de, es, it, pt, nl, sv, da, fi, nb, pl"[: 4 * count - 2]
        site = build(tmp_path / str(count), pages, f"source: zh-CN\ntargets: [{tags}]\nengine: pseudo\n")
        assert not api.translate(site).problems
        for rounds in ("at first", "again"):
            read.clear()
            done = api.approve(site, Filter())
            assert (len(done.results), done.problems) == (2 * count, ()), rounds
            assert len(read) <= 3 * 2 * count
    site = load(site.root)
    assert not api.approve(site, Filter(), undo=True).problems
    assert [(site.root / path).read_text("utf-8") for path in pages] == [*pages.values()]


def test_a_page_that_is_read_as_other_texts_than_its_record_has():
    def made(size):
        rows = [Row("paragraph", f"{word(n)}。\n\n{word(n)}？", f"Is {n}.\n\nWas {n}?") for n in range(size)]
        record = bitext.Bitext(bitext.Header(1, "a.md", "a.en.md", "en", "zh-CN"), tuple(rows))
        pages = (
            "\n\n".join(said(row) for row in rows) for said in (lambda row: row.source, lambda row: row.draft)
        )
        return record, *map(parse, pages)

    inputs = [made(size) for size in (200, 400, 800)]
    assert len(untouched.reread(*inputs[0]).rows) == 400
    grows(lambda one: untouched.reread(*one), inputs)


def _debug(number):
    """Return what `git ls-files --debug` says of a file."""
    return (
        f"100644 {number:040x} 0\tcontent/p{number}.md\0  ctime: 1:2\n  mtime: 1:2\n  dev: 1\tino: {number}\n"
        "  uid: 0\tgid: 0\n  size: 1\tflags: 0\n"
    )


ARRANGED = {
    "a folder of languages a page": lambda n: [f"d{n}/zh/p.md", f"d{n}/en/p.md"],
    "sources above": lambda n: [f"d{n}/p.md", f"d{n}/en/p.md"],
    "sources at the top": lambda n: [f"p{n}.md", f"d{n}/en/p{n}.md"],
    "marks": lambda n: [f"d/p{n}.md", f"d/p{n}-en.md", f"d/p{n}.fr.md", f"d/p{n}_de.md"],
    "named folders": lambda n: [f"x{n}-zh/p.md", f"x{n}-en/p.md"],
    "beside a folder of translations": lambda n: [f"i18n/en/p{n}.md", f"t{n}/q.md"],
    "many folders of translations": lambda n: [f"d{n}/i18n/en/p.md", f"d{n}/q/p.md"],
    "many names in one": lambda n: [f"i18n/x{n}-en/p.md", f"t{n}/p.md"],
    "one name in many letters": lambda n: [f"{_cased('translations', n)}/en/p.md", f"t{n}/p.md"],
    "one in the other": lambda n: [f"{'en/' * 90}p{n}.md"],
    "tags everywhere": lambda n: [f"{TAGS[n % 8]}/a{n}/{TAGS[n // 8 % 8]}/b{n}/{TAGS[n // 64 % 8]}/p.{TAGS[n % 8]}.md"],
}  # fmt: skip
TAGS = ("en", "fr", "de", "es", "it", "ja", "ko", "zh")


def _cased(word, number):
    return "".join(char.upper() if number >> at & 1 else char for at, char in enumerate(word))


@pytest.mark.parametrize("name", ARRANGED)
def test_how_translations_stand(name):
    """What `init` tells from the paths of a site, in however many ways they may be read."""
    made = [[path for n in range(size) for path in ARRANGED[name](n)] for size in (100, 200, 400)]
    grows(lambda paths: [one.sources for one in arrangement.arrangements(paths)[:1]], made)


SAID = {
    "mkdocs.yml": ("site_name: x\nplugins:\n- i18n:\n    languages:\n", "    - locale: l{0}\n", "nav: []\n"),
    "hugo.toml": ("title = 'x'\n", "[languages.l{0}]\ncontentDir = 'content/l{0}'\nweight = {0}\n", ""),
    "config/_default/module.toml": (
        "",
        "[[mounts]]\nsource = 's{0}'\ntarget = 'content'\nlang = 'l{0}'\n",
        "",
    ),
    "hugo.yaml": ("title: x\npermalinks:\n", "  s{0}: /:slug/{0}/\n", ""),
    "_config.yml": ("collections:\n", "  c{0}: {{output: true}}\n", "defaults: []\n"),
    "_quarto.yml": ("babelquarto:\n  languages:\n", "  - l{0}\n", "lang: zh\n"),
    "myst.yml": ("version: 1\nproject:\n  toc:\n", "  - file: p{0}.md\n", ""),
    "docusaurus.config.js": ("module.exports = {i18n: {defaultLocale: 'zh', locales: [", "'l{0}', ", "]}}"),
    "astro.config.mjs": ("starlight({locales: {", "l{0}: {{label: 'x', lang: 'l{0}'}}, ", "}})"),
    ".vitepress/config.ts": ("export default {locales: {", "l{0}: {{label: 'x', link: '/l{0}/'}}, ", "}}"),
    "conf.py": ("extensions = ['myst_parser']\n", "x{0} = '{0}'\n", "language = 'zh'\n"),
}


@pytest.mark.parametrize("name", SAID)
def test_what_a_site_says_of_itself(tmp_path, name):
    begin, line, end = SAID[name]
    made = []
    for size in (75, 150, 300):
        made.append(tmp_path / str(size))
        (made[-1] / name).parent.mkdir(parents=True)
        (made[-1] / name).write_text(begin + "".join(map(line.format, range(size))) + end, "utf-8")
    assert detect.detect(made[0]).generator or name in {"_config.yml", "conf.py", "myst.yml"}
    grows(detect.detect, made)


GIT = {
    "the index": (lambda n: f"100644 {n:040x} 0\tcontent/d{n % 7}/p{n}.md\0", lambda root: blobs.index(root, "content/")),
    "a commit": (lambda n: f"100644 blob {n:040x}\tcontent/d{n % 7}/p{n}.md\0", lambda root: blobs.commit(root, "", "HEAD")),
    "links": (lambda n: f"100644 {n:040x} 0\td{n}/p.md\0", lambda root: blobs.Blobs(None, blobs.index(root, "")).list("", ".md", ("x*",))),
    "the history": (lambda n: f"{n:040x}\0\nM\0a{n}.md\0R100\0b{n}.md\0a{n // 2}.md\0", lambda root: git.commits(root, 20)),
    "one file's history": (lambda n: f"{n:040x} 2024-01-01\n", lambda root: git.dated(root, "a.md", 10**6)),
    "names of one file": (lambda n: f"\na{n}.md\0", lambda root: git.names(root, "a.md")),
    "days of pages": (lambda n: f"\x01{n:08}\0\na{n}.md\0", lambda root: [scope.source_dates(load(root))]),
    "submodules": (lambda n: f"160000 {n:040x} 0\ts{n}\0", lambda root: submodules.expanded(root, blobs.index(root, ""))),
    "below submodules": (lambda n: f"160000 {n:040x} 0\ts{n}\0", lambda root: _lent(blobs.index(root, ""))),
    "what a filter has a hand in": (_debug, lambda root: {found["path"]: attributes._Known.of(found) for found in attributes._ENTRY.finditer(git.run(root, "ls-files"))}),
}  # fmt: skip


def _lent(entries):
    folders = frozenset(entries)
    return [scope._is_below(f"{path}x/p.md", folders) for path in entries]


@pytest.mark.parametrize("name", GIT)
def test_what_git_says_of_many_files(tmp_path, monkeypatch, name):
    line, run = GIT[name]
    build(tmp_path, {"content/a.md": "字\n"}, CONFIG)
    told = {size: "".join(map(line, range(size))).encode() for size in (500, 1_000, 2_000)}
    repository = type("_Fake", (), {"__init__": lambda *_: None, "prefix": ""})
    monkeypatch.setattr(repository, "run", lambda _, *given: b"false\n" if given[0] == "rev-parse" else git.run(), raising=False)  # fmt: skip
    monkeypatch.setattr(scope, "_Repository", repository)

    def said(size):
        monkeypatch.setattr(git, "run", lambda *_, **__: told[size])
        assert run(tmp_path)

    grows(said, list(told))


def _lines_of_attributes(count):
    return "".join(f"content/x{number}-*.md text\n" for number in range(count))


def test_files_of_attributes():
    grows(attributes._tried, [_lines_of_attributes(size) for size in (1_000, 2_000, 4_000)])
    grows(attributes._tried, ["*" * size for size in (10_000, 20_000, 40_000)])
    grows(attributes._tried, ["*a/" * size for size in (10_000, 20_000, 40_000)])


def test_patterns_of_paths():
    """Lines without a wildcard are looked up, however many; of others there are a thousand at most."""
    sizes = (400, 800, 1_600)
    lines = [[f"/content/x{n}.md" for n in range(size)] for size in sizes]
    names = [[f"content/y{n}.md" for n in range(size)] for size in sizes]

    def run(pair):
        spec = paths(pair[0])
        return [spec.match_file(path) for path in pair[1]]

    grows(run, list(zip(lines, names, strict=True)))


def test_figures_that_are_alike_find_their_places():
    known = Knowledge("zh-CN", "en", Glossary("zh", "en", ()), Style())

    def run(size):
        return translate([Text("1、字，" * size, "paragraph", Dialect())], PseudoEngine("zh-CN"), known)

    grows(run, (6, 12, 24))


def test_places_among_the_names_of_one_sentence():
    text = "Tencent bought Meituan, and BYD beat Tesla in Germany, "

    def run(side):
        return list(places.exchanged(side, side, ()))

    grows(run, [Side(text * size, marked(text * size, "en"), ()) for size in (80, 160, 320)])


@pytest.mark.parametrize("common", ["", "# 题\n\n"])
def test_records_of_renamed_pages(common):
    """A folder that was renamed: each page is compared with the records that share something with it, a hundred at most."""

    def made(count):
        pages = {f"content/b{n}.md": parse(f"{common}{word(n)}的文字。\n") for n in range(count)}
        found = [
            bitext.Bitext(
                bitext.Header(1, f"content/a{n}.md", f"content/a{n}.en.md", "en", "zh-CN"),
                tuple(bitext.Row(block.kind, block.text, None) for block in page.blocks),
            )
            for n, page in enumerate(pages.values())
        ]
        return pages, found

    def run(pair):
        heirs = records.heirs(pair[0], "en", pair[1])
        assert [one.header.source for one in heirs.values()] == [path.replace("b", "a", 1) for path in heirs]
        assert len(heirs) == len(pair[0])
        begins = records.Begins(pair[1])
        assert all(begins.may_be_in(page.text) for page in pair[0].values())

    grows(run, [made(size) for size in (150, 300, 600)])


def _named(count):
    pairs = [Pair(f"content/x/p{n}.md", f"content/x/p{n}.en.md", "en") for n in range(count)]
    return Filter(tuple(pair.source for pair in pairs)), pairs


def test_pages_that_are_named_one_by_one():
    def run(made):
        wanted, pairs = made
        assert all(map(wanted.takes, pairs))

    assert not growing(run, [_named(size) for size in (2000, 4000, 8000)])


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("content", True), ("content/", True), ("content/x", True), ("content/x/a.md", True), ("content/x/a.en.md", True),
        (".", True), ("", True), ("cont", False), ("content/x/a", False), ("content/x/a.en", False), ("/", False),
    ],
)  # fmt: skip
def test_a_page_or_a_folder_above_it_names_a_translation(path, taken):
    assert Filter((path,)).takes(Pair("content/x/a.md", "content/x/a.en.md", "en")) == taken
