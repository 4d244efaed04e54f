"""Feedback on paper: slips to print and a grid to type them in."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext

from forum_app.evaluation import documents, policy, queries, rules, services
from forum_app.evaluation.forms import SlipsForm, field_name
from forum_app.evaluation.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download


@blueprint.route("/forums/<forum_code>/feedback/paper")
@allow(policy.may_type_slips, forum=Forum)
def papers(forum: Forum) -> Response:
    """Everything that slips can be printed for, in the order of the programme."""
    return answer(page="evaluation/papers.html", subjects=queries.list_subjects(forum))


@blueprint.route("/forums/<forum_code>/feedback/about/<about>/paper", methods=["GET", "POST"])
@allow(policy.may_type_slips, forum=Forum)
def type_slips(forum: Forum, about: str) -> Response:
    """A grid with one cell for each face of each question."""
    subject = queries.find_subject(forum, about) or abort(404)
    asked = queries.list_questions(forum, subject.scope)
    form = SlipsForm(queries.slips_of(subject))
    if form.validate_on_submit():
        try:
            services.type_slips(subject, form.slips_data(asked), seen=form.seen.data or 0, actor=current_actor())
            flash(gettext("The slips are counted in. The paper can be destroyed now."), "saved")
            return answer(to=url_for("evaluation.type_slips", forum_code=forum.code, about=about))
        except Refusal as refusal:
            form.refuse(refusal)
    return answer(
        page="evaluation/type_slips.html",
        status=form.status,
        form=form,
        subject=subject,
        questions=asked,
        faces=rules.FACE_NAMES,
        field_name=field_name,
    )


@blueprint.route("/forums/<forum_code>/feedback/about/<about>/slips.pdf")
@allow(policy.may_type_slips, forum=Forum)
def slips_pdf(forum: Forum, about: str) -> Response:
    """One A4 with four slips to cut apart."""
    subject = queries.find_subject(forum, about) or abort(404)
    asked = queries.list_questions(forum, subject.scope)
    content = documents.slips(subject, asked, lang=current_language())
    return download(content, name=f"{forum.code}-feedback-{about}.pdf", content_type=PDF, inline=True)
