"""Markdown of course texts to safe HTML: no raw HTML goes in, only known tags come out."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "hr", "br", "a", "table"}
_TAGS |= {"thead", "tbody", "tr", "th", "td", "code"}
_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


def to_html(source: str) -> Markup:
    """The text as HTML that may be shown as it is (http, https and mailto links only)."""
    rendered = _parser.render(source)
    clean = nh3.clean(rendered, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return Markup(clean)  # noqa: S704 - cleaned by nh3 on the line above
