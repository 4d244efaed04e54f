"""Markdown of course texts to safe HTML: no raw HTML goes in, only known tags come out."""

import re
from collections.abc import Callable, Mapping

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "hr", "br", "a", "table"}
_TAGS |= {"thead", "tbody", "tr", "th", "td", "code"}
_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


_MARK = re.compile(r"\[\^([A-Za-z0-9._-]+)\]")


def to_html(
    source: str, marks: Mapping[str, Markup] | None = None, *, linked: Callable[[str], str] | None = None
) -> Markup:
    """The text as HTML that may be shown as it is (http, https and mailto links only).

    `marks` says what stands for each source reference `[^KEY]`; one that is not listed disappears.
    `linked` gets the clean HTML and may add links within the page around words of it, nothing else.
    """
    rendered = _parser.render(source)
    clean = nh3.clean(rendered, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    if marks is not None:
        clean = _MARK.sub(lambda found: str(marks.get(found[1], "")), clean)
    if linked is not None:
        clean = linked(clean)
    return Markup(clean)  # noqa: S704 - cleaned by nh3 above; marks are Markup; links are of the page
