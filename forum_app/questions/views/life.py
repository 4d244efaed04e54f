"""The steps of a question's life: sent, checked, sent back, retired, held."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import N_, Refusal
from forum_app.kernel.web.answers import answer
from forum_app.questions import policy, services
from forum_app.questions.forms import NoteForm
from forum_app.questions.models import Question
from forum_app.questions.rules.refusals import NoteMissing, QuestionNotReady
from forum_app.questions.views.bank import page_of_question
from forum_app.questions.views.blueprint import blueprint

WITH_NOTE: dict[str, Callable[..., Question]] = {
    "back": services.send_back,
    "retire": services.retire,
    "restore": services.restore,
    "hold": services.hold,
}
DONE = {
    "send": N_("The question waits for its legal check."),
    "pass": N_("The check is recorded."),
    "back": N_("The question is a draft again."),
    "retire": N_("The question is retired."),
    "restore": N_("The question is used again."),
    "hold": N_("The question is on legal hold and is not asked."),
    "lift": N_("The legal hold is lifted."),
}


@blueprint.post(
    "/forums/<forum_code>/bank/<uuid:question_id>/<any(send, pass, back, retire, restore, hold, lift):step>"
)
@allow(policy.may_keep_bank, question=Question, forum=Forum)
def take_step(forum: Forum, question: Question, step: str) -> Response:
    """One step; a refusal shows the page again with what was typed."""
    form = NoteForm()
    try:
        _take(forum, question, step, form.note.data or "")
    except NoteMissing as refusal:
        form.refuse(refusal, form.note)
    except QuestionNotReady as refusal:
        for fault in (refusal, *refusal.faults):
            form.refuse(fault)
    except Refusal as refusal:
        form.refuse(refusal)
    else:
        flash(gettext(DONE[step]), "saved")
        return answer(to=url_for("questions.show", forum_code=forum.code, question_id=question.id))
    return page_of_question(forum, question, form, step)


def _take(forum: Forum, question: Question, step: str, note: str) -> None:
    actor: Any = current_actor()
    now = clock.now()
    if step in WITH_NOTE:
        WITH_NOTE[step](question, note=note, actor=actor, at=now)
    elif step == "send":
        services.send(question, actor=actor, at=now)
    else:
        override = note if policy.may_override(actor, forum) else ""
        if step == "pass":
            services.pass_check(question, actor=actor, at=now, override=override)
        else:
            services.lift_hold(question, note=note, actor=actor, at=now, override=override)
