"""The board: who has earned a certificate, what others still miss, and what is prepared, held, given or void."""

from collections import Counter

from flask import flash, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from forum_app.certificates import documents, policy, queries, rules, services
from forum_app.certificates.queries import Entry
from forum_app.certificates.views import wording
from forum_app.certificates.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.khmer.text import search_key
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download

KIND = "<any(participation, completion):kind>"


@blueprint.get("/forums/<forum_code>/certificates")
@allow(policy.may_issue, forum=Forum)
def register(forum: Forum) -> Response:
    """One kind at a time (`?kind=`), filtered by state (`?show=`) and name (`?q=`), in protocol order."""
    settings = queries.settings_of(forum)
    kind = _chosen_kind(settings.kinds)
    entries = queries.board(forum, kind, settings) if kind else []
    counts = Counter(entry.state for entry in entries)
    show = request.args.get("show", "")
    typed = request.args.get("q", "")[:80]
    return answer(
        page="certificates/register.html",
        settings=settings,
        kind=kind,
        show=show if show in rules.STATE_NAMES else "",
        typed=typed,
        counts=counts,
        total=len(entries),
        entries=[entry for entry in entries if _fits(entry, show, typed)],
        outdated=len(queries.list_outdated(forum, settings)),
        rules=rules,
        wording=wording,
    )


def _chosen_kind(kinds: list[str]) -> str | None:
    wanted = request.args.get("kind", "")
    return wanted if wanted in kinds else next(iter(kinds), None)


def _fits(entry: Entry, show: str, typed: str) -> bool:
    if show in rules.STATE_NAMES and entry.state != show:
        return False
    key = search_key(typed)
    if not key:
        return True
    person = entry.registration
    return key in person.person.search_key or key.lstrip("0") == str(person.badge_number)


def board_url(forum: Forum, kind: str) -> str:
    """The board of a kind."""
    return url_for("certificates.register", forum_code=forum.code, kind=kind)


@blueprint.post(f"/forums/<forum_code>/certificates/prepare/{KIND}")
@allow(policy.may_issue, forum=Forum)
def prepare(forum: Forum, kind: str) -> Response:
    """For everybody who has earned it; with `who=expected` printed ahead for everybody expected."""
    try:
        if request.form.get("who") == "expected" and kind == "participation":
            made = services.prepare_expected(forum, actor=current_actor(), at=clock.now())
        else:
            made = services.prepare_eligible(forum, kind, actor=current_actor(), at=clock.now())
    except Refusal as refusal:
        flash(gettext(refusal.text, **refusal.values), "refused")
    else:
        flash(ngettext("%(num)s certificate was prepared.", "%(num)s certificates were prepared.", len(made)), "saved")
    return answer(to=board_url(forum, kind))


@blueprint.post("/forums/<forum_code>/certificates/renew")
@allow(policy.may_issue, forum=Forum)
def renew(forum: Forum) -> Response:
    """Changed settings into what is prepared and not yet given."""
    count = services.renew(forum, actor=current_actor(), at=clock.now())
    flash(
        ngettext(
            "%(num)s certificate follows the settings now. Print it again.",
            "%(num)s certificates follow the settings now. Print them again.",
            count,
        ),
        "saved",
    )
    return answer(to=url_for("certificates.register", forum_code=forum.code))


@blueprint.get("/forums/<forum_code>/certificates/book.pdf")
@allow(policy.may_issue, forum=Forum)
def book(forum: Forum) -> Response:
    """The register book: every number that was ever given, to be printed and signed."""
    content = documents.book_pdf(forum, queries.list_by_number(forum))
    return download(content, name=f"register-{forum.code}.pdf", content_type=PDF, inline=True)
