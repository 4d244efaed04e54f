"""The lead trainer: confirms, decides where two differ, opens re-sits, answers appeals. And who may assess."""

from uuid import UUID

from flask import Response, flash, request, url_for
from flask_babel import gettext

from forum_app.accounts.models import Account
from forum_app.assessments import exports, policy, queries, rules, services
from forum_app.assessments.forms import AgreeForm, DecisionForm, PermissionForm, QualificationForm, ResitForm
from forum_app.assessments.models import Appeal, Observation, Practical
from forum_app.assessments.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import XLSX, download
from forum_app.registration.models import Registration

PRACTICAL = "/forums/<forum_code>/skills/<uuid:practical_id>"
TRAINERS = "/forums/<forum_code>/skills/trainers"


@blueprint.route(f"{PRACTICAL}/moderation")
@allow(policy.may_reopen_others, forum=Forum, practical=Practical)
def moderation(forum: Forum, practical: Practical) -> Response:
    """What waits for the lead trainer, and how far two trainers agree."""
    cases = queries.list_cases(practical)
    return answer(
        page="assessments/moderation.html",
        practical=practical,
        to_confirm=[case for case in cases if case.counting and case.counting.released_at is None],
        differing=[case for case in cases if case.verdict.waits_for == "difference"],
        waiting=[case for case in cases if case.verdict.waits_for == "second"],
        failed=[case for case in cases if case.counting and case.counting.released_at and not case.counting.passed],
        criteria=queries.criteria_of(practical),
        agreement=queries.agreement_of(practical),
        drawn=len(queries.drawn_of(practical)),
        level_names=rules.LEVEL_NAMES,
        not_observed=rules.NOT_OBSERVED,
        agree_form=AgreeForm(formdata=None),
        resit_form=ResitForm(formdata=None),
    )


def _back(practical: Practical) -> Response:
    return answer(to=url_for(".moderation", forum_code=practical.forum.code, practical_id=practical.id))


@blueprint.post(f"{PRACTICAL}/moderation/confirm")
@allow(policy.may_reopen_others, forum=Forum, practical=Practical)
def confirm(forum: Forum, practical: Practical) -> Response:
    """Confirm the ticked ones."""
    wanted = set(request.form.getlist("observation"))
    count = 0
    for case in queries.list_cases(practical):
        if case.counting is not None and str(case.counting.id) in wanted:
            services.confirm(case.counting, actor=current_actor(), at=clock.now())
            count += 1
    flash(gettext("Confirmed: %(count)s. The officers can read it now.", count=count), "saved")
    return _back(practical)


@blueprint.post(f"{PRACTICAL}/<uuid:registration_id>/agree")
@allow(policy.may_reopen_others, forum=Forum, registration=Registration, practical=Practical)
def agree(forum: Forum, registration: Registration, practical: Practical) -> Response:
    """Write down what two trainers came to."""
    sent = {one.id: request.form.get(f"level-{one.id}", "") for one in queries.criteria_of(practical)}
    levels = {key: rules.read_cell(text) for key, text in sent.items() if text}
    services.agree(
        practical,
        registration,
        levels,
        reason=AgreeForm().reason.data or "",
        actor=current_actor(),
        at=clock.now(),
    )
    return _back(practical)


@blueprint.post(f"{PRACTICAL}/moderation/resit/<uuid:observation_id>")
@allow(policy.may_reopen_others, forum=Forum, practical=Practical, observation=Observation)
def open_resit(forum: Forum, practical: Practical, observation: Observation) -> Response:
    """Let an officer show again what was not shown."""
    services.open_resit(observation, reason=ResitForm().reason.data or "", actor=current_actor(), at=clock.now())
    flash(gettext("The officer may show it again. Trainers find the open criteria in the list."), "saved")
    return _back(practical)


@blueprint.route("/forums/<forum_code>/skills/appeals")
@allow(policy.may_reopen_others, forum=Forum)
def appeals(forum: Forum) -> Response:
    """Appeals, open ones first."""
    return answer(
        page="assessments/appeals.html", appeals=queries.list_appeals(forum), form=DecisionForm(formdata=None)
    )


@blueprint.post("/forums/<forum_code>/skills/appeals/<uuid:appeal_id>")
@allow(policy.may_reopen_others, forum=Forum, appeal=Appeal)
def decide_appeal(forum: Forum, appeal: Appeal) -> Response:
    """Answer an appeal."""
    services.decide_appeal(appeal, actor=current_actor(), at=clock.now(), **DecisionForm().values())
    return answer(to=url_for(".appeals", forum_code=forum.code))


@blueprint.route(TRAINERS)
@allow(policy.may_set_up, forum=Forum)
def assessors(forum: Forum) -> Response:
    """Who may assess: qualifications on record, and who may assess the own unit."""
    return answer(
        page="assessments/assessors.html",
        assessors=queries.list_assessors(forum),
        permission=PermissionForm(formdata=None),
        qualification=QualificationForm(formdata=None),
        may_allow=policy.may_allow_own_unit(current_actor(), forum),
        today=clock.local_day(clock.now()),
    )


def _assessor(forum: Forum, account_id: UUID) -> Account:
    """Raises NotOfThisForum."""
    found = next((one for one in queries.list_trainers(forum) if one.id == account_id), None)
    if found is None:
        raise rules.NotOfThisForum
    return found


@blueprint.post(f"{TRAINERS}/<uuid:account_id>/own-unit")
@allow(policy.may_allow_own_unit, forum=Forum)
def own_unit(forum: Forum, account_id: UUID) -> Response:
    """Allow it with a reason, or take it back."""
    assessor = _assessor(forum, account_id)
    if request.form.get("go") == "forbid":
        services.forbid_own_unit(forum, assessor, actor=current_actor())
    else:
        reason = PermissionForm().reason.data or ""
        services.allow_own_unit(forum, assessor, reason=reason, actor=current_actor(), at=clock.now())
    return answer(to=url_for(".assessors", forum_code=forum.code))


@blueprint.post(f"{TRAINERS}/<uuid:account_id>/qualification")
@allow(policy.may_set_up, forum=Forum)
def qualification(forum: Forum, account_id: UUID) -> Response:
    """Put a qualification on record."""
    form = QualificationForm()
    services.record_qualification(
        _assessor(forum, account_id).person,
        title=Bilingual(form.title_km.data or "", form.title_en.data or ""),
        issuer=form.issuer.data or "",
        expires_on=form.expires_on.data,
        actor=current_actor(),
        at=clock.now(),
    )
    return answer(to=url_for(".assessors", forum_code=forum.code))


@blueprint.route(f"{PRACTICAL}/workbook.xlsx")
@allow(policy.may_reopen_others, forum=Forum, practical=Practical)
def workbook(forum: Forum, practical: Practical) -> Response:
    """Scores, assessors, agreement and items of one exercise."""
    content = exports.workbook(practical, at=clock.now())
    return download(content, name=f"{forum.code}-{practical.rubric.code}.xlsx", content_type=XLSX)
