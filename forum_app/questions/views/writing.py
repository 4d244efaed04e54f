"""Writing a question, changing one, and making a copy of one's own."""

from dataclasses import replace

from flask import Response, flash, request, url_for
from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock, i18n
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.questions import policy, queries, rules, services
from forum_app.questions.forms import QuestionForm
from forum_app.questions.models import Question
from forum_app.questions.rules.advice import advice
from forum_app.questions.rules.draft import QuestionData
from forum_app.questions.rules.refusals import QuestionNotKept
from forum_app.questions.views.blueprint import blueprint

SAVE = "save"


@blueprint.route("/forums/<forum_code>/bank/new", methods=["GET", "POST"])
@allow(policy.may_keep_bank, forum=Forum)
def create(forum: Forum) -> Response:
    """A new question; `kind`, `module` and `exhibit` of the address are chosen already."""
    return _written(forum, QuestionForm(_begun(), is_new=True))


@blueprint.route("/forums/<forum_code>/bank/<uuid:question_id>/copy", methods=["GET", "POST"])
@allow(policy.may_keep_bank, question=Question, forum=Forum)
def copy(forum: Forum, question: Question) -> Response:
    """A question of one's own that begins with the words of another one."""
    return _written(forum, QuestionForm(replace(queries.data_of(question), code=""), is_new=True), copied=question)


@blueprint.route("/forums/<forum_code>/bank/<uuid:question_id>/edit", methods=["GET", "POST"])
@allow(policy.may_keep_bank, question=Question, forum=Forum)
def edit(forum: Forum, question: Question) -> Response:
    """Change a question; what was approved gets a new version."""
    form = QuestionForm(queries.data_of(question))
    if _is_saved(form):
        try:
            changed = services.change_question(
                question, form.question_data(), actor=current_actor(), at=clock.now(), seen=form.seen.data or None
            )
            flash(gettext("The question is saved."), "saved")
            return answer(to=url_for("questions.show", forum_code=forum.code, question_id=changed.id))
        except QuestionNotKept as refusal:
            form.refuse_all(refusal)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(forum, form, question=question)


def _written(forum: Forum, form: QuestionForm, copied: Question | None = None) -> Response:
    if _is_saved(form):
        try:
            written = services.write_question(form.question_data(), actor=current_actor(), at=clock.now())
            flash(gettext("The question %(code)s is in the bank as a draft.", code=written.code), "saved")
            return answer(to=url_for("questions.show", forum_code=forum.code, question_id=written.id))
        except QuestionNotKept as refusal:
            form.refuse_all(refusal)
    return _page(forum, form, copied=copied)


def _begun() -> QuestionData:
    """An empty question as the address wishes it."""
    exhibit = request.args.get("exhibit", "")
    kind = request.args.get("kind", "")
    return QuestionData(
        kind=kind if kind in rules.KIND_NAMES else rules.Kind.SINGLE,
        stem=Bilingual(),
        module=request.args.get("module", "") or exhibit.partition("-")[0],
        objective=request.args.get("objective", ""),
        exhibit=exhibit,
    )


def _is_saved(form: QuestionForm) -> bool:
    """True when the form was sent to be kept; any other button rearranges it."""
    if not form.was_sent:
        return False
    if request.form.get("do", SAVE) != SAVE:
        form.rearrange(request.form["do"])
        return False
    return form.validate_on_submit()


def _page(
    forum: Forum, form: QuestionForm, *, question: Question | None = None, copied: Question | None = None
) -> Response:
    data = form.question_data()
    beside = queries.list_beside(data.module, question.code if question else "")
    is_begun = bool(data.stem or any(data.options))
    return answer(
        page="questions/write.html",
        status=form.status,
        form=form,
        question=question,
        copied=copied,
        kinds=rules,
        advice=[i18n.sentence(one) for one in advice(data, beside)] if is_begun else [],
    )
