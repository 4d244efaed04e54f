"""Organisers read feedback counted and word its questions; nobody can see who said what."""

from typing import Any
from uuid import UUID

from flask import Response, abort, url_for

from forum_app.evaluation import policy, queries, rules, services
from forum_app.evaluation.exports import workbook
from forum_app.evaluation.forms import QuestionForm
from forum_app.evaluation.models import FeedbackQuestion
from forum_app.evaluation.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import charts, clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import XLSX, download


@blueprint.route("/forums/<forum_code>/feedback")
@allow(policy.may_see_results, forum=Forum)
def results(forum: Forum) -> Response:
    """Every session, day and the forum in the order of the programme, with the number of forms and the means."""
    found = queries.results_of_all(forum)
    return answer(
        page="evaluation/results.html",
        groups=[(scope, [one for one in found if one.subject.scope == scope]) for scope in ("forum", "day", "session")],
        smallest=rules.SMALLEST_GROUP,
        **_rights(forum),
    )


@blueprint.route("/forums/<forum_code>/feedback/about/<about>")
@allow(policy.may_see_results, forum=Forum)
def results_about(forum: Forum, about: str) -> Response:
    """One session, one day or the forum: forms, means, distribution, comments."""
    found = queries.results_of(queries.find_subject(forum, about) or abort(404))
    return answer(
        page="evaluation/results_about.html",
        found=found,
        subject=found.subject,
        faces=rules.FACE_NAMES,
        smallest=rules.SMALLEST_GROUP,
        columns=charts.columns,
        **_rights(forum),
    )


def _rights(forum: Forum) -> dict[str, Any]:
    actor = current_actor()
    return {
        "may_type_slips": policy.may_type_slips(actor, forum),
        "may_word_questions": policy.may_word_questions(actor, forum),
    }


@blueprint.route("/forums/<forum_code>/feedback/workbook.xlsx")
@allow(policy.may_see_results, forum=Forum)
def results_workbook(forum: Forum) -> Response:
    """The same figures and comments to count with."""
    content = workbook(forum, queries.with_comments(forum), at=clock.now())
    return download(content, name=f"{forum.code}-feedback.xlsx", content_type=XLSX)


@blueprint.route("/forums/<forum_code>/feedback/questions")
@allow(policy.may_word_questions, forum=Forum)
def questions(forum: Forum) -> Response:
    """What each kind of form asks."""
    asked = [(scope, name, queries.list_questions(forum, scope)) for scope, name in rules.SCOPE_NAMES.items()]
    return answer(page="evaluation/questions.html", asked=asked, most=rules.MOST_QUESTIONS)


@blueprint.route("/forums/<forum_code>/feedback/questions/new", methods=["GET", "POST"])
@allow(policy.may_word_questions, forum=Forum)
def add_question(forum: Forum) -> Response:
    """One more question."""
    form = QuestionForm()
    if form.validate_on_submit():
        try:
            services.add_question(forum, form.question_data(), actor=current_actor())
            return answer(to=url_for("evaluation.questions", forum_code=forum.code))
        except Refusal as refusal:
            form.refuse(refusal)
    return answer(page="evaluation/question.html", status=form.status, form=form, question=None)


@blueprint.route("/forums/<forum_code>/feedback/questions/<uuid:question_id>", methods=["GET", "POST"])
@allow(policy.may_word_questions, forum=Forum)
def change_question(forum: Forum, question_id: UUID) -> Response:
    """Word a question differently."""
    question = _question(forum, question_id)
    form = QuestionForm(question)
    if form.validate_on_submit():
        try:
            services.change_question(forum, question, form.text, actor=current_actor())
            return answer(to=url_for("evaluation.questions", forum_code=forum.code))
        except Refusal as refusal:
            form.refuse(refusal)
    return answer(page="evaluation/question.html", status=form.status, form=form, question=question)


@blueprint.route("/forums/<forum_code>/feedback/questions/<uuid:question_id>/retire", methods=["POST"])
@allow(policy.may_word_questions, forum=Forum)
def retire_question(forum: Forum, question_id: UUID) -> Response:
    """Ask it no longer."""
    services.retire_question(forum, _question(forum, question_id), actor=current_actor())
    return answer(to=url_for("evaluation.questions", forum_code=forum.code))


def _question(forum: Forum, question_id: UUID) -> FeedbackQuestion:
    """A question of this forum or of the shipped set."""
    return queries.find_question(forum, question_id) or abort(404)
