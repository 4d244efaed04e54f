"""Files of the data folder and how a browser gets them."""

import hashlib

import pytest
from sqlalchemy import select

from forum_app.kernel import files
from forum_app.kernel.database import db, transaction
from forum_app.kernel.files import StoredFile
from forum_app.kernel.web.downloads import PDF, XLSX, download


def test_the_bytes_lie_under_a_random_name_before_the_row_exists(context):
    with transaction():
        file = files.store("ឯកសារ".encode(), download_name="បញ្ជី.xlsx", content_type=XLSX)
    assert file.path.read_bytes() == "ឯកសារ".encode()
    assert file.path.name == file.id.hex
    assert file.sha256 == hashlib.sha256("ឯកសារ".encode()).hexdigest()
    assert file.size_bytes == 15
    assert not file.path.with_suffix(".partial").exists()


def test_a_transaction_that_failed_leaves_no_row(context):
    def fail():
        with transaction():
            files.store(b"x", download_name="x", content_type=PDF)
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert db.session.scalar(select(StoredFile)) is None


@pytest.mark.parametrize(("inline", "kind"), [(False, "attachment"), (True, "inline")])
def test_a_khmer_name_arrives_whole_and_the_file_can_do_nothing(app, inline, kind):
    with app.test_request_context():
        answer = download(b"%PDF", name="បញ្ជី 1.pdf", content_type=PDF, inline=inline)
    assert answer.headers["Content-Disposition"] == (
        f"{kind}; filename=\" 1.pdf\"; filename*=UTF-8''%E1%9E%94%E1%9E%89%E1%9F%92%E1%9E%87%E1%9E%B8%201.pdf"
    )
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["Content-Type"] == PDF


def test_a_name_cannot_add_a_header(app):
    with app.test_request_context():
        answer = download(b"x", name='a".pdf', content_type=PDF)
    assert answer.headers["Content-Disposition"] == "attachment; filename=\"a.pdf\"; filename*=UTF-8''a%22.pdf"
