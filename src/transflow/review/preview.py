"""A page as a reader would see it, made harmless: nothing in it is loaded or run, and its own HTML is shown as text."""

from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # HTML of a page is shown as text: it would run on this page's address.
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", _link)
    return parser


def _image(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """Show what an image is about: the image itself may be anywhere."""
    said = self.renderInlineAsText(tokens[at].children or [], options, env)
    return f'<span class="image">{escape(said) or "…"}</span>'


def _link(_self: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    """Show where a link leads, and lead nowhere."""
    return f'<a title="{escape(str(tokens[at].attrGet("href") or ""))}">'


STYLE = files("transflow.review").joinpath("static", "preview.css").read_text("utf-8")
"""Stands in the page itself: a sandboxed frame is an origin of its own, which gets no cookie and so no file from here."""
STYLE_HASH = f"'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
"""By which a policy allows it, and no other style."""


def rendered(text: str, title: str = "", language: str = "") -> str:
    """Return Markdown as an HTML document."""
    # The title is the path of a page, and a file may be called `<script>`.
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
    body = _parser().render(text)
    return f'<!doctype html><html lang="{escape(language)}"><head>{head}</head><body>{body}</body></html>'
