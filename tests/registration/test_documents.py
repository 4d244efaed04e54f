"""Activation cards: what the paper says, in which fonts, and that its QR codes lead to the activation page."""

import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from forum_app.kernel.bilingual import Bilingual
from forum_app.registration import documents, services
from forum_app.registration.services import CardFor
from tests.factories.accounts import make_person, make_unit
from tests.factories.forums import make_forum
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")
NOW = datetime(2024, 9, 20, 3, 0, tzinfo=UTC)
ORIGIN = "https://forum.example.org"


def cards(number: int, *, is_sample: bool = False) -> tuple[bytes, list[CardFor]]:
    forum = make_forum(is_sample=is_sample)
    unit = make_unit()
    people = [make_person("ស្រីនាង", "អ៊ុំ", given_name_latin="Sreyneang", family_name_latin="UM") for _ in range(number)]
    found = [
        make_registration(forum, badge_number=n, person=person, unit_id=unit.id)
        for n, person in enumerate(people, start=1)
    ]
    made = services.issue_cards(forum, found, actor=None, at=NOW)
    return documents.activation_cards(forum, made, origin=ORIGIN), made


def text_of(content: bytes, folder: Path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    file = folder / "cards.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_eight_cards_stand_on_a_sheet() -> None:
    content, _ = cards(9)

    assert len(PdfReader(io.BytesIO(content)).pages) == 2


def test_a_card_says_who_with_what_and_until_when_in_both_languages(tmp_path: Path) -> None:
    content, made = cards(1)
    text = text_of(content, tmp_path)

    for expected in ("អ៊ុំស្រីនាង", "UMSreyneang", "001", made[0].registration.person.badge_code):
        assert expected in text
    assert made[0].card.printed_code.replace(" ", "") in text
    assert "ស្នងការដ្ឋាននគរបាលខេត្តកណ្តាល" in text
    assert "25September2024" in text
    assert "២៥ខែកញ្ញា" in text
    assert f"{ORIGIN}/activate" in text
    assert "SAMPLE" not in text


def test_cards_of_a_sample_say_so(tmp_path: Path) -> None:
    content, _ = cards(1, is_sample=True)

    assert "SAMPLE" in text_of(content, tmp_path)


def test_only_our_fonts_are_in_the_paper() -> None:
    content, _ = cards(1)
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in PdfReader(io.BytesIO(content)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.partition("-")[0] for name in fonts} <= {"Battambang", "NotoSerif", "Moul"}, fonts


def test_the_qr_code_opens_the_activation_page_with_this_token(tmp_path: Path) -> None:
    zxing = pytest.importorskip("zxingcpp")
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm is not installed")
    content, made = cards(2)
    file = tmp_path / "cards.pdf"
    file.write_bytes(content)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", str(file), str(tmp_path / "page")], check=True)
    _, size, _, pixels = next(tmp_path.glob("page*.pgm")).read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())

    found = {code.text for code in zxing.read_barcodes(memoryview(pixels).cast("B", shape=[height, width]))}

    assert found == {f"{ORIGIN}/activate#{card.card.token}" for card in made}


def test_a_name_is_never_markup() -> None:
    forum = make_forum()
    person = make_person('#panic("x") *b* $x$', "", given_name_latin="<script>", family_name_latin="")
    registration = make_registration(forum, person=person, position=Bilingual())
    made = services.issue_cards(forum, [registration], actor=None, at=NOW)

    assert documents.activation_cards(forum, made, origin=ORIGIN).startswith(b"%PDF")
