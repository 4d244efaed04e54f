"""An officer gives feedback: twenty seconds, no name."""

from flask import Response, abort, flash, jsonify, request, url_for
from flask_babel import gettext

from forum_app.evaluation import imports, policy, queries, rules, services
from forum_app.evaluation.forms import FeedbackForm, field_name
from forum_app.evaluation.imports import Sent
from forum_app.evaluation.queries import Subject
from forum_app.evaluation.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import sentence
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer as end
from forum_app.registration import queries as registration_queries
from forum_app.registration.models import Registration


@blueprint.route("/forums/<forum_code>/me/feedback")
@allow(policy.may_answer, forum=Forum)
def answer(forum: Forum) -> Response:
    """The form of the day or of the forum where one is open, and every other form that can be sent now."""
    waiting = queries.list_open(_own(forum), at=clock.now())
    first = waiting[0] if waiting and waiting[0].scope != "session" else None
    return _page(_own(forum), first, waiting, FeedbackForm())


@blueprint.route("/forums/<forum_code>/me/feedback/<about>", methods=["GET", "POST"])
@allow(policy.may_answer, forum=Forum)
def answer_about(forum: Forum, about: str) -> Response:
    """The form of one session, one day or the forum."""
    subject = queries.find_subject(forum, about) or abort(404)
    registration, at, form = _own(forum), clock.now(), FeedbackForm()
    if form.validate_on_submit():
        try:
            answers = form.answers(queries.list_questions(forum, subject.scope))
            services.answer(registration, subject, answers=answers, at=at)
            flash(gettext("Thank you. Your feedback is in."), "saved")
            return end(to=url_for("evaluation.answer", forum_code=forum.code))
        except Refusal as refusal:
            form.refuse(refusal)
    waiting = queries.list_open(registration, at=at)
    shown = subject if subject in waiting or form.was_sent else None
    return _page(registration, shown, waiting, form)


@blueprint.route("/forums/<forum_code>/me/feedback/<about>/send", methods=["POST"])
@allow(policy.may_answer, forum=Forum)
def receive(forum: Forum, about: str) -> Response:
    """Forms that waited on a phone. Says of each what became of it; one that was in already is kept, not refused."""
    subject = queries.find_subject(forum, about) or abort(404)
    try:
        forms = imports.read_forms(request.get_json(silent=True))
    except Refusal as refusal:
        return _refused(refusal)
    return jsonify({"operations": [_received(_own(forum), subject, form) for form in forms]})


def _received(registration: Registration, subject: Subject, form: Sent) -> dict[str, str]:
    at = clock.now()
    try:
        services.answer(registration, subject, answers=form.answers, at=at, filled_in=at - form.age)
    except rules.AlreadyAnswered:
        return {"op": form.op, "state": "kept"}
    except Refusal as refusal:
        return {"op": form.op, "state": "refused", "text": sentence(refusal)}
    return {"op": form.op, "state": "kept"}


def _refused(refusal: Refusal) -> Response:
    response = jsonify({"text": sentence(refusal)})
    response.status_code = refusal.status
    return response


def _own(forum: Forum) -> Registration:
    return registration_queries.find_of_person(forum, current_actor().person_id) or abort(404)


def _page(registration: Registration, subject: Subject | None, waiting: list[Subject], form: FeedbackForm) -> Response:
    questions = queries.list_questions(registration.forum, subject.scope) if subject else []
    return end(
        page="evaluation/answer.html",
        status=form.status,
        form=form,
        subject=subject,
        questions=questions,
        others=[one for one in waiting if one != subject],
        faces=rules.FACE_NAMES,
        given=queries.count_given(registration),
        field_name=field_name,
    )
