"""Who may enter a quiz: trainers see who is checked in, and let somebody in with a reason."""

from uuid import UUID

from flask import Response, flash, url_for
from flask_babel import gettext

from forum_app.attendance import queries as attendance
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.quizzes import policy, queries, services
from forum_app.quizzes.forms import AdmissionForm
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.views.blueprint import blueprint

ENTRY = "/forums/<forum_code>/quizzes/<uuid:quiz_id>/entry"


@blueprint.get(ENTRY)
@allow(policy.may_run, forum=Forum, quiz=Quiz)
def entry(forum: Forum, quiz: Quiz) -> Response:
    """Who is not checked in for the half day of this quiz, and whom a trainer let in."""
    return _page(quiz, AdmissionForm(), refused=None)


@blueprint.post(f"{ENTRY}/<uuid:registration_id>")
@allow(policy.may_run, forum=Forum, quiz=Quiz)
def admit(forum: Forum, quiz: Quiz, registration_id: UUID) -> Response:
    """Let one person in."""
    form = AdmissionForm()
    if form.validate_on_submit():
        try:
            services.admit(quiz, registration_id, reason=form.reason.data or "", actor=current_actor(), at=clock.now())
            flash(gettext("Let in. This person can start the quiz now."), "saved")
            return answer(to=url_for("quizzes.entry", forum_code=forum.code, quiz_id=quiz.id))
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(quiz, form, refused=registration_id)


def _page(quiz: Quiz, form: AdmissionForm, *, refused: UUID | None) -> Response:
    at = clock.now()
    entries = queries.list_entries_of(quiz, at=at)
    admissions = [admission for found in entries for admission in found.admissions]
    return answer(
        page="quizzes/entry.html",
        status=form.status,
        quiz=quiz,
        form=form,
        refused=refused,
        slot=queries.slot_of_quiz(quiz, at=at),
        entries=entries,
        outside=[found for found in entries if not found.may_enter],
        names=attendance.names_of_accounts(admission.actor_id for admission in admissions),
    )
