"""Trainers print sheets, take exhibits, see the answers and release the results."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext

from forum_app.exercises import documents, policy, queries, services
from forum_app.exercises.exports import ZIP, exhibits_zip
from forum_app.exercises.forms import StepForm, UseForm
from forum_app.exercises.models import ExerciseRun
from forum_app.exercises.rules.release import LANGUAGES
from forum_app.exercises.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download
from forum_app.programme import queries as programme_queries
from forum_app.registration.models import Registration

ALL = "/forums/<forum_code>/skills/materials"
ONE = f"{ALL}/<uuid:run_id>"


@blueprint.route(ALL)
@allow(policy.may_hand_out, forum=Forum)
def index(forum: Forum) -> Response:
    """The exercises whose materials this forum uses."""
    return answer(
        page="exercises/index.html",
        runs=queries.list_runs(forum),
        may_choose=policy.may_choose(current_actor(), forum),
    )


@blueprint.route(f"{ALL}/choose", methods=["GET", "POST"])
@allow(policy.may_choose, forum=Forum)
def choose(forum: Forum) -> Response:
    """Use the materials of one more exercise."""
    sets, sessions = queries.list_sets(), programme_queries.list_sessions(forum)
    form = UseForm().offer(sets, sessions)
    if form.validate_on_submit():
        try:
            chosen, forum_session = form.chosen_set(sets), form.chosen_session(sessions)
            run = services.use_set(forum, chosen, forum_session=forum_session, actor=current_actor())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Saved."), "saved")
            return answer(to=_url("exercise", run))
    return answer(page="exercises/choose.html", status=form.status, form=form)


@blueprint.route(ONE)
@allow(policy.may_hand_out, forum=Forum, run=ExerciseRun)
def exercise(forum: Forum, run: ExerciseRun) -> Response:
    """What can be printed and taken, and how far everybody is; by badge number, never by result."""
    actor, group = current_actor(), _group()
    people = queries.list_people(forum, group=group)
    content = run.exercise_set.content
    return answer(
        page="exercises/exercise.html",
        run=run,
        papers=content["papers"],
        files=content["files"],
        lines=queries.list_lines(run, people),
        question_count=queries.count_questions(run),
        groups=programme_queries.list_groups(forum),
        group=group,
        languages=LANGUAGES,
        newer=queries.newer_set(run) if policy.may_choose(actor, run) else None,
        may_see_answers=policy.may_see_answers(actor, run),
        form=StepForm(),
    )


@blueprint.route(f"{ONE}/papers.pdf")
@allow(policy.may_hand_out, forum=Forum, run=ExerciseRun)
def papers(forum: Forum, run: ExerciseRun) -> Response:
    """Every officer's own sheets as one PDF."""
    people = queries.list_people(forum, group=_group(), badge=_badge())
    made = documents.officers_papers(run, people, languages=_languages())
    return download(made, name=f"{run.code}-{_place()}.pdf", content_type=PDF, inline=True)


@blueprint.route(f"{ONE}/key.pdf")
@allow(policy.may_see_answers, forum=Forum, run=ExerciseRun)
def key(forum: Forum, run: ExerciseRun) -> Response:
    """The trainer's key as PDF."""
    people = queries.list_people(forum, group=_group(), badge=_badge())
    made = documents.trainers_key(run, people, languages=_languages())
    return download(made, name=f"{run.code}-key-{_place()}.pdf", content_type=PDF, inline=True)


@blueprint.route(f"{ONE}/exhibits.zip")
@allow(policy.may_hand_out, forum=Forum, run=ExerciseRun)
def exhibits(forum: Forum, run: ExerciseRun) -> Response:
    """Everybody's exhibits, one folder each."""
    people = queries.list_people(forum, group=_group())
    return download(exhibits_zip(run, people), name=f"{run.code}-{_place()}.zip", content_type=ZIP)


@blueprint.route(f"{ONE}/<uuid:registration_id>")
@allow(policy.may_see_answers, forum=Forum, registration=Registration, run=ExerciseRun)
def officer_answers(forum: Forum, registration: Registration, run: ExerciseRun) -> Response:
    """Each answer of one officer, beside the right one."""
    return answer(
        page="exercises/officer_answers.html",
        run=run,
        registration=registration,
        checked=queries.checked(run, registration),
        history=queries.list_history(run, registration),
        languages=LANGUAGES,
    )


@blueprint.route(f"{ONE}/<uuid:registration_id>/exhibits.zip")
@allow(policy.may_hand_out, forum=Forum, registration=Registration, run=ExerciseRun)
def officer_exhibits(forum: Forum, registration: Registration, run: ExerciseRun) -> Response:
    """The exhibits of one officer."""
    name = f"{run.code}-{registration.badge or 'exhibits'}.zip"
    return download(exhibits_zip(run, [registration]), name=name, content_type=ZIP)


@blueprint.route(f"{ONE}/release", methods=["POST"])
@allow(policy.may_see_answers, forum=Forum, run=ExerciseRun)
def release(forum: Forum, run: ExerciseRun) -> Response:
    """Show the officers how many answers are right, or take that back."""
    act = services.take_back if StepForm().go.data == "take_back" else services.release
    act(run, actor=current_actor(), at=clock.now())
    return answer(to=_url("exercise", run))


@blueprint.route(f"{ONE}/renew", methods=["POST"])
@allow(policy.may_choose, forum=Forum, run=ExerciseRun)
def renew(forum: Forum, run: ExerciseRun) -> Response:
    """Move to the newest materials."""
    services.renew_run(run, actor=current_actor(), at=clock.now())
    return answer(to=_url("exercise", run))


def _group() -> int | None:
    return request.args.get("group", type=int)


def _badge() -> int | None:
    """One officer alone, for whoever comes late."""
    return request.args.get("badge", type=int)


def _languages() -> str:
    """The languages of a print: what was asked for, else the reader's."""
    wanted = request.args.get("print", "")
    return wanted if wanted in LANGUAGES else current_language()


def _place() -> str:
    group, badge = _group(), _badge()
    if badge is not None:
        return f"{badge:03d}"
    return f"group-{group}" if group is not None else "all"


def _url(step: str, run: ExerciseRun, **more: Any) -> str:
    return url_for(f"exercises.{step}", forum_code=run.forum.code, run_id=run.id, **more)
