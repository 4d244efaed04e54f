"""Uploaded bytes are looked into."""

import pytest

from forum_app.materials import imports, rules
from tests.factories.materials import JPG, PDF, PNG, office


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.png", PNG),
        ("a.jpg", JPG),
        ("a.pptx", office("ppt/")),
        ("a.docx", office("word/")),
        ("a.xlsx", office("xl/")),
    ],
)
def test_honest_files_are_kept(name: str, content: bytes) -> None:
    upload = imports.check_upload(name, content)
    assert (upload.name, upload.content_type, upload.content) == (name, rules.CONTENT_TYPES[name[2:]], content)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PNG), ("a.docx", office("xl/")), ("a.pptx", b"PK\x03\x04 broken"), ("a.xlsx", PDF)],
)
def test_files_that_say_something_else_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(rules.NotWhatItSays):
        imports.check_upload(name, content)


def test_macros_are_refused() -> None:
    with pytest.raises(rules.HasMacros):
        imports.check_upload("a.docx", office("word/", macros=True))


def test_names_lose_folders_and_hidden_characters_but_stay_khmer() -> None:
    assert imports.tidy_name("C:\\temp\\មេរៀន\u200b ១.pdf") == "មេរៀន ១.pdf"
    assert imports.tidy_name("../../etc/x.pdf") == "x.pdf"
    assert len(imports.tidy_name("x" * 500 + ".pdf")) == 124
