"""An officer gives feedback on the day: twenty seconds, no name."""

from flask import Response, abort, url_for

from forum_app.evaluation import policy, queries, rules, services
from forum_app.evaluation.forms import FeedbackForm
from forum_app.evaluation.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer as end
from forum_app.registration import queries as registration_queries


@blueprint.route("/forums/<forum_code>/me/feedback", methods=["GET", "POST"])
@allow(policy.may_answer, forum=Forum)
def answer(forum: Forum) -> Response:
    """The form of the day that is open; otherwise thanks, or when it opens."""
    registration = registration_queries.find_of_person(forum, current_actor().person_id) or abort(404)
    at = clock.now()
    day = queries.open_form_for(registration, at=at)
    form = FeedbackForm()
    questions = queries.list_questions(forum)
    if day is not None and form.validate_on_submit():
        try:
            services.answer(registration, day, answers=form.answers(questions), at=at)
            return end(to=url_for("evaluation.answer", forum_code=forum.code))
        except Refusal as refusal:
            form.refuse(refusal)
    return end(
        page="evaluation/answer.html",
        status=form.status,
        form=form,
        day=day,
        questions=questions,
        faces=rules.FACE_NAMES,
        given=queries.count_given(registration),
    )
