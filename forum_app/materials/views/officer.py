"""An officer finds materials by session, today's first, and sees what a download costs before the tap."""

from flask import Response, abort, current_app, redirect, url_for

from forum_app.forums import queries as forums_queries
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import asks_for_a_part
from forum_app.materials import policy, queries, rules, services
from forum_app.materials.models import Material
from forum_app.materials.views.blueprint import blueprint
from forum_app.materials.views.files import send_material
from forum_app.programme.models import ForumSession
from forum_app.programme.rules import KIND_NAMES
from forum_app.registration import queries as registration_queries
from forum_app.registration.models import Registration


def own_registration(forum: Forum) -> Registration | None:
    """The reader's registration, if the reader is an approved officer of this forum."""
    found = registration_queries.find_of_person(forum, current_actor().person_id)
    return found if found is not None and found.status == "approved" else None


@blueprint.route("/forums/<forum_code>/me/materials")
@allow(policy.may_see_own, forum=Forum)
def my_materials(forum: Forum) -> Response:
    """Published materials: today's sessions first."""
    registration = own_registration(forum) or abort(404)
    today = clock.local_day(clock.now())
    law_too = policy.is_of_the_law(current_actor(), forum)
    groups = queries.today_first(queries.by_session(forum, published_only=True, law_too=law_too), today)
    return answer(
        page="materials/my_materials.html",
        days=queries.by_day(groups),
        folders=queries.by_folder([material for group in groups for material in group.materials]),
        today=today,
        numbers={day.day_on: day.number for day in forums_queries.list_days(forum)},
        opened=queries.opened_by(registration.id),
        labels=rules.LABEL_SHORT,
        size_in_words=rules.size_in_words,
    )


@blueprint.route("/forums/<forum_code>/me/sessions/<uuid:forum_session_id>")
@allow(policy.may_read, forum_session=ForumSession, forum=Forum)
def session(forum: Forum, forum_session: ForumSession) -> Response:
    """One session: who speaks, when, where, and its materials."""
    registration = own_registration(forum)
    quizzes = "quizzes.my_quizzes" if "quizzes.my_quizzes" in current_app.view_functions else None
    return answer(
        page="materials/session.html",
        forum_session=forum_session,
        kind_name=KIND_NAMES[forum_session.kind],
        materials=queries.list_for_session(forum_session, law_too=policy.is_of_the_law(current_actor(), forum)),
        opened=queries.opened_by(registration.id) if registration else frozenset(),
        quizzes_url=url_for(quizzes, forum_code=forum.code) if quizzes and forum_session.kind == "quiz" else None,
        labels=rules.LABEL_SHORT,
        size_in_words=rules.size_in_words,
    )


@blueprint.route("/forums/<forum_code>/me/materials/<uuid:material_id>/<any(km, en):language>")
@allow(policy.may_open, forum=Forum, material=Material)
def download(forum: Forum, material: Material, language: str) -> Response:
    """The file, always as a download; what is restricted goes out stamped for its reader."""
    file = dict(material.files).get(language) or abort(404)
    _note(forum, material, language, goes_on=asks_for_a_part())
    return send_material(material, file, language)


@blueprint.route("/forums/<forum_code>/me/materials/<uuid:material_id>/open")
@allow(policy.may_open, forum=Forum, material=Material)
def follow(forum: Forum, material: Material) -> Response:
    """Go to the page that a link names."""
    if material.kind != "link":
        abort(404)
    target = material.url
    _note(forum, material, current_language())
    found: Response = redirect(target, 303)  # type: ignore[assignment]  # werkzeug's type is wider
    return found


def _note(forum: Forum, material: Material, language: str, *, goes_on: bool = False) -> None:
    registration = own_registration(forum)
    if registration is not None:
        services.note_opened(material, registration, language=language, at=clock.now(), goes_on=goes_on)
