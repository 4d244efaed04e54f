"""What an officer takes home: each practical with levels, comment, who signed, and which version, in both languages."""

from typing import Any

from flask_babel import gettext

from forum_app.assessments import queries, rules
from forum_app.assessments.documents.papers import SAMPLE, both
from forum_app.assessments.models import Criterion, Observation
from forum_app.kernel import clock
from forum_app.kernel.bilingual import LANGUAGES
from forum_app.kernel.document.pdf import render
from forum_app.kernel.i18n import in_language
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.templating import template_folder
from forum_app.registration.models import Registration

TITLE = N_("Skills shown")
SIGNED_BY = N_("Signed off by %(name)s, %(when)s")
VERSION = N_("Exercise %(code)s, version %(version)s, try %(attempt)s")
LEVEL, COMMENT, PRACTISE = N_("Level"), N_("Comment"), N_("What to practise")
NOTHING = N_("No practical is signed off yet.")


def officer_results(registration: Registration, *, lang: str) -> bytes:
    """The PDF of one officer: only what is confirmed, for this officer alone."""
    forum = registration.forum
    with in_language(lang):
        pages = gettext("Page {n} of {m}")
    data = {
        "lang": lang,
        "title": both(TITLE),
        "forum": forum.title.as_dict(),
        "badge": registration.badge,
        "name": registration.name.as_dict(),
        "level": both(LEVEL),
        "comment": both(COMMENT),
        "practise": both(PRACTISE),
        "nothing": both(NOTHING),
        "results": [_result(one) for one in queries.list_of_officer(registration)],
        "foot": f"{forum.title.in_language(lang)} – {forum.code}",
        "pages": pages,
        "sample": SAMPLE if forum.is_sample else "",
    }
    return render(template_folder("assessments") / "results.typ", data)


def _result(observation: Observation) -> dict[str, Any]:
    practical, levels = observation.practical, observation.levels
    asked = practical.rubric.asked
    open_items = rules.failed_items(levels, asked, pass_tenths=practical.pass_tenths)
    when = f"{clock.local(observation.signed_off_at):%d/%m/%Y}" if observation.signed_off_at else ""
    rubric, name = practical.rubric, observation.assessor.name
    return {
        "title": practical.title.as_dict(),
        "result": both(rules.RESULT_NAMES["passed" if observation.passed else "not_yet"]),
        "version": both(VERSION, has_code=True, code=rubric.code, version=rubric.version, attempt=observation.attempt),
        "signed": {lang: both(SIGNED_BY, name=name.in_language(lang), when=when)[lang] for lang in LANGUAGES},
        "comment": observation.comment,
        "comment_lang": observation.comment_language,
        "criteria": [_criterion(one, levels.get(one.id)) for one in rubric.criteria],
        "practise": [
            {"name": one.name.as_dict(), "text": one.level_text(rules.COMPETENT).as_dict()}
            for one in rubric.criteria
            if one.id in open_items
        ],
    }


def _criterion(criterion: Criterion, level: int | None) -> dict[str, Any]:
    wording = criterion.level_text(level).as_dict() if level else both(rules.NOT_OBSERVED)
    return {"name": criterion.name.as_dict(), "level": str(level or "–"), "text": wording}
