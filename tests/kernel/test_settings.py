"""What an installation decides, and what its data folder remembers."""

import pytest

from forum_app.kernel import settings
from forum_app.kernel.settings import Settings, SettingsRefused, load, remember

NAMES = ("FORUM_MODE", "FORUM_DATA", "FORUM_ORIGIN", "FORUM_PORT", "FORUM_DATABASE_URL", "FORUM_JOBS")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A data folder and no other setting."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FORUM_DATA", str(tmp_path))
    return tmp_path


def test_nothing_said_is_a_demonstration_on_this_machine(folder):
    assert load() == Settings(data_folder=folder, mode="demo", origin="http://127.0.0.1:8000")


def test_an_unknown_mode_is_refused(monkeypatch):
    monkeypatch.setenv("FORUM_MODE", "production")
    with pytest.raises(SettingsRefused, match="FORUM_MODE"):
        load()


@pytest.mark.parametrize("origin", ["", "forum.example.org", "ftp://forum.example.org"])
def test_a_real_server_without_an_address_is_refused(monkeypatch, origin):
    monkeypatch.setenv("FORUM_MODE", "serve")
    monkeypatch.setenv("FORUM_ORIGIN", origin)
    with pytest.raises(SettingsRefused, match="--origin"):
        load()


def test_the_folder_of_a_real_server_remembers_how_it_was_started(folder):
    served = Settings(data_folder=folder, mode="serve", origin="https://forum.example.org")
    remember(served)
    assert load() == served


def test_what_is_said_wins_over_what_is_remembered(folder, monkeypatch):
    remember(Settings(data_folder=folder, mode="serve", origin="https://old.example.org"))
    monkeypatch.setenv("FORUM_ORIGIN", "https://new.example.org/")
    assert load().origin == "https://new.example.org"
    monkeypatch.setenv("FORUM_MODE", "demo")
    monkeypatch.delenv("FORUM_ORIGIN")
    assert load() == Settings(data_folder=folder, mode="demo", origin="http://127.0.0.1:8000")


def test_a_demonstration_leaves_no_memory(folder):
    remember(Settings(data_folder=folder, mode="demo"))
    assert list(folder.iterdir()) == []


def test_a_damaged_memory_is_refused_with_its_place(folder):
    (folder / settings.INSTALLATION_FILE).write_text("{", "utf-8")
    with pytest.raises(SettingsRefused, match=r"installation\.json"):
        load()


def test_an_https_origin_is_secure_and_names_its_host(folder):
    found = Settings(data_folder=folder, origin="https://forum.example.org:8443")
    assert found.is_secure
    assert found.host == "forum.example.org:8443"
    assert not Settings(data_folder=folder, origin="http://192.168.1.5:8000").is_secure
