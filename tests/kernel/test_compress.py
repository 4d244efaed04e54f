"""Fewer bytes for phones."""

import gzip
from pathlib import Path

from forum_app.kernel.web import compress
from tests.pages import HouseClient


def test_a_page_is_gzipped_for_who_can_read_it_and_only_then(client: HouseClient) -> None:
    client.check_pages = False
    plain = client.get("/sign-in")
    small = client.get("/sign-in", headers={"Accept-Encoding": "gzip, deflate"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.data) < len(plain.data) / 2
    assert b"</html>" in gzip.decompress(small.data)


def test_a_short_answer_is_left_alone(client: HouseClient) -> None:
    answer = client.get("/livez", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_static_files_are_compressed_once_and_older_copies_go(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.css").write_text("p { color: red }\n" * 200, encoding="utf-8")
    (tmp_path / "copies").mkdir()
    compress.compressed_copy(root, tmp_path / "copies" / "one")
    target = compress.compressed_copy(root, tmp_path / "copies" / "two")
    assert (target / "a.css.gz").exists()
    assert [path.name for path in target.parent.iterdir()] == ["two"]
    assert compress.compressed_copy(root, target) == target
