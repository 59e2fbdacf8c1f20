"""The review page: what it shows, what its acts do, and who may speak to it."""

import html
import json
import re
import socket
import threading
from pathlib import Path

import httpx2 as httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from tests.reviewing import PAGE, PAIR, change, rows, running, until, visitor
from tests.sites import CONFIG, build, cli, snapshot
from tests.test_reports_html import Tags
from transflow import api, translator
from transflow.errors import ConfigError
from transflow.identity import link_names
from transflow.pipeline.examples import Examples
from transflow.pipeline.reviewed import Reviewed
from transflow.review import listing
from transflow.review.desk import Desk
from transflow.review.gate import Gate
from transflow.review.preview import rendered
from transflow.review.server import listen
from transflow.review.wording import LANGUAGES, chosen, words
from transflow.site.knowledge import Knowing
from transflow.site.picture import Picture

SOURCE = """---
title: 标题
---

净利润增长了5%，净息差承压。

第二段的文字。

- 甲
- 乙

[链接](b.md)和`code`。
"""
TERMS = "source: zh-CN\ntarget: en\nterms:\n  净息差: net interest margin\n"
TEMPLATES = Path(__file__).parents[1] / "src" / "transflow" / "review" / "templates"


def drafted(root, page=SOURCE, config=CONFIG, **others):
    site = build(root, {PAIR.source: page, "glossaries/a.yaml": TERMS, **others}, config)
    assert not api.translate(site).problems
    return site


def in_conflict(root):
    site = drafted(root)
    change(site, PAIR.target, rows(site)["第二段的文字。"].draft, "A person's words.")
    change(site, PAIR.source, "第二段的文字", "第二段的新文字")
    assert not api.translate(site).problems
    return site


def item(site):
    (found,) = api.overview(site, api.Filter((PAIR.source,))).translations
    return found


def unit(site, source):
    """Return the name of a text by its source."""
    seen = item(site)
    names = link_names(seen.comparison.links, seen.source, seen.target)
    said = {
        seen.source.blocks[link.source].text: name
        for link, name in zip(seen.comparison.links, names, strict=True)
        if link.source is not None
    }
    return said[source]


def page(site):
    return (site.root / PAIR.target).read_text("utf-8")


def act(client, site, source, take, **fields):
    """Send what the form of a text sends."""
    seen = item(site)
    name = unit(site, source)
    names = link_names(seen.comparison.links, seen.source, seen.target)
    links = dict(zip(names, seen.comparison.links, strict=True))
    place = links[name].target
    stands = seen.target.blocks[place].text if place is not None else ""
    sent = {"unit": name, "take": take, "seen": stands, "source": source, "text": stands, **fields}
    return client.post(PAGE, json=sent)


# --- what is shown ---


def test_the_list_shows_what_needs_somebody_the_riskiest_first(tmp_path):
    site = in_conflict(tmp_path)
    build(tmp_path, {"content/b.md": "安静的一页。\n", "content/c.md": "认可的一页。\n"})
    assert not api.translate(site).problems
    assert not api.approve(site, api.Filter(("content/c.md",)), by="Somebody").problems
    with visitor(site) as client:
        text = client.get("/").text
        assert text.index("content/a.md") < text.index("content/b.md")
        assert "content/c.md" not in text
        assert "content/c.md" in client.get("/?all=1").text
        assert "content/b.md" not in client.get("/?state=conflict").text
        assert "content/a.md" not in client.get("/?q=b.md").text


def test_a_page_shows_terms_figures_change_draft_and_findings(tmp_path):
    site = in_conflict(tmp_path)
    change(site, PAIR.target, "5%", "7%")
    with visitor(site) as client:
        text = client.get(PAGE, params={"all": "1"}).text
    assert '<mark class="term" title="net interest margin">净息差</mark>' in text
    assert '<mark class="quantity" title="5%">5%</mark>' in text
    assert "第二段的<ins>新</ins>文字。" in text
    assert html.escape(next(row.pending.draft for row in rows(site).values() if row.pending)) in text
    assert "TF301" in text
    assert "5% is 5%, not 7%" in text
    assert text.index("Conflict") > 0


def test_a_block_that_is_copied_offers_what_the_source_says_now(tmp_path):
    site = drafted(tmp_path, "文字。\n\n    a = 1\n")
    change(site, PAIR.target, "a = 1", "a = 2")
    change(site, PAIR.source, "a = 1", "a = 3")
    with visitor(site) as client:
        text = client.get(PAGE, params={"all": "1"}).text
    assert [words.split(">")[1] for words in re.findall(r'class="words draft"[^>]*>[^<]*', text)] == ["a = 3"]


def test_only_what_needs_somebody_is_shown_at_first(tmp_path):
    site = drafted(tmp_path)
    change(site, PAIR.target, rows(site)["标题"].draft, "A person's title")
    with visitor(site) as client:
        assert "A person&#39;s title" not in client.get(PAGE).text
        assert "A person&#39;s title" in client.get(PAGE, params={"all": "1"}).text


def test_matches_and_examples_stand_beside_a_text(tmp_path):
    site = drafted(tmp_path, **{"content/b.md": "净利润增长了8%，净息差承压。\n\n完全不同的句子。\n"})
    write = rows(site)["净利润增长了5%，净息差承压。"].draft
    change(site, PAIR.target, write, "Profit rose 5%; the net interest margin is under pressure.")
    with visitor(site) as client:
        text = client.get("/t/en/content/b.md").text
    assert "<del>5%</del><ins>8%</ins>" in text
    assert "Profit rose 5%; the net interest margin is under pressure." in text
    assert "Reviewed sentences like this one" in text


def test_the_examples_that_a_new_draft_follows_stand_beside_a_text(tmp_path, monkeypatch):
    said = "央行今日开展逆回购操作，实现净投放。"
    site = drafted(tmp_path, f"标题\n\n{said}\n")
    shown = Examples(Reviewed(site), Knowing(site).of("zh-CN", "en"), [said]).of(said)
    assert shown
    asked, ask = [], translator.translate
    monkeypatch.setattr(
        translator, "translate", lambda texts, *rest: asked.extend(texts) or ask(texts, *rest)
    )
    with visitor(site) as client:
        text = client.get(PAGE).text
        assert client.post(f"/draft{PAGE.removeprefix('/t')}", json={"unit": unit(site, said)}).is_success
    assert "Examples that may help" in text
    assert all(word in html.unescape(text) for pair in shown for word in pair)
    assert [drafted.examples for drafted in asked] == [shown], "it is drafted anew with what is shown"


def test_the_interface_speaks_chinese_and_english(tmp_path):
    site = drafted(tmp_path)
    with visitor(site) as client:
        assert "To be reviewed" in client.get("/").text
        assert '<html lang="zh">' in client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"}).text
        answer = client.get("/?ui=zh")
        assert "待审清单" in answer.text
        assert answer.headers["set-cookie"] == "transflow-ui=zh; HttpOnly; Path=/; SameSite=strict"
        assert "待审清单" in client.get("/").text  # it is remembered


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [
        ("", "zh-TW,en;q=0.5", "zh"),
        ("en", "zh", "en"),
        ("", "fr, de", "en"),
        ("xx", "", "en"),
        ("", "fr,zh", "zh"),
    ],
)
def test_which_language_the_interface_takes(wanted, accepted, language):
    assert chosen(wanted, accepted) == language


def test_every_word_that_is_used_is_there_in_each_language():
    used = set()
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text("utf-8")
        used |= (
            set(re.findall(r"\bw\.(\w+)", text))
            | set(re.findall(r'\bw\["(\w+)"\]', text))
            | set(re.findall(r'"(keys_\w+)"', text))
        )
    assert len(used) > 40
    known = [set(words(language)) for language in LANGUAGES]
    assert known[0] == known[1]
    assert used <= known[0]
    unused = known[0] - used
    assert {name[:2] for name in unused} <= {"s_", "p_", "er", "wa"}, unused  # by state and severity


def test_the_words_are_pages_of_this_project_translated_and_reviewed():
    from transflow.site import workspace  # noqa: PLC0415  only here

    site = workspace.load(Path(__file__).parents[1])
    listing = api.standings(site, api.Filter(("src/transflow/review/words",)))
    assert [entry.state for entry in listing.translations] == ["reviewed"]


def test_find_from_the_page(tmp_path):
    site = drafted(tmp_path)
    with visitor(site) as client:
        assert "净利润增长了5%" in client.get("/find", params={"q": "净息差"}).text
        assert "Nothing found." in client.get("/find", params={"q": "没有的词"}).text


def test_a_page_of_many_texts_comes_in_parts(tmp_path):
    site = drafted(tmp_path, "".join(f"第{n}段的文字。\n\n" for n in range(1, 131)))
    with visitor(site) as client:
        first, last = client.get(PAGE).text, client.get(PAGE, params={"part": "3"}).text
        assert first.count("<article") == 60
        assert last.count("<article") == 10
        assert "第130段" in client.get(PAGE, params={"unit": unit(site, "第130段的文字。")}).text
        for part in ("0", "99", "-1", "x", "9" * 30):
            assert client.get(PAGE, params={"part": part}).status_code == 200


# --- what is done ---


def test_a_text_is_saved_at_once_and_nothing_else_changes(tmp_path):
    site = drafted(tmp_path)
    before, draft = page(site), rows(site)["第二段的文字。"].draft
    with visitor(site) as client:
        done = act(client, site, "第二段的文字。", "text", text="The second paragraph.")
    assert done.status_code == 200
    assert page(site) == before.replace(draft, "The second paragraph.")
    assert "Approved" in done.json()["html"]
    assert rows(site)["第二段的文字。"].approved


@pytest.mark.parametrize("take", ["draft", "mine", "source", "nothing"])
def test_a_conflict_is_ended_each_way(tmp_path, take):
    site = in_conflict(tmp_path)
    waiting = next(row.pending.draft for row in rows(site).values() if row.pending)
    with visitor(site) as client:
        done = act(client, site, "第二段的新文字。", take)
    assert not done.json()["refused"]
    stands = {"draft": waiting, "mine": "A person's words.", "source": "第二段的新文字。", "nothing": ""}[
        take
    ]
    assert stands in page(site)
    assert item(site).comparison.conflicts == 0


def test_what_somebody_changed_on_disk_is_shown_and_not_overwritten(tmp_path):
    site = drafted(tmp_path)
    draft = rows(site)["第二段的文字。"].draft
    with visitor(site) as client:
        client.get(PAGE)
        change(site, PAIR.target, draft, "Somebody else's words.")
        before = snapshot(tmp_path)
        done = act(client, site, "第二段的文字。", "text", text="My words.", seen=draft)
        assert done.status_code == 409
        assert done.json()["refused"] == "somebody changed the translation meanwhile"
        assert done.json()["text"] == "Somebody else's words."
        assert "Somebody else&#39;s words." in done.json()["html"]
        assert snapshot(tmp_path) == before
        assert (
            act(client, site, "第二段的文字。", "text", text="Both words.").status_code == 200
        )  # having seen it
    assert "Both words." in page(site)


def test_an_editor_that_writes_another_text_is_in_nobodys_way(tmp_path):
    site = drafted(tmp_path)
    drafts = {source: row.draft for source, row in rows(site).items()}
    with visitor(site) as client:
        client.get(PAGE)
        change(site, PAIR.target, drafts["甲"], "Somebody's item")
        assert act(client, site, "乙", "text", text="My item").status_code == 200
    assert "- Somebody's item\n- My item\n" in page(site)


def test_a_text_that_breaks_the_page_is_refused_with_its_reason(tmp_path):
    site = drafted(tmp_path)
    before = snapshot(tmp_path)
    with visitor(site) as client:
        done = act(client, site, "第二段的文字。", "text", text="one\n\n# two")
    assert "would change the structure" in done.json()["refused"]
    assert snapshot(tmp_path) == before


def test_checks_run_on_what_is_being_written_and_nothing_is_saved(tmp_path):
    site = drafted(tmp_path)
    before = snapshot(tmp_path)
    with visitor(site) as client:
        name = unit(site, "净利润增长了5%，净息差承压。")
        wrong = client.post(
            f"/try{PAGE.removeprefix('/t')}", json={"unit": name, "text": "Profit rose **8%**."}
        ).json()
        assert {"TF301", "TF401"} <= set(re.findall("TF[0-9]{3}", wrong["remarks"]))
        assert "<strong>8%</strong>" in wrong["preview"]
        text = "Net profit rose 5% and the net interest margin is under pressure."
        right = client.post(f"/try{PAGE.removeprefix('/t')}", json={"unit": name, "text": text}).json()
        assert "Nothing found." in right["remarks"]
        link = unit(site, "[链接](b.md)和`code`。")
        lost = client.post(
            f"/try{PAGE.removeprefix('/t')}", json={"unit": link, "text": "A link and code."}
        ).json()
        assert {"TF202", "TF203"} <= set(re.findall("TF[0-9]{3}", lost["remarks"]))
    assert snapshot(tmp_path) == before


def test_a_draft_is_made_anew_and_only_shown(tmp_path):
    site = drafted(tmp_path)
    draft = rows(site)["第二段的文字。"].draft
    change(site, PAIR.target, draft, "A person's words.")
    before = snapshot(tmp_path)
    with visitor(site) as client:
        done = client.post(f"/draft{PAGE.removeprefix('/t')}", json={"unit": unit(site, "第二段的文字。")})
    assert done.json() == {"text": draft}
    assert snapshot(tmp_path) == before


def test_without_an_engine_drafting_anew_says_why(tmp_path):
    site = drafted(tmp_path)
    with visitor(site, engine="argos") as client:
        done = client.post(f"/draft{PAGE.removeprefix('/t')}", json={"unit": unit(site, "第二段的文字。")})
    assert done.status_code == 409
    assert done.json()["refused"]


def test_a_page_is_approved_and_that_is_taken_back(tmp_path):
    site = drafted(tmp_path)
    before = page(site), (tmp_path / PAIR.source).read_text("utf-8")
    with visitor(site, by="Somebody") as client:
        assert client.post(f"/approve{PAGE.removeprefix('/t')}").status_code == 200
        assert item(site).state == "reviewed"
        assert item(site).record.header.approval.by == "Somebody"
        assert client.post("/undo").json()["go"].startswith(PAGE)
    assert item(site).state == "draft"
    assert (page(site), (tmp_path / PAIR.source).read_text("utf-8")) == before


def test_a_stale_page_is_not_approved(tmp_path):
    site = drafted(tmp_path)
    change(site, PAIR.source, "第二段", "另一段")
    with visitor(site) as client:
        assert "cannot be approved" in client.post(f"/approve{PAGE.removeprefix('/t')}").text
    assert item(site).state == "stale"


def test_undo_brings_back_text_and_owner_act_by_act(tmp_path):
    site = in_conflict(tmp_path)
    before = snapshot(tmp_path)
    with visitor(site) as client:
        act(client, site, "第二段的新文字。", "draft")
        act(client, site, "甲", "text", text="An item")
        assert "An item" in page(site)
        client.post("/undo")
        assert "An item" not in page(site)
        assert item(site).comparison.conflicts == 0
        client.post("/undo")
        assert snapshot(tmp_path) == before
        assert client.post("/undo").json()["refused"] == "nothing to undo"


def test_undo_leaves_alone_what_was_changed_since(tmp_path):
    site = drafted(tmp_path)
    with visitor(site) as client:
        act(client, site, "甲", "text", text="An item")
        change(site, PAIR.target, "An item", "Another's item")
        before = snapshot(tmp_path)
        assert "was changed since" in client.post("/undo").json()["refused"]
    assert snapshot(tmp_path) == before


def test_forms_work_without_a_script(tmp_path):
    site = drafted(tmp_path)
    name = unit(site, "甲")
    with visitor(site) as client:
        del client.headers["x-requested-with"]
        shown = client.get(PAGE).text
        form = re.search(rf'<article[^>]*id="{name}".*?</article>', shown, re.DOTALL)[0]
        fields = {
            n: html.unescape(v)
            for n, v in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
        }
        answer = client.post(PAGE, data={**fields, "text": "An item", "take": "text"})
        assert answer.url.fragment == name
        assert "An item" in answer.text
        refused = client.post(PAGE, data={**fields, "text": "x", "take": "text"})
        assert "Not saved: somebody changed the translation meanwhile" in refused.text
    assert "- An item\n" in page(site)


def test_line_ends_of_a_browser_and_of_a_page_are_their_own_business(tmp_path):
    site = drafted(tmp_path, "第一行，\r\n第二行。\r\n")
    with visitor(site) as client:
        stands = next(iter(rows(site).values())).draft
        done = act(
            client, site, "第一行，\n第二行。", "text", text="one\r\ntwo", seen=stands.replace("\n", "\r\n")
        )
        assert done.status_code == 200, done.json()
    assert (tmp_path / PAIR.target).read_bytes().endswith(b"one\r\ntwo\r\n")


# --- who may speak to it ---


@pytest.fixture
def guarded(tmp_path):
    with running(drafted(tmp_path)) as address:
        yield address.partition("/?")[0], address.partition("token=")[2]


def ways():
    return [
        ("GET", "/"),
        ("GET", PAGE),
        ("POST", PAGE),
        ("POST", "/undo"),
        ("GET", "/static/review.js"),
        ("GET", "/preview/en/content/a.md"),
    ]


def test_without_the_link_nothing_is_shown_and_nothing_done(guarded, tmp_path):
    base, _ = guarded
    before = snapshot(tmp_path)
    for method, path in ways():
        answer = httpx.request(method, base + path, headers={"origin": base})
        assert answer.status_code == 403, path
        assert "标题" not in answer.text
    assert httpx.get(f"{base}/?token=wrong").status_code == 403
    assert snapshot(tmp_path) == before


def test_the_link_works_once_and_leaves_a_strict_cookie(guarded):
    base, token = guarded
    first = httpx.get(f"{base}/?token={token}")
    cookie = first.headers["set-cookie"].lower()
    assert (first.status_code, first.headers["location"]) == (303, "/")
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/"))
    assert token.lower() not in cookie
    assert httpx.get(f"{base}/?token={token}").status_code == 403
    value = cookie.partition(";")[0].partition("=")[2]
    assert httpx.get(base, cookies={f"transflow-{base.rpartition(':')[2]}": value.upper()}).status_code == 403


@pytest.mark.parametrize("path", [PAGE, f"/try{PAGE.removeprefix('/t')}"])
def test_half_of_a_letter_is_refused(tmp_path, path):
    site = drafted(tmp_path)
    sent = json.dumps({"unit": unit(site, "第二段的文字。"), "take": "text", "text": "\ud83d"})
    with visitor(site) as client:
        answer = client.post(path, content=sent, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()) == (409, {"refused": "not a form of this page"})


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("cookie", "transflow-1=\u00e9", 403),
        ("content-length", "\u00b2", 403),
        ("content-length", "9" * 5000, 403),
    ],
)
def test_headers_of_other_characters_are_refused(name, value, status):
    app = TestClient(Gate(PlainTextResponse("shown"), 1), "http://127.0.0.1:1")
    headers = {"origin": "http://127.0.0.1:1", "content-length": "0", name: value}
    raw = {key: text.encode("latin-1") for key, text in headers.items()}
    assert app.request("POST" if name == "content-length" else "GET", "/", headers=raw).status_code == status


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost",
        "127.0.0.1",
        "127.0.0.1:1",
        "evil.example:{port}",
        "127.0.0.1.evil.example:{port}",
        "",
    ],
)
def test_another_name_is_another_page(tmp_path, host):
    with visitor(drafted(tmp_path)) as client:
        port = str(client.base_url.port)
        assert client.get("/", headers={"host": host.format(port=port)}).status_code == 421
        assert client.get("/", headers={"host": f"localhost:{port}"}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:1",
        "http://localhost:{port}",
    ],
)
def test_what_comes_from_elsewhere_changes_nothing(tmp_path, origin):
    site = drafted(tmp_path)
    with visitor(site) as client:
        del client.headers["origin"]
        before = snapshot(tmp_path)
        headers = {} if origin is None else {"origin": origin.format(port=client.base_url.port)}
        for path in (PAGE, "/undo", "/approve/en/content/a.md", "/draft/en/content/a.md"):
            assert (
                client.post(
                    path, json={"unit": unit(site, "甲"), "take": "text", "text": "x"}, headers=headers
                ).status_code
                == 403
            )
    assert snapshot(tmp_path) == before


def test_other_methods_and_too_much_are_refused(tmp_path):
    site = drafted(tmp_path)
    with visitor(site) as client:
        assert client.put(PAGE, content=b"x").status_code == 405
        assert client.get("/undo").status_code == 405
        assert client.post(PAGE, content=b"x" * (3 * 2**20)).status_code == 403
        for sent in (b"[1]", b"{", b"\xff", b"[" * 100_000):
            answer = client.post(PAGE, content=sent, headers={"content-type": "application/json"})
            assert answer.status_code == 409, answer.text
        assert client.post(PAGE, json={"take": "rm"}).json()["refused"] == "nothing to be done was named"


def test_every_answer_has_the_policy(tmp_path):
    site = drafted(tmp_path)
    with visitor(site) as client:
        for path in ("/", PAGE, "/static/review.css", "/nowhere", "/find?q=x"):
            answer = client.get(path)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == (
                "nosniff",
                "no-store",
            )
        assert "; sandbox" in client.get("/preview/en/content/a.md").headers["content-security-policy"]
        client.cookies.clear()
        refused = client.get("/")
        assert (refused.status_code, "content-security-policy" in refused.headers) == (403, True)


def test_it_listens_on_this_machine_only(guarded):
    base, _ = guarded
    port = int(base.rpartition(":")[2])
    others = socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET, socket.SOCK_STREAM)
    for where in {where for *_, where in others if not str(where[0]).startswith("127.")}:
        with socket.socket() as probe:
            probe.settimeout(2)
            assert probe.connect_ex(where) != 0


@pytest.mark.parametrize(
    "path",
    ["/t/en/../../etc/passwd", "/t/en/%2e%2e/%2e%2e/etc/passwd", "/t/en//etc/passwd", "/t/en/transflow.yaml", "/t/xx/content/a.md",
     "/t/en/content/a.en.md", "/preview/en/transflow.yaml", "/static/../gate.py", "/static/%2e%2e/gate.py", "/t/%00/content/a.md"],
)  # fmt: skip
def test_paths_are_looked_up_and_never_followed(tmp_path, path):
    with visitor(drafted(tmp_path)) as client:
        answer = client.get(path)
        assert answer.status_code in (404, 409), answer.text
        assert "root:" not in answer.text
        assert "targets: [en]" not in answer.text


EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{ 7*7 }}</textarea><b>"


def test_hostile_pages_are_shown_and_never_run(tmp_path):
    name = "content/<img src=x onerror=alert(1)>.md"
    site = drafted(
        tmp_path,
        f'---\ntitle: "{EVIL.replace(chr(34), "")}"\n---\n\n坏话 {EVIL}\n\n| `a` | 坏 {EVIL} |\n| --- | --- |\n',
        **{name: "坏名字。\n"},
    )
    with visitor(site) as client:
        for path in (
            "/?all=1",
            PAGE + "?all=1",
            "/find?q=alert",
            "/find?q=" + "%3Cscript%3E",
            "/?q=%22%3E%3Cscript%3E",
            PAGE + "?refused=%3Cscript%3Ex",
        ):
            text = client.get(path).text
            tags = re.findall(r"<(script|img|b|iframe)\b([^>]*)>", text)
            assert all(tag in ("script", "iframe") for tag, _ in tags), path
            assert [attributes for tag, attributes in tags if tag == "script"] == [
                ' src="/static/review.js" defer'
            ], path
            assert not any(
                name.startswith("on") for _, attributes in Tags(text).tags for name in attributes
            ), path
            assert "49" not in re.sub(r"u[0-9a-f]{12}", "", text) or "7*7" in text


def test_the_preview_loads_and_runs_nothing():
    text = rendered(
        f"{EVIL}\n\n![图 \"<x>\"](http://evil.example/x.png) [链](javascript:alert(1)) <a href='http://x'>y</a> ![](a.png)\n"
    )
    tags = Tags(text.partition("<body>")[2]).tags
    assert not {"script", "img", "iframe", "object", "link", "meta", "b"} & {tag for tag, _ in tags}
    assert not any(
        name.startswith("on") or name in ("href", "src", "style")
        for _, attributes in tags
        for name in attributes
    )
    assert "alert(1)" in text


# --- the command ---


def test_the_command_prints_the_address_and_needs_its_extra(tmp_path, capsys, monkeypatch):
    drafted(tmp_path)
    monkeypatch.setattr(
        "transflow.review.server.serve",
        lambda _, place, ready: (place.close(), ready("http://127.0.0.1:1/?token=x")),
    )
    assert cli(tmp_path, "review", "--no-open") == 0
    assert capsys.readouterr().out == "http://127.0.0.1:1/?token=x\n"
    monkeypatch.setitem(__import__("sys").modules, "transflow.review.server", None)
    assert cli(tmp_path, "review", "--no-open") == 2
    assert "extra `review`" in capsys.readouterr().err


def test_a_port_is_ours_and_answers_before_the_server_runs():
    with listen(0) as place:
        port = place.getsockname()[1]
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        with pytest.raises(ConfigError, match="cannot be used"):
            listen(port)


def test_a_port_that_is_taken_is_told(tmp_path, capsys):
    drafted(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert cli(tmp_path, "review", "--no-open", "--port", str(port)) == 2
    assert f"port {port} cannot be used" in capsys.readouterr().err


def test_pages_and_languages_are_chosen_as_elsewhere(tmp_path, capsys):
    site = drafted(tmp_path, config=CONFIG.replace("[en]", "[en, ja]"), **{"content/b.md": "另一页。\n"})
    entries = Desk(site, api.Filter(("content/b.md",), ("ja",))).listing.entries()
    assert [(e.pair.source, e.pair.language) for e in entries] == [("content/b.md", "ja")]
    assert cli(tmp_path, "review", "content/none.md", "--no-open") == 2
    assert "no page of this workspace" in capsys.readouterr().err


def test_a_broken_page_is_told_and_the_others_are_reviewed(tmp_path):
    site = drafted(tmp_path, **{"content/b.md": "另一页。\n"})
    (tmp_path / "content/b.en.md").write_bytes(b"\xff")
    with visitor(site) as client:
        assert "not UTF-8" in client.get("/").text
        assert client.get(PAGE).status_code == 200


class TestOpeningAtOnce:
    """A site of many pages opens with what its records say; the states come when they were read."""

    @pytest.fixture
    def many(self, tmp_path, monkeypatch):
        pages = {f"content/{n}.md": SOURCE for n in range(6)}
        site = build(tmp_path, pages)
        assert not api.translate(site).problems
        (tmp_path / ".transflow/cache/site.msgpack").unlink(missing_ok=True)
        monkeypatch.setattr(listing, "_AT_ONCE", 3)
        return site

    @pytest.fixture
    def held(self, monkeypatch):
        """Let nobody read states until this is set."""
        go, read = threading.Event(), listing.Listing._read
        monkeypatch.setattr(listing.Listing, "_read", lambda self: (go.wait(20), read(self)))
        yield go
        go.set()

    @pytest.mark.usefixtures("held")
    def test_the_list_says_what_records_say_and_that_states_are_still_read(self, many):
        with visitor(many) as browser:
            first = browser.get("/")
            assert "States are being read" in first.text
            assert first.headers["refresh"] == "2"
            assert all(f"content/{n}.md" in first.text for n in range(6))
            assert 'class="state' not in first.text

    def test_a_page_of_it_can_be_read_at_once_and_is_not_waited_for(self, many, held):
        with visitor(many) as browser:
            browser.get("/")
            page = browser.get("/t/en/content/3.md").text
            assert "净利润增长了5%" in page
            assert "Reviewed sentences are being read" in page
            held.set()
            until(lambda: "Reviewed sentences are being" not in browser.get("/t/en/content/3.md").text)
            assert browser.get("/t/en/content/9.md").is_error

    def test_what_was_counted_stands_there_afterwards(self, many, held):
        desk = Desk(many)
        assert desk.listing.counting()
        assert desk.next_page(PAIR)
        held.set()
        desk.listing._reader.join(20)
        assert not desk.listing.counting()
        assert [entry.state for entry in desk.listing.entries()] == ["draft"] * 6
        assert desk.listing.entries() == Desk(many).listing.entries()

    def test_a_small_or_a_known_site_is_read_first(self, many, monkeypatch):
        Desk(many).listing.standings()
        monkeypatch.setattr(listing, "_AT_ONCE", 100)
        assert not Desk(many).listing.counting()

    def test_files_that_did_not_change_are_not_read_again(self, many, monkeypatch):
        desk, looked = Desk(many), []
        desk.listing.standings()
        look = Picture.translation
        monkeypatch.setattr(
            Picture, "translation", lambda self, pair: looked.append(pair) or look(self, pair)
        )
        desk.listing.standings()
        assert not looked
        change(many, "content/2.en.md", "title:", "title: New")
        desk.listing.standings()
        assert looked


def test_an_error_in_a_persons_text_needs_somebody(tmp_path):
    site = drafted(tmp_path)
    for name in ("净利润增长了5%，净息差承压。", "第二段的文字。"):
        change(
            site,
            PAIR.target,
            rows(site)[name].draft,
            "Net profit fell by 7%." if "5%" in name else "The second paragraph.",
        )
    with visitor(site) as browser:
        shown = browser.get("/t/en/content/a.md").text
    assert "Net profit fell by 7%." in shown
    assert "The second paragraph." not in shown
