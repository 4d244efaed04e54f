"""A day of the forum on one page, which an officer may keep on the phone with its lessons and files."""

from flask import Response, abort, url_for

from forum_app.forums import queries as forums_queries
from forum_app.forums.models import Forum
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.answers import answer
from forum_app.materials import policy, queries, rules
from forum_app.materials.models import Material
from forum_app.materials.views.blueprint import blueprint
from forum_app.programme import queries as programme_queries


@blueprint.route("/forums/<forum_code>/me/days/<int:number>")
@allow(policy.may_see_own, forum=Forum)
def day(forum: Forum, number: int) -> Response:
    """The programme of a day and its materials, with how much it takes to keep them."""
    days = forums_queries.list_days(forum)
    found = next((one for one in days if one.number == number), None) or abort(404)
    law_too = policy.is_of_the_law(current_actor(), forum)
    groups = queries.by_session(forum, published_only=True, law_too=law_too)
    of_day = {one.id: group.materials for group in groups if (one := group.forum_session) and one.day_id == found.id}
    materials = [material for listed in of_day.values() for material in listed]
    pieces = {material.id: _pieces(forum, material) for material in materials}
    everything = [piece for listed in pieces.values() for piece in listed]
    return answer(
        page="materials/day.html",
        day=found,
        days=days,
        sessions=[one for one in programme_queries.list_sessions(forum) if one.day_id == found.id],
        materials=of_day,
        pieces=pieces,
        kept_out=[material for material in materials if material.is_restricted],
        parcel=rules.parcel_name(forum.code, found.day_on),
        total=rules.size_in_words(rules.parcel_bytes(everything)),
        total_bytes=rules.parcel_bytes(everything),
        labels=rules.LABEL_SHORT,
        size_in_words=rules.size_in_words,
    )


def _pieces(forum: Forum, material: Material) -> list[rules.Piece]:
    """What of a material may be kept: nothing of what is restricted, and no page of somebody else's."""
    if not rules.may_be_kept_offline(material.label, law_only=material.law_only):
        return []
    if material.module is not None:
        text, _language = material.module.text_in(current_language())
        url = url_for("materials.read", forum_code=forum.code, module_code=material.module.code)
        # The whole lesson on one page; naming a leaf keeps the visit from being noted as an opening.
        return [rules.Piece(url, f"{url}?whole=1&leaf=1", rules.lesson_bytes(text), is_page=True)]
    return [
        rules.Piece(url, url, file.size_bytes, is_page=False)
        for language, file in material.files
        for url in [_address(forum, material, language)]
    ]


def _address(forum: Forum, material: Material, language: str) -> str:
    return url_for("materials.download", forum_code=forum.code, material_id=material.id, language=language)
