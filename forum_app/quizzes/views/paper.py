"""A quiz on paper: printing it, the key apart, and typing in what comes back."""

from uuid import UUID

from flask import Response, flash, request, url_for
from flask_babel import gettext, ngettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download
from forum_app.quizzes import documents, policy, queries, services
from forum_app.quizzes.forms import PrintForm, SheetForm
from forum_app.quizzes.models import Quiz, QuizSheet
from forum_app.quizzes.rules.paper import NoSheet, PaperRefusal
from forum_app.quizzes.views.blueprint import blueprint
from forum_app.registration import queries as registrations

IN_A_PILE = 100
"""Sheets in one PDF: it is made in a few seconds and a printer takes it in one go."""
PAPER = "/forums/<forum_code>/quizzes/<uuid:quiz_id>/paper"


@blueprint.route(PAPER, methods=["GET", "POST"])
@allow(policy.may_run, forum=Forum, quiz=Quiz)
def paper(forum: Forum, quiz: Quiz) -> Response:
    """Print sheets and the key; who has a sheet and who has not."""
    form = PrintForm()
    without = queries.list_without_sheet(quiz)
    if form.validate_on_submit():
        only_missing = form.whom.data == "missing"
        people = without if only_missing else registrations.list_participants(forum)
        try:
            made = services.prepare_sheets(
                quiz, people, language=form.sheet_language, actor=current_actor(), at=clock.now()
            )
            return answer(to=_pdf(quiz, form.language.data, made if only_missing else []))
        except Refusal as refusal:
            form.refuse(refusal)
    sheets = queries.list_sheets(quiz)
    return answer(
        page="quizzes/paper.html",
        status=form.status,
        quiz=quiz,
        form=form,
        sheets=sheets,
        piles=_piles(len(sheets)),
        without=without,
        may_type=policy.may_see_people(current_actor(), quiz),
    )


@blueprint.get(f"{PAPER}/sheets.pdf")
@allow(policy.may_run, forum=Forum, quiz=Quiz)
def paper_sheets(forum: Forum, quiz: Quiz) -> Response:
    """A pile of sheets as PDF, `?part=2` the second; all of them, or those of `?only=`."""
    language = request.args.get("language", "km")
    language = language if language in documents.LANGUAGES else "km"
    found = queries.list_chosen_sheets(quiz, request.args.getlist("only", type=UUID))
    part = max(1, request.args.get("part", 1, type=int))
    chosen = found[(part - 1) * IN_A_PILE : part * IN_A_PILE]
    if not chosen:
        flash(gettext("No sheet has been made yet. Choose for whom, then print."), "refused")
        return answer(to=_page(quiz))
    content = documents.sheets_pdf(quiz, queries.printed_sheets(quiz, chosen), language=language)
    return download(content, name=f"{forum.code}-{quiz.code}-sheets.pdf", content_type=PDF, inline=True)


@blueprint.get(f"{PAPER}/key.pdf")
@allow(policy.may_see_people, forum=Forum, quiz=Quiz)
def paper_key(forum: Forum, quiz: Quiz) -> Response:
    """Right letters of every sheet, for trainers only."""
    sheets = queries.printed_sheets(quiz, queries.list_chosen_sheets(quiz))
    content = documents.key_pdf(quiz, sheets, queries.list_preview(quiz), lang=current_language())
    return download(content, name=f"{forum.code}-{quiz.code}-key.pdf", content_type=PDF, inline=True)


@blueprint.route(f"{PAPER}/typing", methods=["GET", "POST"])
@allow(policy.may_see_people, forum=Forum, quiz=Quiz)
def paper_typing(forum: Forum, quiz: Quiz) -> Response:
    """Badge number or code, Enter, letters, Enter: a few seconds a sheet."""
    form = SheetForm()
    if not form.was_sent:
        form.who.data = request.args.get("who", "")
    sheet = queries.find_sheet_of(quiz, form.who.data) if form.who.data else None
    if sheet and form.shown.data not in ("", None, sheet.code):
        form.letters.data = ""
    if form.validate_on_submit():
        try:
            if sheet is None:
                raise NoSheet(typed=form.who.data)
            if form.letters.data:
                return _typed(quiz, sheet, form)
        except PaperRefusal as refusal:
            form.refuse(refusal, form.who if isinstance(refusal, NoSheet) else form.letters)
        except Refusal as refusal:
            form.refuse(refusal)
    return _typing_page(quiz, sheet, form)


def _typing_page(quiz: Quiz, sheet: QuizSheet | None, form: SheetForm) -> Response:
    if sheet and not form.letters.data:
        form.letters.data = queries.get_letters(sheet)
    kinds = [screen.kind for screen in queries.sheet_for(sheet).screens] if sheet else []
    return answer(
        page="quizzes/paper_typing.html",
        status=form.status,
        quiz=quiz,
        form=form,
        sheet=sheet,
        total=len(kinds),
        special=[(number, documents.note_of(kind)) for number, kind in enumerate(kinds, 1) if documents.note_of(kind)],
        sheets=queries.list_sheets(quiz),
    )


def _typed(quiz: Quiz, sheet: QuizSheet, form: SheetForm) -> Response:
    count = services.enter_sheet(sheet, form.letters.data or "", actor=current_actor(), at=clock.now())
    told = ngettext(
        "%(badge)s: %(num)s answer kept.", "%(badge)s: %(num)s answers kept.", count, badge=sheet.registration.badge
    )
    flash(told, "saved")
    return answer(to=url_for("quizzes.paper_typing", forum_code=quiz.forum.code, quiz_id=quiz.id))


def _piles(count: int) -> list[tuple[int, int, int]]:
    """(number, first sheet, last sheet) of each pile."""
    return [
        (place + 1, first + 1, min(first + IN_A_PILE, count)) for place, first in enumerate(range(0, count, IN_A_PILE))
    ]


def _page(quiz: Quiz) -> str:
    return url_for("quizzes.paper", forum_code=quiz.forum.code, quiz_id=quiz.id)


def _pdf(quiz: Quiz, language: str, sheets: list[QuizSheet]) -> str:
    """The address of the sheets; the newly made ones by name of their people, where only those are wanted."""
    only = [str(sheet.registration_id) for sheet in sheets]
    return url_for("quizzes.paper_sheets", forum_code=quiz.forum.code, quiz_id=quiz.id, language=language, only=only)
