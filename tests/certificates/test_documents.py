"""The paper: text, fonts, sheets, QR, logos, and the commands that write it."""

import io
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
import zxingcpp
from pypdf import PdfReader

from forum_app.certificates import documents, queries, services
from forum_app.certificates.imports import MOST_BYTES, Logo, read_logo
from forum_app.certificates.rules import Facts, LogoNotReadable, LogoTooLarge
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from tests.factories.attendance import make_check_in
from tests.factories.certificates import LONGEST_KM, LONGEST_LATIN, make_certificate, make_named
from tests.factories.forums import make_forum
from tests.factories.programme import make_session
from tests.factories.registration import make_registration

OUR_FONTS = {"Battambang-Bold", "Battambang-Regular", "Moul-Regular", "NotoSerif-Bold", "NotoSerif-Regular"}
poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def signer(name: str, *, post: str = "ប្រធានអង្គភាព") -> dict[str, dict[str, str]]:
    return {
        "post": {"km": post, "en": "Head of the Unit"},
        "rank": {"km": "ឧត្តមសេនីយ៍ត្រី", "en": "Brigadier General"},
        "name": {"km": name, "en": "SOK Sovann"},
    }


def png(width: int = 4, height: int = 4) -> bytes:
    """A small red picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\xb0\x10\x10" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def text_of(content: bytes, tmp_path: Path) -> str:
    """What a reader can search and copy, without spaces and line ends."""
    file = tmp_path / "made.pdf"
    file.write_bytes(content)
    found = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True, timeout=60)
    return "".join(found.stdout.decode().split())


def bare(text: str) -> str:
    return "".join(text.split())


@poppler
def test_a_certificate_holds_name_lunar_line_and_texts_in_both_languages(context, tmp_path):
    registration = make_named(
        make_forum(), given_km="ពិសិដ្ឋ", family_km="នួន", family_name_latin="Nuon", given_name_latin="Piseth"
    )
    data = services.SettingsData(kingdom_header=True, signers=(signer("សុខ សុវណ្ណ"),), hours_on=True, hours_value=18)
    services.change_settings(registration.forum, data, actor=None)
    certificate = make_certificate(registration)
    text = text_of(documents.certificates_pdf([certificate]), tmp_path)
    for wanted in (
        "ព្រះរាជាណាចក្រកម្ពុជា",
        "ជាតិ សាសនា ព្រះមហាក្សត្រ",
        "វិញ្ញាបនបត្របញ្ជាក់ការចូលរួម",
        "Certificate of participation",
        "នួន ពិសិដ្ឋ",
        "Nuon Piseth",
        "ថ្ងៃសុក្រ ១០រោច ខែភទ្របទ ឆ្នាំរោង ឆស័ក ព.ស.២៥៦៨",
        "រាជធានីភ្នំពេញ ថ្ងៃទី២៧ ខែកញ្ញា ឆ្នាំ២០២៤",
        "Phnom Penh, 27 September 2024",
        "វិញ្ញាបនបត្រនេះបញ្ជាក់តែវត្តមានប៉ុណ្ណោះ មិនបញ្ជាក់សមត្ថភាពទេ។",
        "This certificate confirms presence, not competence.",
        "១៨ ម៉ោង",
        "ឧត្តមសេនីយ៍ត្រី សុខ សុវណ្ណ",
        "លេខ ០០០១/២០២៤",
        certificate.serial,
    ):
        assert bare(wanted) in text, wanted
    assert "SAMPLE" not in text


@poppler
def test_the_header_of_the_kingdom_is_off_by_default(context, tmp_path):
    certificate = make_certificate(make_registration(make_forum()))
    assert "ព្រះរាជាណាចក្រ" not in text_of(documents.certificates_pdf([certificate]), tmp_path)


@poppler
def test_completion_says_what_was_asked(context, tmp_path):
    forum = make_forum()
    make_session(forum, start="08:00", end="12:00")
    registration = make_registration(forum)
    make_check_in(registration)
    certificate = make_certificate(registration, "completion", reason="")
    text = text_of(documents.certificates_pdf([certificate]), tmp_path)
    assert bare("Attended at least 80 % of the training time.") in text
    assert bare("យ៉ាងតិច ៦០ %") in text
    assert bare("All assessed practicals are signed off.") in text
    assert bare("presence, not competence") not in text


@poppler
def test_the_sample_says_so_on_every_sheet(context, tmp_path):
    forum = make_forum(is_sample=True)
    made = [make_certificate(make_registration(forum, badge_number=number)) for number in (1, 2)]
    text = text_of(documents.certificates_pdf(made), tmp_path)
    assert text.count("គំរូSAMPLE") == 2


@pytest.mark.parametrize("signers", [0, 1, 2, 3])
def test_every_certificate_has_one_sheet_even_with_the_longest_name(context, signers):
    forum = make_forum()
    with transaction():
        forum.title = Bilingual("វេទិកានគរបាលយុត្តិធម៌អន្តរជាតិ " * 2, "International Judicial Police Forum " * 2)
        forum.organiser = Bilingual("អង្គភាពប្រឆាំងអំពើជួញដូរមនុស្ស និងការពារអនីតិជន", "the Unit " * 6)
    data = services.SettingsData(
        signers=tuple(signer("សុខ សុវណ្ណ") for _ in range(signers)),
        kingdom_header=True,
        institution=Bilingual("អគ្គស្នងការដ្ឋាននគរបាលជាតិ", "General Commissariat of National Police"),
        hours_on=True,
        hours_value=18,
    )
    services.change_settings(forum, data, actor=None)
    services.add_logo(forum, read_logo(png(), "logo.png"), actor=None)
    services.add_logo(forum, read_logo(png(), "logo.png"), actor=None)
    longest = make_named(
        forum,
        family_km=LONGEST_KM[0],
        given_km=LONGEST_KM[1],
        family_name_latin=LONGEST_LATIN[0],
        given_name_latin=LONGEST_LATIN[1],
    )
    made = [make_certificate(longest), make_certificate(longest, "completion")]
    content = documents.certificates_pdf(made)
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 2
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages} == {(842, 595)}


@poppler
def test_only_our_fonts_are_used_and_the_file_is_tagged(context, tmp_path):
    certificate = make_certificate(make_registration(make_forum(is_sample=True)))
    file = tmp_path / "made.pdf"
    file.write_bytes(documents.certificates_pdf([certificate]))
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True, timeout=60).stdout.decode()
    names = {line.split()[0].partition("+")[2] for line in fonts.splitlines()[2:]}
    assert names and names <= OUR_FONTS
    catalogue = PdfReader(file).trailer["/Root"]
    assert bool(catalogue["/MarkInfo"]["/Marked"]) is True
    assert catalogue["/Lang"].startswith("km")
    xmp = catalogue["/Metadata"].get_data().decode()
    assert "pdfaid:part>2" in xmp and "pdfuaid:part>1" in xmp


@poppler
def test_the_qr_code_leads_to_the_verification_page(context, tmp_path):
    certificate = make_certificate(make_registration(make_forum()))
    file = tmp_path / "made.pdf"
    file.write_bytes(documents.certificates_pdf([certificate]))
    subprocess.run(["pdftoppm", "-r", "110", "-gray", str(file), str(tmp_path / "page")], check=True, timeout=60)
    [image] = tmp_path.glob("page*.pgm")
    [found] = zxingcpp.read_barcodes(Grey(image.read_bytes()))
    assert found.text == f"http://127.0.0.1:8000/verify/{certificate.serial}"


class Grey:
    """A PGM file as zxing-cpp takes it: the array interface over its bytes."""

    def __init__(self, content: bytes) -> None:
        _, size, _, pixels = content.split(b"\n", 3)
        width, height = (int(side) for side in size.split())
        self.pixels = pixels
        self.__array_interface__ = {"shape": (height, width), "typestr": "|u1", "data": pixels, "version": 3}


def test_the_same_snapshot_gives_the_same_bytes(context):
    certificate = make_certificate(make_registration(make_forum()))
    assert documents.certificates_pdf([certificate]) == documents.certificates_pdf([certificate])


def test_a_character_that_no_font_has_is_still_printed(context):
    certificate = make_certificate(make_named(make_forum(), given_km="", family_km="", given_name_latin="李 Wei"))
    assert documents.certificates_pdf([certificate]).startswith(b"%PDF")


@poppler
def test_a_name_is_never_markup(context, tmp_path):
    certificate = make_certificate(make_named(make_forum(), given_name_latin='#panic("x") *bold* $x$'))
    assert bare('#panic("x") *bold* $x$') in text_of(documents.certificates_pdf([certificate]), tmp_path)


@poppler
def test_the_preview_is_a_sample_without_a_serial_of_the_register(context, tmp_path):
    registration = make_registration(make_forum())
    settings = queries.default_settings(registration.forum)
    snapshot = services.make_snapshot(registration, "completion", settings=settings, facts=Facts())
    text = text_of(documents.preview_pdf(snapshot), tmp_path)
    assert "SAMPLE" in text and "0000-00000000" in text


@poppler
def test_the_register_book_lists_every_number(context, tmp_path):
    forum = make_forum()
    made = [make_certificate(make_registration(forum, badge_number=number)) for number in (1, 2)]
    services.void(made[1], reason="Wrong person", actor=None, at=clock.now())
    text = text_of(documents.book_pdf(forum, queries.list_by_number(forum)), tmp_path)
    for certificate in made:
        assert bare(certificate.shown_number) in text
        assert certificate.serial in text.replace("-\n", "-")
    assert "មោឃៈ" in text
    assert "Wrong" not in text


def test_a_picture_is_read_before_it_is_kept():
    assert read_logo(png(8, 6), "logo.png") == Logo("logo.png", png(8, 6), "image/png")
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20, 30) + b"\x03" * 20
    assert read_logo(jpeg, "logo.jpg").content_type == "image/jpeg"


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00\x04ab", b"\xff\xd8"]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(LogoNotReadable):
        read_logo(content, "x")


@pytest.mark.parametrize("content", [png(3001, 1), png() + b"\0" * MOST_BYTES])
def test_a_picture_too_large_is_refused(content):
    with pytest.raises(LogoTooLarge):
        read_logo(content, "x")


def test_the_command_writes_one_sheet_a_certificate(app, context, tmp_path):
    forum = make_forum()
    made = [make_certificate(make_registration(forum, badge_number=number)) for number in (1, 2, 3)]
    services.give(made[0], actor=None, at=clock.now())
    services.hold(made[1], reason="Wait", actor=None, at=clock.now())
    out = tmp_path / "pile.pdf"
    result = app.test_cli_runner().invoke(args=["certificates", "print", "--forum", forum.code, "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert len(PdfReader(out).pages) == 2


@pytest.mark.parametrize("code", ["NONE", "TEST-1"])
def test_the_command_says_why_it_writes_nothing(app, context, tmp_path, code):
    make_forum()
    out = tmp_path / "pile.pdf"
    result = app.test_cli_runner().invoke(args=["certificates", "print", "--forum", code, "--out", str(out)])
    assert result.exit_code == 1
    assert "There is no" in result.output
    assert not out.exists()
