"""The review page in a real browser: a reviewer's hour by keyboard, a second editor, hostile pages, a phone.

Run by `make test-browser`; needs Chromium, which is looked for on PATH (or named by `CHROMIUM`) and never downloaded.
"""

import os
import shutil

import pytest

from tests.reviewing import PAIR, change, rows, running, until
from tests.sites import build
from transflow import api

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM, reason="no Chromium: install Debian's `chromium`, or name one by CHROMIUM"
    ),
    # playwright's own loop is closed by its own rules
    pytest.mark.filterwarnings(
        "default::ResourceWarning", "default::pytest.PytestUnraisableExceptionWarning"
    ),
]

SOURCE = "---\ntitle: 标题\n---\n\n净利润增长了5%，净息差承压。\n\n第二段的文字。\n\n第三段的文字。\n\n- 甲\n- 乙\n"
TERMS = "source: zh-CN\ntarget: en\nterms:\n  净息差: net interest margin\n"
EVIL = '<script>document.title="EVIL"</script><img src=x onerror="document.title=\'EVIL\'"></textarea><svg onload=alert(1)>'


def playwright():
    """Return the library: imported here, it takes nobody's time who only collects this."""
    return pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def chromium():
    with playwright().sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site(tmp_path):
    found = build(
        tmp_path, {PAIR.source: SOURCE, "content/b.md": "另一页的文字。\n", "glossaries/a.yaml": TERMS}
    )
    assert not api.translate(found).problems
    change(found, PAIR.target, rows(found)["第二段的文字。"].draft, "A person's words.")
    change(found, PAIR.source, "第二段的文字", "第二段的新文字")
    assert not api.translate(found).problems
    return found


class Visit:
    """A tab of a browser, with everything that it complained about."""

    def __init__(self, browser, address, **options):
        self.context = browser.new_context(
            locale="en-US", **{"viewport": {"width": 1200, "height": 800}, **options}
        )
        self.page = self.context.new_page()
        self.complaints = []
        self.base = address.partition("/?")[0]
        self.watch(self.page)
        self.page.goto(address)

    def watch(self, page):
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text) if said.type == "error" and "409" not in said.text else None
            ),
        )
        page.on("dialog", lambda dialog: (self.complaints.append(f"dialog {dialog.type}"), dialog.accept()))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((self.base, "about:", "data:"))
                else self.complaints.append(request.url)
            ),
        )

    def open(self, path=f"/t/en/{PAIR.source}?all=1"):
        self.page.goto(self.base + path)
        return self.page

    def follow(self, role, name):
        """Click what leads to another page, and wait until that one and its script are there: keys before are lost."""
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name).click()

    def text(self, words):
        """Return the text whose source or translation holds some words."""
        return self.page.locator("article.text", has_text=words).first

    def focused(self):
        try:
            return self.page.evaluate("document.activeElement.closest('article.text')?.innerText ?? ''")
        except playwright().Error:
            return ""  # on its way to another page


def words_of(site):
    return (site.root / PAIR.target).read_text("utf-8")


def test_a_reviewers_hour_by_keyboard(chromium, site):
    with running(site, by="Somebody") as address:
        visit = Visit(chromium, address)
        page = visit.page
        assert page.title() == "To be reviewed"
        assert page.locator("table.list tbody a").all_inner_texts() == ["content/a.md", "content/b.md"]
        visit.follow("link", "content/a.md")
        assert page.locator("h1").inner_text().startswith("content/a.md")

        page.keyboard.press("?")
        assert page.locator("dialog#keys").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("dialog#keys").is_visible()

        # The first text: written, checked while it is written, saved by keyboard; the next that needs somebody follows.
        assert "标题" in visit.focused()
        page.keyboard.press("j")
        assert "净利润" in visit.focused()
        page.keyboard.press("e")
        page.keyboard.press("Control+A")
        page.keyboard.type("Profit rose 8%.")
        article = visit.text("净利润")
        article.locator(".remarks .error", has_text="5% is").wait_for()
        assert "net interest margin" in article.locator(".remarks").inner_text()
        page.keyboard.press("Control+A")
        page.keyboard.type("Net profit rose 5%; the ")
        article.locator("button.insert.term").click()
        page.keyboard.type(" is under pressure.")
        article.locator(".remarks", has_text="Nothing found.").wait_for()
        page.keyboard.press("Control+Enter")
        until(lambda: "第二段" in visit.focused())
        assert "Net profit rose 5%; the net interest margin is under pressure.\n" in words_of(site)

        decide(visit, page, site)
        draft_and_preview(visit, page, site)
        visit.follow("button", "Approve the page")
        assert api.overview(site, api.Filter((PAIR.source,))).translations[0].state == "reviewed"
        page.keyboard.press("l")
        page.wait_for_url("**/")
        assert page.locator("table.list tbody a").all_inner_texts() == ["content/b.md"]
        assert visit.complaints == []
        visit.context.close()


def decide(visit, page, site):
    """End a conflict: the change is marked, the waiting draft is taken, and that is taken back."""
    conflict = visit.text("第二段")
    assert conflict.locator("ins").first.inner_text() == "新"
    page.keyboard.press("d")
    until(lambda: "A person's words." not in words_of(site))
    until(lambda: "第三段" in visit.focused())
    page.keyboard.press("u")
    until(lambda: "A person's words." in words_of(site))
    until(lambda: "第二段" in visit.focused())
    page.keyboard.press("m")
    until(lambda: rows(site).get("第二段的新文字。") is not None and rows(site)["第二段的新文字。"].approved)


def draft_and_preview(visit, page, site):
    """Draft anew into the field, and look at what is written as a reader would."""
    # Drafted anew into the field, where the browser's own undo works, and nothing is saved.
    until(lambda: "第三段" in visit.focused())
    field = visit.text("第三段").locator("textarea")
    draft = field.input_value()
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("Mine")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    until(lambda: field.input_value() == draft)
    assert "Mine" not in words_of(site)
    page.keyboard.press("Escape")
    page.keyboard.press("a")

    # The preview shows the text that is written, and the page as a whole.
    until(lambda: "甲" in visit.focused())
    page.keyboard.press("p")
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("An **item**")
    page.frame_locator("#preview iframe").locator("strong", has_text="item").wait_for()
    page.keyboard.press("Control+Enter")
    until(lambda: "- An **item**" in words_of(site))
    until(lambda: "乙" in visit.focused())  # the page was loaded anew


def test_a_second_person_editing_the_file(chromium, site):
    with running(site) as address:
        visit = Visit(chromium, address)
        page = visit.open()
        field = visit.text("第三段").locator("textarea")
        stands = field.input_value()
        field.fill("My words.")
        change(site, PAIR.target, stands, "Somebody else's words.")
        field.press("Control+Enter")
        article = visit.text("第三段")
        box = article.locator(".ondisk")
        box.wait_for()
        assert "Somebody else's words." in box.inner_text()
        assert article.locator("textarea").input_value() == "My words."
        assert "Somebody else's words." in words_of(site)
        article.locator("textarea").press("Control+Enter")  # having seen it
        until(lambda: "My words." in words_of(site))
        assert visit.complaints == []
        second = visit.context.new_page()  # another tab, the same cookie
        second.goto(page.url)
        assert second.locator("article.text").count() == 6
        visit.context.close()


def test_hostile_pages_run_nothing(chromium, tmp_path):
    evil = {
        PAIR.source: f"---\ntitle: 坏标题\n---\n\n坏话 {EVIL}\n\n[坏](javascript:document.title='EVIL') ![坏](https://evil.example/x.png)\n",
        "content/<img src=x onerror=document.title=1>.md": "坏名字。\n",
    }
    found = build(tmp_path, evil)
    api.translate(found)
    with running(found) as address:
        visit = Visit(chromium, address)
        for path in (
            "/?all=1",
            f"/t/en/{PAIR.source}?all=1",
            "/find?q=%3Cscript%3E",
            f"/preview/en/{PAIR.source}",
        ):
            page = visit.open(path)
            page.wait_for_load_state("networkidle")
            assert "EVIL" not in page.title()
            assert page.locator("img, svg, script:not([src='/static/review.js'])").count() == 0
        assert visit.complaints == []
        visit.context.close()


def test_another_site_can_do_nothing(chromium, site, tmp_path):
    before = words_of(site)
    with running(site) as address:
        visit = Visit(chromium, address)
        lure = tmp_path / "lure.html"
        action = f"{visit.base}/t/en/{PAIR.source}"
        lure.write_text(f'<form id=f method=post action="{action}"><input name=take value=nothing><input name=unit value=u1></form>'
                        f'<iframe src="{visit.base}/"></iframe><script>document.cookie; f.submit()</script>', "utf-8")  # fmt: skip
        page = visit.context.new_page()
        page.goto(lure.as_uri())
        page.wait_for_url("**/t/en/**")
        assert "did not come from the review page" in page.inner_text("body")
        assert words_of(site) == before
        visit.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_scrolls_in_one_direction(chromium, site, scheme):
    with running(site) as address:
        visit = Visit(
            chromium,
            address,
            viewport={"width": 360, "height": 740},
            color_scheme=scheme,
            is_mobile=True,
            has_touch=True,
        )
        for path in ("/", f"/t/en/{PAIR.source}?all=1", "/find?q=文字"):
            page = visit.open(path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page = visit.open()
        source, target = (
            visit.text("第三段").locator(side).bounding_box() for side in (".source", ".target")
        )
        assert target["y"] >= source["y"] + source["height"] - 1
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(246, 245, 242)") == (scheme == "light")
        visit.text("第三段").get_by_role("button", name="Approve this text").tap()
        until(lambda: rows(site)["第三段的文字。"].approved)
        assert visit.complaints == []
        visit.context.close()


def test_landmarks_and_names_for_screen_readers(chromium, site):
    with running(site) as address:
        visit = Visit(chromium, address)
        page = visit.open()
        for role in ("banner", "navigation", "main", "search"):
            assert page.get_by_role(role).count() >= 1, role
        unnamed = page.evaluate(
            "Array.from(document.querySelectorAll('button, input:not([type=hidden]), textarea, select, iframe, meter'))"
            ".filter(one => !(one.getAttribute('aria-label') || one.textContent.trim() || one.title || one.closest('label'))).map(one => one.outerHTML)"
        )
        assert unnamed == []
        assert page.evaluate(
            "new Set(Array.from(document.querySelectorAll('[id]'), one => one.id)).size === document.querySelectorAll('[id]').length"
        )
        page.keyboard.press("Tab")
        page.emulate_media(media="print")
        assert not page.locator(".acts").first.is_visible()
        assert page.locator("article.text textarea").first.is_visible()
        visit.context.close()


def test_a_long_page_scrolls(chromium, tmp_path):
    found = build(
        tmp_path, {PAIR.source: "".join(f"第{n}段的文字，净利润增长{n}%。\n\n" for n in range(1, 400))}
    )
    assert not api.translate(found).problems
    with running(found) as address:
        visit = Visit(chromium, address)
        page = visit.open(f"/t/en/{PAIR.source}?all=1&part=7")
        assert "7 / 7" in page.locator("nav.parts").inner_text()
        page.mouse.wheel(0, 100_000)
        page.locator("article.text").last.wait_for()
        visit.follow("link", "Previous part")
        assert "6 / 7" in page.locator("nav.parts").inner_text()
        visit.context.close()
