"""An organiser prepares a quiz and reads its questions in both languages."""

from flask import Response, url_for

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.quizzes import policy, queries, services
from forum_app.quizzes.forms import QuizForm
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.views.blueprint import blueprint


@blueprint.route("/forums/<forum_code>/quizzes/new", methods=["GET", "POST"])
@allow(policy.may_set_up, forum=Forum)
def create(forum: Forum) -> Response:
    """A new quiz; its questions are picked from the bank."""
    form = QuizForm(forum)
    if form.validate_on_submit():
        try:
            quiz = services.create_quiz(forum, form.quiz_data(), actor=current_actor(), at=clock.now())
            return answer(to=url_for("quizzes.setup", forum_code=forum.code, quiz_id=quiz.id))
        except Refusal as refusal:
            form.refuse(refusal)
    return answer(page="quizzes/setup.html", status=form.status, form=form, quiz=None, questions=[])


@blueprint.route("/forums/<forum_code>/quizzes/<uuid:quiz_id>/setup", methods=["GET", "POST"])
@allow(policy.may_set_up, forum=Forum, quiz=Quiz)
def setup(forum: Forum, quiz: Quiz) -> Response:
    """Change a quiz and read what it will ask."""
    form = QuizForm(forum, quiz)
    if form.validate_on_submit():
        try:
            services.change_quiz(quiz, form.quiz_data(), actor=current_actor())
            return answer(to=url_for("quizzes.setup", forum_code=forum.code, quiz_id=quiz.id))
        except Refusal as refusal:
            form.refuse(refusal)
    questions = queries.list_preview(quiz)
    return answer(page="quizzes/setup.html", status=form.status, form=form, quiz=quiz, questions=questions)
