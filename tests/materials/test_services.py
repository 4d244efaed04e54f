"""Putting up materials, publishing, noting who opened them."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum_app.kernel import files
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.kernel.files import StoredFile
from forum_app.materials import queries, rules, services
from forum_app.materials.models import Material, MaterialView
from tests.factories.accounts import make_account
from tests.factories.forums import make_forum
from tests.factories.materials import PDF, make_file, make_folder, make_lesson, material_data, upload
from tests.factories.programme import at, make_module, make_session
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")


def test_a_file_in_two_languages_keeps_its_bytes() -> None:
    forum = make_forum()
    km, en = upload("មេរៀន.pdf", PDF), upload("lesson.pdf", PDF + b"en")
    material = services.add_file(forum, material_data(), km=km, en=en, actor=None, at=at(forum, 1, "08:00")).material
    assert material is not None
    found = {language: (file.download_name, files.read(file)) for language, file in material.files}
    assert found == {"km": ("មេរៀន.pdf", PDF), "en": ("lesson.pdf", PDF + b"en")}


def test_without_a_file_or_a_title_nothing_is_kept() -> None:
    forum = make_forum()
    with pytest.raises(rules.NoFile):
        services.add_file(forum, material_data(), actor=None, at=at(forum, 1, "08:00"))
    with pytest.raises(rules.TitleMissing):
        make_file(forum, title=Bilingual())
    assert queries.list_materials(forum) == []
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 0


def test_a_session_or_a_folder_of_another_forum_is_refused_and_leaves_no_bytes() -> None:
    forum, other = make_forum(), make_forum("TEST-2")
    before = {entry.key for entry in files.storage().entries()}
    with pytest.raises(rules.SessionElsewhere):
        make_file(forum, forum_session=make_session(other))
    with pytest.raises(rules.FolderElsewhere):
        make_file(forum, folder=make_folder(other))
    assert {entry.key for entry in files.storage().entries()} == before


def test_a_lesson_stands_once_in_a_forum() -> None:
    forum = make_forum()
    module = make_module()
    make_lesson(forum, module)
    with pytest.raises(rules.LessonAlreadyThere):
        make_lesson(forum, module)


def test_lessons_of_the_programme_are_added_once_each() -> None:
    forum = make_forum()
    module = make_module()
    make_session(forum, "D1S01", module_id=module.id)
    make_session(forum, "D1S02", module_id=module.id, start="10:00", end="11:00")
    moment = at(forum, 1, "08:00")
    assert services.add_lessons_of_programme(forum, publish=True, actor=None, at=moment) == 1
    assert services.add_lessons_of_programme(forum, publish=True, actor=None, at=moment) == 0
    assert [material.kind for material in queries.list_lessons(forum)] == ["lesson"]


def test_only_published_materials_are_listed_for_officers() -> None:
    forum = make_forum()
    forum_session = make_session(forum)
    shown = make_file(forum, forum_session=forum_session)
    hidden = make_file(forum, forum_session=forum_session, is_published=False)
    assert queries.list_for_session(forum_session) == [shown]
    actor = make_account()
    services.publish(hidden, actor=actor, at=at(forum, 1, "09:00"))
    services.withdraw(shown, actor=actor)
    assert queries.list_for_session(forum_session) == [hidden]


def test_today_comes_first_then_the_forum_then_the_future_then_the_past() -> None:
    forum = make_forum()
    days = [make_session(forum, f"D{day}S01", day=day) for day in (1, 2, 3)]
    for forum_session in (*days, None):
        make_file(forum, forum_session=forum_session)
    groups = queries.today_first(queries.by_session(forum, published_only=True), days[1].day.day_on)
    assert [group.forum_session for group in groups] == [days[1], None, days[2], days[0]]


def test_opening_is_noted_once_a_day_and_language() -> None:
    forum = make_forum()
    material, registration = make_file(forum), make_registration(forum)
    for time in ("10:00", "10:05"):
        services.note_opened(material, registration, language="km", at=at(forum, 1, time))
    services.note_opened(material, registration, language="en", at=at(forum, 1, "10:06"))
    services.note_opened(material, registration, language="km", at=at(forum, 2, "10:00"))
    assert db.session.scalar(select(func.count()).select_from(MaterialView)) == 3
    assert queries.count_readers(forum) == {material.id: 1}
    assert queries.opened_by(registration.id) == frozenset({material.id})


def test_red_material_is_closed_after_the_forum() -> None:
    forum = make_forum(days=1)
    material, registration = make_file(forum, label="red"), make_registration(forum)
    services.note_opened(material, registration, language="km", at=at(forum, 1, "16:00"))
    later = at(forum, 1, "16:00").replace(year=2025)
    with pytest.raises(rules.NotOpenNow):
        services.note_opened(material, registration, language="km", at=later)


def test_the_database_refuses_a_file_without_bytes() -> None:
    forum = make_forum()
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(Material(forum_id=forum.id, kind="file", created_at=at(forum, 1, "08:00")))
