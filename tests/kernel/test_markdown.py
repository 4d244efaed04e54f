"""Course texts become HTML that can do nothing."""

import re

import pytest

from forum_app.kernel.markdown import to_html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="x" style="color:red" onclick="x">y</a>',
        "<iframe src=//evil.example></iframe>",
    ],
)
def test_what_would_run_is_text(hostile):
    tags = re.findall(r"<[^>]*>", str(to_html(hostile)))
    assert [tag for tag in tags if tag.strip("</>") not in {"p", "a"}] == []


def test_headings_lists_links_and_tables_are_kept():
    html = str(to_html("## ចំណងជើង\n\n- មួយ\n\n[x](https://a.example)\n\n|a|b|\n|-|-|\n|1|2|\n"))
    assert "<h2>ចំណងជើង</h2>" in html
    assert "<li>មួយ</li>" in html
    assert 'href="https://a.example"' in html
    assert "<td>1</td>" in html
