"""Work that is handed in, and the queue of those who review it."""

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext

from forum_app.assessments import imports, policy, queries, rules, services
from forum_app.assessments.forms import ReviewForm, WorkForm
from forum_app.assessments.models import Practical, Submission
from forum_app.assessments.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import download_stored
from forum_app.registration import queries as registration_queries

REVIEW = "/forums/<forum_code>/skills/works/<uuid:submission_id>"


@blueprint.route("/forums/<forum_code>/me/skills/<uuid:practical_id>/work", methods=["GET", "POST"])
@allow(policy.may_hand_in, forum=Forum, practical=Practical)
def hand_in(forum: Forum, practical: Practical) -> Response:
    """An officer writes or uploads the work of an exercise."""
    registration = registration_queries.find_of_person(forum, current_actor().person_id) or abort(404)
    found = queries.find_submission(practical, registration)
    form = WorkForm(data={"text": found.text if found else ""})
    if form.validate_on_submit():
        try:
            work = _work_sent()
            text = form.text.data or ""
            services.hand_in(practical, registration, text=text, work=work, actor=current_actor(), at=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Handed in."), "saved")
            return answer(to=url_for(".hand_in", forum_code=forum.code, practical_id=practical.id))
    return answer(
        page="assessments/hand_in.html",
        status=form.status,
        form=form,
        practical=practical,
        found=found,
        is_reviewed=queries.is_reviewed(practical, registration),
    )


def _work_sent() -> rules.Work | None:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    with sent.stream as stream:
        content = bytes(stream.read(rules.MOST_WORK_MEGABYTES * 1_000_000 + 1))
    return imports.read_work(sent.filename, content)


@blueprint.route("/forums/<forum_code>/skills/works")
@allow(policy.may_assess, forum=Forum)
def works(forum: Forum) -> Response:
    """What waits for me: my claims first, then the oldest."""
    return answer(page="assessments/works.html", waiting=queries.list_waiting(forum, current_actor(), at=clock.now()))


@blueprint.route(REVIEW, methods=["GET", "POST"])
@allow(policy.may_assess, forum=Forum, submission=Submission)
def review(forum: Forum, submission: Submission) -> Response:
    """One work with its criteria on one page; opening it claims it, sending goes to the next one."""
    form = ReviewForm()
    try:
        services.claim(submission, actor=current_actor(), at=clock.now())
        if form.validate_on_submit():
            return answer(to=_act(forum, submission, form))
    except Refusal as refusal:
        form.refuse(refusal)
    practical = submission.practical
    own = queries.find_observation(practical, submission.registration, current_actor())
    return answer(
        page="assessments/review.html",
        status=form.status,
        form=form,
        submission=submission,
        practical=practical,
        registration=submission.registration,
        criteria=queries.criteria_of(practical),
        own=own,
        sent=request.form,
        phrases=queries.list_phrases(current_actor()),
        ready=rules.PHRASES,
        level_names=rules.LEVEL_NAMES,
        not_observed=rules.NOT_OBSERVED,
        **_neighbours(forum, submission),
    )


def _neighbours(forum: Forum, submission: Submission) -> dict[str, Any]:
    """The work before and after this one among what this trainer may take."""
    waiting = queries.list_waiting(forum, current_actor(), at=clock.now())
    ids = [one.submission.id for one in waiting if not one.is_taken]
    place = ids.index(submission.id) if submission.id in ids else -1
    return {
        "previous": ids[place - 1] if place > 0 else None,
        "following": ids[place + 1] if 0 <= place < len(ids) - 1 else None,
        "left": len(ids),
    }


def _act(forum: Forum, submission: Submission, form: ReviewForm) -> str:
    """Save what was chosen; then sign off, keep a phrase, or let go. Returns where it goes on."""
    values: dict[str, Any] = {"actor": current_actor(), "at": clock.now()}
    here = url_for(".review", forum_code=forum.code, submission_id=submission.id)
    onward = _neighbours(forum, submission)["following"]
    following = url_for(".review", forum_code=forum.code, submission_id=onward) if onward else _list(forum)
    if form.go.data == "let_go":
        services.let_go(submission, actor=current_actor())
        return _list(forum)
    _keep(submission, form, values)
    if form.go.data == "phrase":
        services.save_phrase(form.comment.data or "", language=current_language(), actor=current_actor())
        return here
    if form.go.data == "sign":
        services.sign_off(submission.practical, submission.registration, **values)
        services.let_go(submission, actor=current_actor())
        return following
    return here


def _list(forum: Forum) -> str:
    return url_for(".works", forum_code=forum.code)


def _keep(submission: Submission, form: ReviewForm, values: dict[str, Any]) -> None:
    practical, registration = submission.practical, submission.registration
    for criterion in queries.criteria_of(practical):
        typed = request.form.get(f"level-{criterion.id}", "")
        if typed:
            services.mark(practical, registration, criterion, level=rules.read_cell(typed), **values)
    text = form.comment.data or ""
    services.write_comment(practical, registration, text=text, language=current_language(), **values)


@blueprint.route(f"{REVIEW}/file")
@allow(policy.may_assess, forum=Forum, submission=Submission)
def work_file(forum: Forum, submission: Submission) -> Response:
    """The file that was handed in, as a download."""
    return download_stored(submission.file or abort(404))
