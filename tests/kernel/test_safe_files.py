"""Foreign files: what is refused, with which sentence, and what is taken out of those that are kept."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, NameObject

from forum_app.kernel.refusal import Refusal
from forum_app.kernel.safe_files import fence, jpeg, limits, names, png, stamp, worker
from forum_app.kernel.storage import DiskFull
from tests.factories import crafted

Clean = Callable[[str, bytes], tuple[bytes, set[str]]]


@pytest.fixture
def clean(tmp_path: Path) -> Clean:
    """The worker's own function, without its process: what is left of a file, and what was removed."""

    def cleaned(name: str, content: bytes) -> tuple[bytes, set[str]]:
        source, target = tmp_path / "source", tmp_path / "target"
        source.write_bytes(content)
        removed = worker.clean(source, target, name=name)
        return target.read_bytes(), removed

    return cleaned


BOMB = crafted.office("docx", {"word/media/zeros.bin": b"\0" * 30_000_000})
WORD_RELS = "word/_rels/document.xml.rels"


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.pdf", crafted.png(), limits.NotWhatItSays),
        ("a.png", crafted.pdf(), limits.NotWhatItSays),
        ("a.jpg", b"<html><script>1</script>", limits.NotWhatItSays),
        ("a.docx", crafted.office("xlsx"), limits.NotWhatItSays),
        ("a.docx", limits.OLD_OFFICE + b"\0" * 600, limits.IsProtected),
        ("a.docx", b"PK\x03\x04 broken", limits.Damaged),
        ("a.docx", crafted.office("docx")[:-40], limits.Damaged),
        ("a.docx", crafted.office("docx", {"../../etc/passwd": "x"}), limits.Damaged),
        ("a.docx", crafted.office("docx", {"word\\x.xml": "<x/>"}), limits.Damaged),
        ("a.docx", crafted.office("docx", {"word/vbaProject.bin": b"x"}), limits.HasMacros),
        ("a.xlsx", crafted.office("xlsx", {"xl/macrosheets/sheet1.xml": "<x/>"}), limits.HasMacros),
        ("a.pptx", crafted.office("pptx", {"ppt/embeddings/oleObject1.bin": b"x"}), limits.HasObjects),
        ("a.pptx", crafted.office("pptx", {"ppt/activeX/activeX1.xml": "<x/>"}), limits.HasObjects),
        (
            "a.docx",
            crafted.office("docx", {WORD_RELS: crafted.relation("attachedTemplate", "https://example.org/t.dotm")}),
            limits.LoadsFromOutside,
        ),
        (
            "a.docx",
            crafted.office("docx", main='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
            limits.Damaged,
        ),
        ("a.docx", BOMB, limits.GrowsTooLarge),
        ("a.png", crafted.png(50_000, 50_000), limits.PictureTooLarge),
        ("a.jpg", crafted.jpeg(width=50_000, height=50_000), limits.PictureTooLarge),
        ("a.png", crafted.png(data=b"\0" * 5_000_000), limits.GrowsTooLarge),
        ("a.png", crafted.png()[:-14], limits.Damaged),
        ("a.png", crafted.png().replace(b"IDAT", b"IDAX"), limits.Damaged),
        ("a.png", crafted.png(0, 4), limits.Damaged),
        ("a.jpg", crafted.jpeg()[:-2], limits.Damaged),
        ("a.jpg", crafted.jpeg()[:40], limits.Damaged),
        ("a.jpg", b"\xff\xd8\xff\xd9", limits.Damaged),
        ("a.pdf", crafted.pdf(pages=3)[:400], limits.Damaged),
        ("a.pdf", b"%PDF-1.7\n%%EOF", limits.Damaged),
        ("a.pdf", crafted.pdf(lambda writer: writer.encrypt("secret")), limits.IsProtected),
        ("a.pdf", crafted.pdf(crafted.on_open(S="/JavaScript", JS="app.alert(1)")), limits.PdfHasScript),
        ("a.pdf", crafted.pdf(crafted.on_open(S="/Launch", F="cmd.exe")), limits.PdfStartsThings),
        ("a.pdf", crafted.pdf(crafted.annotated(A=crafted.names(S="/SubmitForm", F="x"))), limits.PdfStartsThings),
        ("a.pdf", crafted.pdf(lambda writer: writer.add_attachment("x.exe", b"MZ")), limits.PdfHasFiles),
        ("a.pdf", crafted.pdf(crafted.annotated(Subtype="/FileAttachment")), limits.PdfHasFiles),
        ("a.pdf", crafted.pdf(crafted.annotated(Subtype="/RichMedia")), limits.PdfHasMedia),
    ],
)
def test_what_is_refused_has_its_own_sentence(clean: Clean, name: str, content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(Refusal) as caught:
        clean(name, content)
    assert type(caught.value) is refusal
    assert refusal.text % {"name": name, "kind": "X", "width": 1, "height": 1, "most": 1}


def test_a_script_hidden_in_a_name_tree_is_found(clean: Clean) -> None:
    def hide(writer: Any) -> None:
        script = writer._add_object(crafted.names(S="/JavaScript", JS="1"))
        leaf = crafted.names(Names=ArrayObject([crafted.names(N="x"), script]))
        writer.root_object[NameObject("/Names")] = crafted.names(Dests=crafted.names(Kids=ArrayObject([leaf])))

    with pytest.raises(limits.PdfHasScript):
        clean("a.pdf", crafted.pdf(hide))


def test_a_pdf_of_too_many_pages_is_refused(clean: Clean, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PAGES", 2)
    with pytest.raises(limits.TooManyPages):
        clean("a.pdf", crafted.pdf(pages=3))


def test_a_pdf_with_more_objects_than_anybody_draws_is_refused(clean: Clean, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_OBJECTS", 5)
    with pytest.raises(limits.Damaged):
        clean("a.pdf", crafted.pdf(pages=9))


def test_a_pdf_loses_its_makers(clean: Clean) -> None:
    def make(writer: Any) -> None:
        crafted.with_xmp(b"<x>SOK Dara XMP</x>")(writer)
        crafted.annotated(Subtype="/Text", T="SOK Dara note", Contents="Read this")(writer)
        crafted.with_photo(crafted.jpeg(crafted.exif()))(writer)
        writer.pages[0][NameObject("/PieceInfo")] = crafted.names(Maker="SOK Dara piece")

    content = crafted.pdf(make, author="SOK Dara")
    cleaned, removed = clean("a.pdf", content)
    assert removed == {"author", "commenters", "history", "place", "camera"}
    assert (b"SOK Dara" in content, b"SOK Dara" in cleaned, crafted.GPS_CANARY in cleaned) == (True, False, False)
    reader = PdfReader(io.BytesIO(cleaned))
    assert (len(reader.pages), reader.metadata) == (1, None)
    assert reader.pages[0]["/Annots"][0].get_object()["/Contents"] == "Read this"


def test_an_older_revision_of_a_pdf_stays_behind(clean: Clean) -> None:
    def revise(writer: Any) -> None:
        writer._add_object(crafted.names(Note="SECRET REVISION"))

    content = crafted.pdf(revise)
    cleaned, _removed = clean("a.pdf", content)
    assert (b"SECRET REVISION" in content, b"SECRET REVISION" in cleaned) == (True, False)


def test_a_jpeg_keeps_how_it_is_turned_and_nothing_else(clean: Clean) -> None:
    said = (crafted.exif(orientation=6), crafted.segment(0xED, b"IPTC"), crafted.segment(0xFE, b"SOK Dara"))
    noisy = crafted.jpeg(*said)
    cleaned, removed = clean("a.jpg", noisy + b"<script>")
    assert removed == {"place", "author", "camera", "description", "trailing"}
    assert (crafted.GPS_CANARY in cleaned, b"SOK" in cleaned, b"script" in cleaned) == (False, False, False)
    again, nothing = jpeg.clean(cleaned, name="a.jpg")
    assert (jpeg.read_exif(cleaned[cleaned.index(jpeg.EXIF) + 6 :])[0], again, nothing) == (6, cleaned, {"camera"})


def test_a_plain_picture_is_written_as_it_was(clean: Clean) -> None:
    icc = crafted.segment(0xE2, b"ICC_PROFILE\0\x01\x01x")
    for name, content in (("a.jpg", crafted.jpeg(icc)), ("a.png", crafted.png())):
        assert clean(name, content) == (content, set())
    assert clean("a.jpg", crafted.jpeg(crafted.segment(0xE2, b"MPF\0")))[1] == {"description"}


def test_filling_bytes_of_a_jpeg_are_skipped() -> None:
    content = crafted.jpeg()
    assert jpeg.clean(content.replace(b"\xff\xdb", b"\xff\xff\xdb"), name="a.jpg") == (content, set())


@pytest.mark.parametrize(
    "content",
    [b"\xff\xd8\x00", b"\xff\xd8\xff\xd8\0\x02", b"\xff\xd8" + crafted.segment(0xDA, b"") + b"\x01\xff\xd9"],
)
def test_a_jpeg_that_makes_no_sense_is_damaged(content: bytes) -> None:
    with pytest.raises(limits.Damaged):
        jpeg.clean(content, name="a.jpg")


@pytest.mark.parametrize("tiff", [b"", b"XX*\0", b"II*\0\xff\xff\xff\x7f", b"MM\0*\0\0\0\x08\xff\xff"])
def test_exif_that_cannot_be_read_tells_nothing(tiff: bytes) -> None:
    assert jpeg.read_exif(tiff) == (0, {"camera"})


def test_a_png_loses_its_texts(clean: Clean) -> None:
    noisy = crafted.png(texts={b"Author": b"SOK Dara"}) + b"PK\x03\x04"
    assert clean("a.png", noisy) == (crafted.png(), {"description", "trailing"})


@given(st.binary(max_size=300))
def test_no_bytes_break_a_picture_walker(noise: bytes) -> None:
    for cleaner, start in ((jpeg.clean, b"\xff\xd8\xff"), (png.clean, png.SIGNATURE)):
        with pytest.raises(Refusal):
            cleaner(start + noise, name="a")


@pytest.mark.parametrize(
    ("kind", "parts", "removed"),
    [
        ("docx", {"docProps/core.xml": crafted.CORE}, {"author"}),
        ("docx", {"docProps/app.xml": "<Properties><Company>SOK Dara</Company></Properties>"}, {"company"}),
        ("docx", {"docProps/custom.xml": "<Properties>SOK Dara</Properties>"}, {"description"}),
        (
            "docx",
            {"word/comments.xml": '<c xmlns:w="w"><w:c w:author="SOK Dara"/></c>'},
            {"commenters"},
        ),
        ("pptx", {"ppt/commentAuthors.xml": '<a><x name="SOK Dara" initials="SD"/></a>'}, {"commenters"}),
        ("xlsx", {"xl/comments1.xml": "<a><author>SOK Dara</author></a>"}, {"commenters"}),
        ("xlsx", {"xl/persons/person.xml": '<a><p displayName="SOK Dara" userId="SOK Dara"/></a>'}, {"commenters"}),
        ("pptx", {"ppt/media/image1.jpeg": crafted.jpeg(crafted.exif())}, {"place", "author", "camera"}),
        ("docx", {"word/media/a.png": crafted.png(texts={b"Author": b"SOK Dara"})}, {"description"}),
    ],
)
def test_an_office_file_loses_its_makers(clean: Clean, kind: str, parts: dict[str, Any], removed: set[str]) -> None:
    content = crafted.office(kind, parts)
    cleaned, said = clean(f"a.{kind}", content)
    found = b"".join(crafted.members(cleaned).values())
    assert said == removed
    assert (b"SOK" in found, crafted.GPS_CANARY in found) == (False, False)
    assert list(crafted.members(cleaned)) == list(crafted.members(content))


def test_links_of_a_text_and_pictures_that_cannot_be_walked_stay(clean: Clean) -> None:
    parts = {
        WORD_RELS: crafted.relation("hyperlink", "https://example.org/"),
        "word/media/a.png": b"no picture",
        "word/media/b.png": crafted.png()[:-14],
        "word/drawing.vml": "<xml><br></xml>",
        "word/embeddings/sheet.xlsx": b"PK",
    }
    cleaned, removed = clean("a.docx", crafted.office("docx", parts))
    kept = crafted.members(cleaned)
    assert removed == set()
    assert [kept[name] for name in parts] == [v.encode() if isinstance(v, str) else v for v in parts.values()]


def test_macros_are_seen_in_the_list_of_types_too(clean: Clean) -> None:
    types = crafted.TYPES.replace("/>", '><D t="application/macroEnabled"/></Types>')
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.mkdir("word")
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(limits.HasMacros):
        clean("a.docx", buffer.getvalue())


def test_a_part_that_lies_about_its_size_is_counted_while_it_comes_out(
    clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_PART", 1000)
    with pytest.raises(limits.GrowsTooLarge):
        clean("a.docx", crafted.office("docx", {"word/x.bin": b"\0" * 2000}))


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("C:\\temp\\មេរៀន\u200b ១.pdf", "មេរៀន ១.pdf"),
        ("../../etc/x.pdf", "x.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("slides\u202efdp.exe.pdf", "slidesfdp.exe.pdf"),
        ("  .pdf", "pdf"),
        ("", "file"),
        ("...", "file"),
        ("noending", "noending"),
        ('a"<b>|c?*.pdf', "abc.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("ក" * 300 + ".pdf", "ក" * 76 + ".pdf"),
    ],
)
def test_names_lose_folders_and_what_is_not_seen_but_stay_khmer(name: str, tidy: str) -> None:
    assert names.tidy_name(name) == tidy


def test_only_known_kinds_are_taken() -> None:
    assert limits.require_kind("A.PDF") == "pdf"
    for name, kind in (("a.svg", "svg"), ("a.html", "html"), ("a", "?")):
        with pytest.raises(limits.KindNotAllowed) as caught:
            limits.require_kind(name)
        assert caught.value.values == {"kind": kind}


def test_the_stamp_stands_on_every_page_and_survives_being_saved_again(tmp_path: Path) -> None:
    def turn(writer: Any) -> None:
        writer.pages[1].rotate(90)
        del writer.pages[2]["/Resources"]

    source, target, again = tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "c.pdf"
    source.write_bytes(crafted.pdf(turn, pages=3))
    before = source.read_bytes()
    stamp.stamp(source, target, line="K7M2 (2026-11-24 08:12) TLP:AMBER")
    worker.clean(target, again, name="c.pdf")
    for path in (target, again):
        texts = [page.extract_text() for page in PdfReader(path).pages]
        assert [text.count("K7M2 (2026-11-24 08:12) TLP:AMBER") for text in texts] == [2, 2, 2]
    assert source.read_bytes() == before


def test_what_is_no_pdf_cannot_be_stamped(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(limits.CannotBeStamped):
        stamp.stamp(tmp_path / "a", tmp_path / "b", line="x")


def ask(tmp_path: Path, content: bytes, name: str = "a.pdf") -> tuple[str, ...]:
    """Through the fence, in a process of its own."""
    (tmp_path / "source").write_bytes(content)
    return fence.clean(tmp_path / "source", tmp_path / "target", name=name)


def test_the_fenced_process_cleans_and_refuses(tmp_path: Path) -> None:
    assert ask(tmp_path, crafted.pdf(author="SOK Dara")) == ("author",)
    fence.stamp(tmp_path / "target", tmp_path / "stamped", line="K7M2")
    assert "K7M2" in PdfReader(tmp_path / "stamped").pages[0].extract_text()
    with pytest.raises(limits.PdfHasScript) as caught:
        ask(tmp_path, crafted.pdf(crafted.on_open(S="/JavaScript", JS="1")))
    assert caught.value.values == {"name": "a.pdf"}


def test_a_full_disk_is_told_from_a_parser_that_broke_down(tmp_path: Path) -> None:
    (tmp_path / "target").symlink_to("/dev/full")
    with pytest.raises(DiskFull):
        ask(tmp_path, crafted.jpeg(), "a.jpg")
    (tmp_path / "target").unlink()
    (tmp_path / "target").mkdir()
    with pytest.raises(limits.CouldNotCheck) as caught:
        ask(tmp_path, crafted.jpeg(), "a.jpg")
    assert caught.value.values == {"name": "a.jpg", "reason": "crashed"}


@pytest.mark.parametrize(
    ("program", "seconds", "reason"), [("no_such_module", 60, "crashed"), ("http.server", 0.2, "slow")]
)
def test_a_process_that_dies_or_hangs_says_nothing_about_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, seconds: float, reason: str
) -> None:
    monkeypatch.setattr(fence, "WORKER", program)
    monkeypatch.setattr(fence, "TIMEOUT_SECONDS", seconds)
    with pytest.raises(limits.CouldNotCheck) as caught:
        ask(tmp_path, crafted.pdf())
    assert caught.value.values["reason"] == reason


def test_whatever_a_parser_trips_over_is_said_to_be_unknown(tmp_path: Path) -> None:
    source, target = tmp_path / "source", str(tmp_path / "target")
    request = {"work": "clean", "source": str(source), "target": target, "name": "a.pdf"}
    assert worker.answer(request) == {"broken": "crashed"}
    source.write_bytes(crafted.pdf())
    assert worker.answer({**request, "work": "stamp", "line": "ស្លាក"}) == {"broken": "crashed"}
    assert worker.answer(request) == {"removed": []}
