"""Versions, limits, folders and held files."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from forum_app.forums.models import Forum
from forum_app.kernel import files
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.kernel.files import StoredFile
from forum_app.kernel.safe_files import fence, limits
from forum_app.kernel.storage import DiskFull
from forum_app.materials import queries, rules, services
from forum_app.materials.models import HeldUpload, Material, MaterialVersion
from tests.factories import crafted
from tests.factories.forums import make_forum, make_staff
from tests.factories.materials import make_file, make_folder, make_held, material_data, upload
from tests.factories.memory import InMemory
from tests.factories.programme import at, make_session

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def memory(app: Flask) -> Iterator[InMemory]:
    """Bytes go into a memory of 20 kB."""
    app.extensions["storage"] = InMemory(room=20_000)
    yield app.extensions["storage"]
    del app.extensions["storage"]


def said(material: Material) -> list[tuple[str, int, bytes, str]]:
    """Language, number, bytes and who, of every version."""
    return [
        (one.language, one.number, files.read(one.file), one.uploaded_by.name.en if one.uploaded_by else "")
        for one in queries.list_versions(material)
    ]


def test_a_new_version_is_shown_and_the_old_one_stays_with_its_bringer(memory: InMemory) -> None:
    forum = make_forum()
    trainer = make_staff(forum, "trainer")
    material = make_file(forum, content=b"one")
    given = upload("new.pdf", b"two", removed=("author",))
    assert services.replace_file(material, "km", given, actor=trainer, at=at(forum, 1, "09:00")) is None
    services.replace_file(material, "en", upload("en.pdf", b"three"), actor=trainer, at=at(forum, 1, "09:05"))
    name = trainer.person.name.en
    assert said(material) == [("km", 2, b"two", name), ("km", 1, b"one", ""), ("en", 1, b"three", name)]
    assert [files.read(file) for _language, file in material.files] == [b"two", b"three"]
    newest = queries.find_version(material, "km", 2)
    assert newest is not None and newest.removed == ["author"]
    assert queries.find_version(material, "km", 3) is None
    assert queries.used_bytes(forum) == len(b"one" + b"two" + b"three")


def test_only_files_have_versions_and_restricted_ones_are_pdfs() -> None:
    forum = make_forum()
    trainer, moment = make_staff(forum, "trainer"), at(forum, 1, "09:00")
    link = services.add_link(forum, material_data(), url="https://example.org/", actor=None, at=moment)
    with pytest.raises(rules.NotAFile):
        services.replace_file(link, "km", upload(), actor=trainer, at=moment)
    amber = make_file(forum, label="amber")
    with pytest.raises(rules.MustBePdf):
        services.replace_file(amber, "km", upload("a.png", crafted.png()), actor=trainer, at=moment)
    with pytest.raises(rules.MustBePdf):
        make_file(forum, name="a.png", content=crafted.png(), law_only=True)
    green = make_file(forum, name="a.png", content=crafted.png())
    with pytest.raises(rules.MustBePdf):
        services.change(green, material_data(label="red"), actor=trainer)
    assert [one.number for one in queries.list_versions(amber)] == [1]


def test_versions_and_handed_copies_cannot_be_rewritten() -> None:
    make_file(make_forum())
    with pytest.raises(IntegrityError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text("UPDATE material_versions SET number = 9"))


def test_what_is_said_about_a_material_is_changed() -> None:
    forum = make_forum()
    material, folder, forum_session = make_file(forum), make_folder(forum), make_session(forum)
    organiser = make_staff(forum)
    data = material_data(title=Bilingual("ថ្មី", "New"), folder=folder, forum_session=forum_session, label="amber")
    services.change(material, data, actor=organiser)
    assert (material.title.en, material.folder, material.forum_session, material.label) == (
        "New",
        folder,
        forum_session,
        "amber",
    )
    with pytest.raises(rules.TitleMissing):
        services.change(material, material_data(title=Bilingual()), actor=organiser)


def test_a_forum_that_is_full_takes_nothing_more_and_keeps_no_bytes(memory: InMemory) -> None:
    forum = make_forum()
    organiser = make_staff(forum)
    services.change_limits(forum, most_file_mb=1, quota_mb=1, actor=organiser)
    memory.room = None
    make_file(forum, content=b"x" * 600_000)
    with pytest.raises(rules.QuotaReached) as caught:
        make_file(forum, content=b"y" * 600_000)
    assert caught.value.values == {"quota": 1, "left": 0}
    assert [len(content) for content in memory.found.values()] == [600_000]
    services.change_limits(forum, most_file_mb=50, quota_mb=2, actor=organiser)
    assert (queries.limits_of(forum).most_file_mb, queries.limits_of(forum).quota_mb) == (50, 2)
    make_file(forum, content=b"y" * 600_000)


def test_a_disk_that_is_full_keeps_neither_file_nor_row(memory: InMemory) -> None:
    forum = make_forum()
    moment, big = at(forum, 1, "08:00"), upload("b.pdf", b"x" * 30_000)
    with pytest.raises(DiskFull):
        services.add_file(forum, material_data(), km=upload("a.pdf"), en=big, actor=None, at=moment)
    assert memory.found == {}
    for model in (Material, StoredFile, MaterialVersion):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0


def test_folders_are_ordered_renamed_and_removed_when_empty() -> None:
    forum = make_forum()
    organiser = make_staff(forum)
    laws, forms, people = (make_folder(forum, title) for title in ("Laws", "Forms", "People"))
    services.move_folder(people, up=True, actor=organiser)
    services.move_folder(laws, up=True, actor=organiser)
    services.move_folder(forms, up=False, actor=organiser)
    assert [one.title.en for one in queries.list_folders(forum)] == ["Laws", "People", "Forms"]
    services.rename_folder(laws, Bilingual("", "Codes"), actor=organiser)
    material = make_file(forum, folder=laws)
    assert queries.by_folder(queries.list_materials(forum)) == [(laws, [material])]
    assert queries.count_in_folders(forum) == {laws.id: 1}
    with pytest.raises(rules.FolderNotEmpty):
        services.remove_folder(laws, actor=organiser)
    services.remove_folder(forms, actor=organiser)
    assert [one.title.en for one in queries.list_folders(forum)] == ["Codes", "People"]
    for nameless in (services.add_folder, services.rename_folder):
        with pytest.raises(rules.TitleMissing):
            nameless(forum if nameless is services.add_folder else laws, Bilingual(), actor=organiser)  # type: ignore[operator]


def test_a_file_that_could_not_be_checked_is_kept_apart(memory: InMemory) -> None:
    forum = make_forum()
    held = make_held(forum)
    assert (held.reason, held.material, held.outcome, len(memory.found)) == ("crashed", None, None, 1)
    assert queries.list_held(forum) == [held]
    assert queries.list_materials(forum) == []
    assert queries.used_bytes(forum) == held.file.size_bytes if held.file else False


def test_the_checked_half_of_a_pair_is_shown_while_the_other_is_held(memory: InMemory) -> None:
    forum = make_forum()
    moment = at(forum, 1, "08:00")
    held_en = upload("en.pdf", b"?", held="slow")
    added = services.add_file(forum, material_data(), km=upload(), en=held_en, actor=None, at=moment)
    assert added.material is not None
    assert [language for language, _file in added.material.files] == ["km"]
    assert [(one.language, one.reason, one.material) for one in added.held] == [("en", "slow", added.material)]


def test_a_held_file_is_released_only_when_the_check_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    forum = make_forum()
    organiser, moment = make_staff(forum), at(forum, 1, "09:00")
    folder, forum_session = make_folder(forum), make_session(forum)
    content = crafted.pdf(author="SOK Dara")
    held = make_held(forum, content, folder=folder, forum_session=forum_session, label="amber", law_only=True)
    with monkeypatch.context() as broken:
        broken.setattr(fence, "WORKER", "no_such_module")
        with pytest.raises(rules.StillUnchecked):
            services.release(held, actor=organiser, at=moment)
    assert queries.list_held(forum) == [held]
    raw_key = held.file.key if held.file else ""
    material = services.release(held, actor=organiser, at=moment)
    assert (material.title, material.folder, material.forum_session) == (material_data().title, folder, forum_session)
    assert (material.label, material.law_only, material.is_published) == ("amber", True, False)
    (version,) = queries.list_versions(material)
    assert (version.removed, b"SOK Dara" in files.read(version.file)) == (["author"], False)
    assert (held.outcome, held.file_id, files.storage().holds(raw_key)) == ("released", None, False)
    assert queries.list_held(forum) == []
    for settle in (services.release, services.remove_held):
        with pytest.raises(rules.AlreadySettled):
            settle(held, actor=organiser, at=moment)


def test_a_held_file_that_turns_out_to_be_bad_says_why_and_stays_held() -> None:
    forum = make_forum()
    held = make_held(forum, crafted.pdf(crafted.on_open(S="/JavaScript", JS="1")))
    with pytest.raises(limits.PdfHasScript):
        services.release(held, actor=make_staff(forum), at=at(forum, 1, "09:00"))
    assert queries.list_held(forum) == [held]


def test_a_held_version_takes_its_place_when_it_is_released() -> None:
    forum = make_forum()
    organiser, moment = make_staff(forum), at(forum, 1, "09:00")
    material = make_file(forum)
    held = services.replace_file(material, "km", upload(held="slow"), actor=organiser, at=moment)
    assert held is not None and [one.number for one in queries.list_versions(material)] == [1]
    assert services.release(held, actor=organiser, at=moment) == material
    assert [one.number for one in queries.list_versions(material)] == [2, 1]


def test_a_held_file_is_removed_and_only_its_row_stays(memory: InMemory) -> None:
    forum = make_forum()
    held = make_held(forum)
    services.remove_held(held, actor=make_staff(forum), at=at(forum, 1, "09:00"))
    assert (held.outcome, memory.found) == ("removed", {})
    assert db.session.scalar(select(func.count()).select_from(HeldUpload)) == 1


def test_limits_are_those_of_the_house_until_somebody_decides(context: None) -> None:
    forum = make_forum()
    found = queries.limits_of(db.session.get_one(Forum, forum.id))
    assert (found.most_file_mb, found.quota_mb) == (100, 5_000)
    assert queries.used_bytes(forum) == 0
