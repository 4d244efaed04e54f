"""Case files: the list, one with its questions, writing and changing."""

from flask import Response, flash, request, url_for
from flask_babel import gettext, ngettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.bilingual import LANGUAGES
from forum_app.kernel.markdown import to_html
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.forms import Form
from forum_app.questions import policy, queries, rules, services
from forum_app.questions.forms import ExhibitForm
from forum_app.questions.models import Exhibit
from forum_app.questions.rules.refusals import QuestionNotKept
from forum_app.questions.views.blueprint import blueprint


@blueprint.get("/forums/<forum_code>/bank/cases")
@allow(policy.may_keep_bank, forum=Forum)
def exhibits(forum: Forum) -> Response:
    """Every case file that may be asked about."""
    return answer(page="questions/exhibits.html", exhibits=queries.list_exhibits())


@blueprint.route("/forums/<forum_code>/bank/cases/new", methods=["GET", "POST"])
@allow(policy.may_keep_bank, forum=Forum)
def create_exhibit(forum: Forum) -> Response:
    """A new case file."""
    form = ExhibitForm()
    if form.validate_on_submit():
        try:
            exhibit = services.write_exhibit(form.module.data, title=form.title, text=form.text, actor=current_actor())
            return answer(to=url_for("questions.exhibit", forum_code=forum.code, exhibit_id=exhibit.id))
        except QuestionNotKept as refusal:
            form.refuse_all(refusal)
    return answer(page="questions/write_exhibit.html", status=form.status, form=form, exhibit=None)


@blueprint.get("/forums/<forum_code>/bank/cases/<uuid:exhibit_id>")
@allow(policy.may_keep_bank, exhibit=Exhibit, forum=Forum)
def exhibit(forum: Forum, exhibit: Exhibit) -> Response:
    """A case file in both languages, with the questions on it."""
    return answer(
        page="questions/exhibit.html",
        exhibit=exhibit,
        texts={lang: to_html(getattr(exhibit.text, lang)) for lang in LANGUAGES},
        under=queries.list_under(exhibit),
        attachable=[] if exhibit.retired else queries.list_attachable(exhibit),
        names=rules,
    )


@blueprint.route("/forums/<forum_code>/bank/cases/<uuid:exhibit_id>/edit", methods=["GET", "POST"])
@allow(policy.may_keep_bank, exhibit=Exhibit, forum=Forum)
def edit_exhibit(forum: Forum, exhibit: Exhibit) -> Response:
    """Change a case file; its questions are checked again."""
    form = ExhibitForm(exhibit)
    if form.validate_on_submit():
        try:
            changed = services.change_exhibit(
                exhibit, title=form.title, text=form.text, actor=current_actor(), at=clock.now()
            )
            flash(gettext("The case file is saved."), "saved")
            return answer(to=url_for("questions.exhibit", forum_code=forum.code, exhibit_id=changed.id))
        except QuestionNotKept as refusal:
            form.refuse_all(refusal)
        except Refusal as refusal:
            form.refuse(refusal)
    return answer(page="questions/write_exhibit.html", status=form.status, form=form, exhibit=exhibit)


@blueprint.post("/forums/<forum_code>/bank/cases/<uuid:exhibit_id>/attach")
@allow(policy.may_keep_bank, exhibit=Exhibit, forum=Forum)
def attach(forum: Forum, exhibit: Exhibit) -> Response:
    """Put the ticked drafts under this case file."""
    Form()
    ticked = set(request.form.getlist("question"))
    chosen = [question for question in queries.list_attachable(exhibit) if str(question.id) in ticked]
    count = services.attach(exhibit, chosen, actor=current_actor(), at=clock.now())
    sentence = ngettext("%(num)s question was put under it.", "%(num)s questions were put under it.", count)
    flash(sentence, "saved" if count else "refused")
    return answer(to=url_for("questions.exhibit", forum_code=forum.code, exhibit_id=exhibit.id))
