"""A trainer marks on the phone: one officer a screen, one criterion at a time, then the sign-off and the next."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext

from forum_app.assessments import policy, queries, rules, services
from forum_app.assessments.forms import MarkForm, ReopenForm, SettleForm, SummaryForm
from forum_app.assessments.models import Criterion, Observation, Practical
from forum_app.assessments.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.programme import queries as programme_queries
from forum_app.registration.models import Registration

ONE = "/forums/<forum_code>/skills/<uuid:practical_id>/<uuid:registration_id>"


@blueprint.route("/forums/<forum_code>/skills")
@allow(policy.may_see_queue, forum=Forum)
def queue(forum: Forum) -> Response:
    """Who waits, who is begun and who is signed off, by badge number; never by level."""
    practicals = queries.list_practicals(forum)
    wanted = request.args.get("practical", "")
    practical = next((one for one in practicals if str(one.id) == wanted), practicals[0] if practicals else None)
    places = queries.queue_of(practical) if practical else []
    group = request.args.get("group", type=int)
    shown = [place for place in places if group is None or _group_number(place.registration) == group]
    return answer(
        page="assessments/queue.html",
        practicals=practicals,
        practical=practical,
        signed_counts=queries.count_signed_off(forum),
        total=len(places),
        groups=programme_queries.list_groups(forum),
        group=group,
        places=shown,
        waiting=sum(place.state is not rules.State.SIGNED_OFF for place in shown),
        state_names=rules.STATE_NAMES,
        may_assess=policy.may_assess(current_actor(), forum),
        may_set_up=policy.may_set_up(current_actor(), forum),
        has_works=any(one.is_written for one in practicals),
        is_lead=policy.may_reopen_others(current_actor(), forum),
        at_station=queries.group_at(practical, current_actor(), at=clock.now()) if practical else None,
        has_seconds=bool(practical and queries.drawn_of(practical)),
    )


def _group_number(registration: Registration) -> int | None:
    return registration.group.number if registration.group else None


@blueprint.route(ONE, methods=["GET", "POST"])
@allow(policy.may_assess, forum=Forum, registration=Registration, practical=Practical)
def mark(forum: Forum, registration: Registration, practical: Practical) -> Response:
    """One criterion of one officer; sending it saves the level and turns the page, in either direction."""
    observation = queries.find_observation(practical, registration, current_actor())
    if observation is not None and observation.signed_off_at is not None:
        return answer(to=_url("summary", practical, registration))
    criteria = queries.criteria_of(practical)
    levels = observation.levels if observation else {}
    here = request.args.get("criterion", type=int) or rules.first_open(levels, practical.rubric.asked)
    if not 1 <= here <= len(criteria):
        return answer(to=_url("summary", practical, registration))
    form = MarkForm()
    if form.validate_on_submit():
        try:
            _keep(practical, registration, criteria[here - 1], form)
            return answer(to=_turn(practical, registration, here, form.go.data))
        except Refusal as refusal:
            form.refuse(refusal)
    return answer(
        page="assessments/mark.html",
        status=form.status,
        form=form,
        criteria=criteria,
        criterion=criteria[here - 1],
        here=here,
        done=[place for place, one in enumerate(criteria, 1) if one.id in levels],
        chosen=_chosen(form, levels, criteria[here - 1]),
        **_around(practical, registration),
    )


def _keep(practical: Practical, registration: Registration, criterion: Criterion, form: MarkForm) -> None:
    if form.is_judged:
        services.mark(practical, registration, criterion, level=form.number, actor=current_actor(), at=clock.now())


def _turn(practical: Practical, registration: Registration, here: int, go: str | None) -> str:
    """Where a sent criterion leads: the one before, the comment, the next one, or from the last one the summary."""
    if go == "comment":
        return _url("summary", practical, registration, _anchor="comment")
    step = here - 1 if go == "previous" else here + 1
    if 1 <= step <= len(practical.rubric.criteria):
        return _url("mark", practical, registration, criterion=step)
    return _url("summary", practical, registration) if step > 1 else _queue(practical, registration)


def _chosen(form: MarkForm, levels: dict[Any, int | None], criterion: Criterion) -> str:
    if form.level.data:
        return str(form.level.data)
    return str(levels[criterion.id] or 0) if criterion.id in levels else ""


@blueprint.route(f"{ONE}/summary", methods=["GET", "POST"])
@allow(policy.may_assess, forum=Forum, registration=Registration, practical=Practical)
def summary(forum: Forum, registration: Registration, practical: Practical) -> Response:
    """What was seen, the comment, the sign-off; afterwards the next officer is one tap away."""
    observation = queries.find_observation(practical, registration, current_actor())
    form = SummaryForm(data={"comment": observation.comment if observation else ""})
    if form.validate_on_submit():
        try:
            _act(practical, registration, form)
            return answer(to=_url("summary", practical, registration))
        except Refusal as refusal:
            form.refuse(refusal)
    return answer(
        page="assessments/summary.html",
        status=form.status,
        form=form,
        reopening=ReopenForm(prefix="again"),
        observation=observation,
        phrases=rules.PHRASES,
        conflicts=queries.list_conflicts(observation) if observation else [],
        photos=queries.list_photos(observation) if observation else [],
        **_sheet(practical, observation),
        **_around(practical, registration),
    )


def _act(practical: Practical, registration: Registration, form: SummaryForm) -> None:
    values: dict[str, Any] = {"language": current_language(), "actor": current_actor(), "at": clock.now()}
    comment = form.comment.data or ""
    if form.go.data == "sign":
        services.sign_off(practical, registration, comment=comment, **values)
    elif form.phrase is not None and form.phrase < len(rules.PHRASES):
        phrase = gettext(rules.PHRASES[form.phrase])
        services.add_phrase(practical, registration, comment=comment, phrase=phrase, **values)
    else:
        services.write_comment(practical, registration, text=comment, **values)


def _sheet(practical: Practical, observation: Observation | None) -> dict[str, Any]:
    levels = observation.levels if observation else {}
    found = rules.outcome(levels, practical.rubric.asked, pass_tenths=practical.pass_tenths)
    criteria = queries.criteria_of(practical)
    names = {criterion.id: criterion.name for criterion in criteria}
    return {
        "criteria": criteria,
        "levels": levels,
        "outcome": found,
        "result_name": rules.RESULT_NAMES[found.result],
        "decisive": [names[key] for key in (*found.critical_failed, *found.critical_unseen)],
    }


@blueprint.route(f"{ONE}/reopen", methods=["POST"])
@allow(policy.may_assess, forum=Forum, registration=Registration, practical=Practical)
def reopen(forum: Forum, registration: Registration, practical: Practical) -> Response:
    """Open one's own signed-off assessment again; the reason stays in the record."""
    observation = queries.find_observation(practical, registration, current_actor())
    if observation is None:
        raise rules.NothingMarked
    reason = ReopenForm(prefix="again").reason.data or ""
    services.reopen(observation, reason=reason, actor=current_actor(), at=clock.now())
    return answer(to=_url("summary", practical, registration))


@blueprint.post(f"{ONE}/settle/<uuid:event_id>")
@allow(policy.may_assess, forum=Forum, registration=Registration, practical=Practical)
def settle(forum: Forum, registration: Registration, practical: Practical, event_id: UUID) -> Response:
    """Choose between what two devices said about one criterion or in the comment."""
    observation = queries.find_observation(practical, registration, current_actor())
    conflicts = queries.list_conflicts(observation) if observation else []
    conflict = next((one for one in conflicts if one.id == event_id), None)
    if conflict is None:
        raise rules.NoConflict
    form = SettleForm()
    level = form.number if conflict.kind == "level" else None
    services.settle(conflict, level=level, text=form.text.data or "", actor=current_actor(), at=clock.now())
    return answer(to=_url("summary", practical, registration))


def _around(practical: Practical, registration: Registration) -> dict[str, Any]:
    """Where this officer stands in the group, and who comes next."""
    places = queries.queue_of(practical)
    number = _group_number(registration)
    group = [place for place in places if _group_number(place.registration) == number]
    ids = [place.registration.id for place in group]
    index = ids.index(registration.id) if registration.id in ids else 0
    order = group[index + 1 :] + group[:index]
    following = [place for place in order if place.state is not rules.State.SIGNED_OFF]
    return {
        "practical": practical,
        "registration": registration,
        "place_number": index + 1,
        "place_total": len(group),
        "waiting": len(following),
        "following": following[0].registration if following else None,
        "level_names": rules.LEVEL_NAMES,
        "not_observed": rules.NOT_OBSERVED,
    }


def _url(step: str, practical: Practical, registration: Registration, **more: Any) -> str:
    return url_for(
        f"assessments.{step}",
        forum_code=practical.forum.code,
        practical_id=practical.id,
        registration_id=registration.id,
        **more,
    )


def _queue(practical: Practical, registration: Registration) -> str:
    group = _group_number(registration)
    return url_for("assessments.queue", forum_code=practical.forum.code, practical=practical.id, group=group)
