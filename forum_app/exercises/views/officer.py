"""An officer takes the own exhibits and answers the questions about them."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext

from forum_app.exercises import policy, queries, services
from forum_app.exercises.exports import ZIP, exhibits_zip
from forum_app.exercises.forms import answers_form, field_name
from forum_app.exercises.models import ExerciseRun
from forum_app.exercises.rules import answers, making
from forum_app.exercises.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import download
from forum_app.registration import queries as registration_queries
from forum_app.registration.models import Registration


def _own(forum: Forum) -> Registration:
    return registration_queries.find_of_person(forum, current_actor().person_id) or abort(404)


@blueprint.route("/forums/<forum_code>/me/exercises")
@allow(policy.may_answer, forum=Forum)
def my_exercises(forum: Forum) -> Response:
    """The exercises of the forum that have something to take or to answer."""
    runs = [run for run in queries.list_runs(forum) if run.exercise_set.has_exhibits]
    return answer(page="exercises/my_exercises.html", runs=runs)


@blueprint.route("/forums/<forum_code>/me/exercises/<uuid:run_id>", methods=["GET", "POST"])
@allow(policy.may_answer, forum=Forum, run=ExerciseRun)
def my_exercise(forum: Forum, run: ExerciseRun) -> Response:
    """The questions about one's own exhibits; after the release, how many are right."""
    registration = _own(forum)
    exhibits, given = queries.exhibits_of(run, registration), queries.answers_of_officer(run, registration)
    form = answers_form(exhibits, given)
    if form.validate_on_submit():
        try:
            services.record_answers(run, registration, form.typed(exhibits), actor=current_actor(), at=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Saved."), "saved")
            return answer(to=url_for("exercises.my_exercise", forum_code=forum.code, run_id=run.id))
    questions = making.questions_in(exhibits)
    return answer(
        page="exercises/my_exercise.html",
        status=form.status,
        form=form,
        run=run,
        exhibits=exhibits,
        has_files=run.exercise_set.has_exhibits,
        total=len(questions),
        right=answers.count_right(questions, given) if run.is_released else None,
        given=given,
        field_name=field_name,
    )


@blueprint.route("/forums/<forum_code>/me/exercises/<uuid:run_id>/exhibits.zip")
@allow(policy.may_answer, forum=Forum, run=ExerciseRun)
def my_exhibits(forum: Forum, run: ExerciseRun) -> Response:
    """One's own exhibits as a ZIP."""
    registration = _own(forum)
    name = f"{run.code}-{registration.badge or 'exhibits'}.zip"
    return download(exhibits_zip(run, [registration]), name=name, content_type=ZIP)
