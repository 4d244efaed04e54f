"""The gallery shows every component in both languages and is absent from a real server."""

from pathlib import Path

import pytest

from forum_app.application import create_app
from forum_app.kernel import secrets
from forum_app.kernel.settings import Settings
from tests.pages import HouseClient


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_gallery_keeps_the_page_invariants(client: HouseClient, lang: str) -> None:
    assert client.get(f"/gallery?lang={lang}").status_code == 200


def test_a_real_server_has_no_gallery(tmp_path: Path) -> None:
    keys = secrets.current()
    try:
        app = create_app(Settings(data_folder=tmp_path, mode="serve", origin="https://forum.example", jobs="inline"))
    finally:
        secrets.use(keys)
    assert "gallery.gallery" not in app.view_functions
