"""Marking on a phone without a connection: the page, what it keeps, and where its taps arrive."""

from typing import Any
from uuid import UUID

from flask import Response, abort, jsonify, request, url_for

from forum_app.assessments import exports, imports, policy, queries, rules, services
from forum_app.assessments.models import ExhibitPhoto, Practical
from forum_app.assessments.rules import Tap
from forum_app.assessments.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock, files
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import sentence
from forum_app.kernel.identifiers import uuid7
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import download
from forum_app.programme import queries as programme_queries
from forum_app.registration.models import Registration

PRACTICAL = "/forums/<forum_code>/skills/<uuid:practical_id>"


PART = "<any(first, second):part>"
"""Whether a trainer assesses as the first or, for officers who were drawn, as the second."""


@blueprint.route(f"{PRACTICAL}/phone/{PART}")
@allow(policy.may_assess, forum=Forum, practical=Practical)
def phone(forum: Forum, practical: Practical, part: str) -> Response:
    """The page that marks by itself; what it shows comes from the phone's own copy."""
    return answer(
        page="assessments/phone.html",
        practical=practical,
        groups=programme_queries.list_groups(forum),
        group=request.args.get("group", type=int),
        as_second=part == "second",
        level_names=rules.LEVEL_NAMES,
        not_observed=rules.NOT_OBSERVED,
        longest_side=rules.LONGEST_SIDE,
    )


@blueprint.route(f"{PRACTICAL}/pack/{PART}")
@allow(policy.may_assess, forum=Forum, practical=Practical)
def pack(forum: Forum, practical: Practical, part: str) -> Response:
    """The copy that a phone keeps of the exercise, the people, and this trainer's own marks."""
    return jsonify(exports.pack(practical, current_actor(), as_second=part == "second"))


@blueprint.post("/forums/<forum_code>/skills/sync")
@allow(policy.may_assess, forum=Forum)
def sync(forum: Forum) -> Response:
    """Take a batch of taps. Says of each what became of it, and what the server now holds of those officers."""
    try:
        entries = imports.read_batch(request.get_json(silent=True))
        taken = services.take_batch(forum, entries, actor=current_actor(), at=clock.now())
    except Refusal as refusal:
        return _refused(refusal)
    named = {entry.practical_id for entry in entries if isinstance(entry, Tap)}
    standing: dict[str, Any] = {}
    for practical in queries.list_practicals(forum):
        if practical.id in named:
            conflicts = queries.list_conflicts_of(practical, current_actor())
            own = queries.list_own_observations(practical, current_actor())
            standing[str(practical.id)] = exports.standing(own.values(), conflicts)
    return jsonify({"taken": [_taken(one) for one in taken], "standing": standing})


def _taken(one: services.Taken) -> dict[str, Any]:
    text = sentence(one.refusal) if one.refusal else ""
    return {"id": one.id, "outcome": one.outcome, "text": text, "kept": one.kept}


def _refused(refusal: Refusal) -> Response:
    response = jsonify({"text": sentence(refusal)})
    response.status_code = refusal.status
    return response


@blueprint.post(f"{PRACTICAL}/<uuid:registration_id>/photo")
@allow(policy.may_assess, forum=Forum, registration=Registration, practical=Practical)
def add_photo(forum: Forum, registration: Registration, practical: Practical) -> Response:
    """A photo of the exhibit form: from the form of the page, or from a phone's queue (which sends JSON)."""
    if request.is_json:
        entries = imports.read_photos(request.get_json(silent=True))
        return jsonify({"operations": [_keep_photo(practical, registration, *entry) for entry in entries]})
    content = _bytes_sent()
    services.add_photo(practical, registration, content, photo_id=uuid7(), actor=current_actor(), at=clock.now())
    return answer(
        to=url_for(".summary", forum_code=forum.code, practical_id=practical.id, registration_id=registration.id)
    )


def _keep_photo(practical: Practical, registration: Registration, photo_id: UUID, content: bytes) -> dict[str, str]:
    told = {"op": str(photo_id), "state": "kept"}
    try:
        services.add_photo(practical, registration, content, photo_id=photo_id, actor=current_actor(), at=clock.now())
    except Refusal as refusal:
        return told | {"state": "refused", "text": sentence(refusal)}
    return told


def _bytes_sent() -> bytes:
    """What the form brought; one byte more than a photo may have is enough to say so."""
    sent = request.files.get("photo")
    if sent is None:
        return b""
    with sent.stream as stream:
        return bytes(stream.read(rules.MOST_MEGABYTES * 1_000_000 + 1))


@blueprint.route(f"{PRACTICAL}/photos/<uuid:photo_id>")
@allow(policy.may_assess, forum=Forum, practical=Practical)
def photo(forum: Forum, practical: Practical, photo_id: UUID) -> Response:
    """A photo, for the trainer who took it and the lead trainer."""
    found = queries.find_photo(practical, photo_id) or abort(404)
    is_mine = found.observation.assessor_id == current_actor().id
    if not is_mine and not policy.may_reopen_others(current_actor(), forum):
        abort(403)
    return _picture(found)


def _picture(found: ExhibitPhoto) -> Response:
    file = found.file
    return download(files.read(file), name=file.download_name, content_type=file.content_type, inline=True)
