"""Paper is equal: sheets to print, and a grid to type them in."""

from uuid import UUID

from flask import Response, flash, request, url_for
from flask_babel import gettext

from forum_app.assessments import documents, policy, queries, rules, services
from forum_app.assessments.forms import GridForm
from forum_app.assessments.models import Criterion, Practical
from forum_app.assessments.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language, sentence
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download
from forum_app.programme import queries as programme_queries
from forum_app.registration.models import Registration

PRACTICAL = "/forums/<forum_code>/skills/<uuid:practical_id>"
Cells = dict[UUID, dict[UUID, str]]


@blueprint.route(f"{PRACTICAL}/sheets.pdf")
@allow(policy.may_see_queue, forum=Forum, practical=Practical)
def sheets(forum: Forum, practical: Practical) -> Response:
    """A sheet for each group, or for the one that is asked for."""
    wanted = request.args.get("group", type=int)
    groups = [one for one in programme_queries.list_groups(forum) if wanted in (None, one.number)]
    content = documents.rubric_sheets(practical, groups or [None], lang=current_language())
    return download(content, name=f"{forum.code}-{practical.rubric.code}.pdf", content_type=PDF, inline=True)


@blueprint.route(f"{PRACTICAL}/grid", methods=["GET", "POST"])
@allow(policy.may_assess, forum=Forum, practical=Practical)
def grid(forum: Forum, practical: Practical) -> Response:
    """Everybody of a group by criteria: digits and arrows, one save."""
    group = request.args.get("group", type=int)
    people = [
        place.registration
        for place in queries.queue_of(practical)
        if group is None or (place.registration.group and place.registration.group.number == group)
    ]
    criteria = queries.criteria_of(practical)
    form = GridForm()
    cells = _sent(people, criteria) if form.is_submitted() else {}
    refused: dict[UUID, str] = {}
    if form.validate_on_submit():
        refused = _keep(practical, cells, form)
        if not refused and not form.refusals:
            flash(gettext("Saved."), "saved")
            return answer(to=url_for(".grid", forum_code=forum.code, practical_id=practical.id, group=group))
    own = queries.list_own_observations(practical, current_actor())
    return answer(
        page="assessments/grid.html",
        status=422 if refused else form.status,
        form=form,
        practical=practical,
        people=people,
        criteria=criteria,
        cells=cells,
        own=own,
        refused=refused,
        show_cell=rules.show_cell,
        group=group,
        groups=programme_queries.list_groups(forum),
    )


def _sent(people: list[Registration], criteria: list[Criterion]) -> Cells:
    """What was typed, by officer and criterion; empty cells are left out."""
    found: Cells = {}
    for person in people:
        typed = {one.id: latin_digits(request.form.get(f"c-{person.id}-{one.id}", "").strip()) for one in criteria}
        found[person.id] = {key: value for key, value in typed.items() if value}
    return found


def _keep(practical: Practical, cells: Cells, form: GridForm) -> dict[UUID, str]:
    """Save what can be saved; the sentence of each refused row, by officer."""
    try:
        levels = {key: {one: rules.read_cell(text) for one, text in row.items()} for key, row in cells.items()}
    except Refusal as refusal:
        form.refuse(refusal)
        return {}
    changed = _changed(practical, levels)
    refused = services.type_in(practical, changed, signs=bool(form.signs.data), actor=current_actor(), at=clock.now())
    return {key: sentence(refusal) for key, refusal in refused.items()}


def _changed(practical: Practical, levels: dict[UUID, dict[UUID, int | None]]) -> dict[UUID, dict[UUID, int | None]]:
    """Rows that say something else than what is signed off already: those stay as they are."""
    own = queries.list_own_observations(practical, current_actor())
    signed = {key for key, one in own.items() if one.signed_off_at is not None and levels.get(key) == one.levels}
    return {key: row for key, row in levels.items() if key not in signed}
