"""The summary card of a lesson, and what nobody qualified has read."""

from flask import Response

from forum_app.course import queries as course_queries
from forum_app.course import rules as course_rules
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.access import allow
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download
from forum_app.materials import documents, policy
from forum_app.materials.views.blueprint import blueprint
from forum_app.materials.views.reading import require_readable


@blueprint.route("/forums/<forum_code>/me/read/<module_code>/card")
@allow(policy.may_read, module=Module, forum=Forum)
def card(forum: Forum, module: Module) -> Response:
    """The lesson on one sheet, to print and to keep in the notebook."""
    require_readable(forum, module)
    content = documents.card_pdf(module, lang=current_language(), sample=forum.is_sample)
    return download(content, name=f"{module.code}-card.pdf", content_type=PDF, inline=True)


@blueprint.route("/forums/<forum_code>/materials/unread")
@allow(policy.may_manage, forum=Forum)
def unread(forum: Forum) -> Response:
    """Which lessons a native reader or a lawyer has still to read."""
    del forum  # the course is the same in every forum; the address says from where it was opened
    modules = course_queries.list_modules()
    readings = {
        module.code: {one.key: one for one in course_rules.readings(module.read_by, is_law=bool(module.law_status))}
        for module in modules
    }
    left = sum(not one.is_read for row in readings.values() for one in row.values())
    return answer(page="materials/unread.html", modules=modules, readings=readings, left=left)
