"""Uploaded bytes are looked into before anything else sees them."""

import io

import pytest
from flask import current_app

from forum_app.kernel.refusal import Refusal
from forum_app.kernel.safe_files import fence, limits
from forum_app.kernel.storage import DiskFull
from forum_app.materials import imports
from tests.factories import crafted

pytestmark = pytest.mark.usefixtures("context")


def left_over() -> list[str]:
    """What lies in the folder of half-made files."""
    folder = current_app.config["FORUM"].data_folder / "incoming"
    return [path.name for path in folder.iterdir()] if folder.exists() else []


@pytest.mark.parametrize(
    ("name", "content", "removed"),
    [
        ("a.pdf", crafted.pdf(author="SOK Dara"), ("author",)),
        ("a.png", crafted.png(), ()),
        ("a.jpg", crafted.jpeg(crafted.exif()), ("author", "camera", "place")),
        ("a.pptx", crafted.office("pptx"), ()),
        ("a.docx", crafted.office("docx", {"docProps/core.xml": crafted.CORE}), ("author",)),
        ("a.xlsx", crafted.office("xlsx"), ()),
    ],
)
def test_honest_files_are_received_without_their_makers(name: str, content: bytes, removed: tuple[str, ...]) -> None:
    with imports.received(name, io.BytesIO(content)) as upload:
        assert (upload.name, upload.content_type, upload.held) == (name, limits.CONTENT_TYPES[name[2:]], "")
        assert upload.removed == removed
        assert upload.size_bytes == len(upload.path.read_bytes()) > 0
    assert left_over() == []


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.svg", b"<svg/>", limits.KindNotAllowed),
        ("a.html", b"<html>", limits.KindNotAllowed),
        ("a.pdf", b"", limits.FileEmpty),
        ("a.pdf", b"%PDF-" + b"x" * 2_000_000, limits.FileTooLarge),
        ("a.pdf", crafted.png(), limits.NotWhatItSays),
        ("../../a\r\nb.docx", crafted.office("docx", {"word/vbaProject.bin": b"x"}), limits.HasMacros),
        ("a.png", crafted.png(50_000, 50_000), limits.PictureTooLarge),
        ("a.pdf", crafted.pdf(crafted.on_open(S="/JavaScript", JS="1")), limits.PdfHasScript),
    ],
)
def test_what_is_refused_leaves_nothing_behind(name: str, content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal), imports.received(name, io.BytesIO(content), most_mb=1):
        pass
    assert left_over() == []


def test_a_file_whose_check_broke_down_comes_as_it_is_and_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence, "WORKER", "no_such_module")
    content = crafted.pdf(author="SOK Dara")
    with imports.received("a.pdf", [content[:100], content[100:]]) as upload:
        assert (upload.held, upload.path.read_bytes(), upload.removed) == ("crashed", content, ())
    assert left_over() == []


def test_a_disk_that_fills_up_while_a_file_comes_is_said_to_be_full() -> None:
    def filling() -> object:
        yield b"%PDF-"
        raise OSError(28, "No space left on device")

    with pytest.raises(DiskFull), imports.received("a.pdf", filling()):  # type: ignore[arg-type]
        pass
    assert left_over() == []
