"""Organisers and trainers prepare a quiz and read its questions in both languages."""

from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.questions.models import Question
from forum_app.questions.rules import KIND_NAMES
from forum_app.quizzes import policy, queries, rules, services
from forum_app.quizzes.forms import QuizForm
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.rules import AnswerLine
from forum_app.quizzes.views.blueprint import blueprint


@blueprint.route("/forums/<forum_code>/quizzes/new", methods=["GET", "POST"])
@allow(policy.may_set_up, forum=Forum)
def create(forum: Forum) -> Response:
    """A new quiz; its questions are chosen from the bank."""
    form = QuizForm(forum)
    if form.validate_on_submit() and form.check_pools():
        try:
            quiz = services.create_quiz(forum, form.quiz_data(), actor=current_actor(), at=clock.now())
            return _saved(quiz)
        except Refusal as refusal:
            _refuse(form, refusal)
    return answer(page="quizzes/setup.html", status=form.status, form=form, quiz=None, questions=[], warnings=[])


@blueprint.route("/forums/<forum_code>/quizzes/<uuid:quiz_id>/setup", methods=["GET", "POST"])
@allow(policy.may_set_up, forum=Forum, quiz=Quiz)
def setup(forum: Forum, quiz: Quiz) -> Response:
    """Change a quiz and read what it will ask."""
    form = QuizForm(forum, quiz)
    if form.validate_on_submit() and form.check_pools():
        try:
            services.change_quiz(quiz, form.quiz_data(), actor=current_actor())
            return _saved(quiz)
        except Refusal as refusal:
            _refuse(form, refusal)
    questions = queries.list_preview(quiz)
    return answer(
        page="quizzes/setup.html",
        status=form.status,
        form=form,
        quiz=quiz,
        questions=questions,
        kinds={key: gettext(name) for key, name in KIND_NAMES.items()},
        lines={question.id: _lines(question) for question in questions},
        warnings=queries.warnings_of(quiz, at=clock.now()),
    )


@blueprint.post("/forums/<forum_code>/quizzes/<uuid:quiz_id>/copy")
@allow(policy.may_set_up, forum=Forum, quiz=Quiz)
def copy(forum: Forum, quiz: Quiz) -> Response:
    """The same quiz once more, under the next free code."""
    made = services.copy_quiz(quiz, actor=current_actor(), at=clock.now())
    flash(gettext("This is the copy, with the code %(code)s.", code=made.code), "saved")
    return answer(to=url_for("quizzes.setup", forum_code=forum.code, quiz_id=made.id))


def _saved(quiz: Quiz) -> Response:
    flash(gettext("Saved."), "saved")
    return answer(to=url_for("quizzes.setup", forum_code=quiz.forum.code, quiz_id=quiz.id))


def _refuse(form: QuizForm, refusal: Refusal) -> None:
    """Beside the field it is about, so that a folded part opens."""
    fields: dict[type[Refusal], Any] = {
        rules.CodeTaken: form.code,
        rules.PoolTooSmall: form.pools,
        rules.WindowWithoutSession: form.forum_session,
        rules.ClosesBeforeItOpens: form.closes_when,
        rules.ToldTooEarly: form.behaviour,
    }
    form.refuse(refusal, fields.get(type(refusal)))


def _lines(question: Question) -> list[AnswerLine]:
    return rules.answer_lines(question.kind, question.options, question.targets, question.solution, question.unit)
