"""One person and one kind: conditions, history, and everything that can be done with the certificate."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from forum_app.certificates import documents, policy, queries, rules, services
from forum_app.certificates.forms import ReasonForm, RemarkForm
from forum_app.certificates.models import Certificate
from forum_app.certificates.views import wording
from forum_app.certificates.views.blueprint import blueprint
from forum_app.certificates.views.organiser import KIND
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download
from forum_app.registration.models import Registration


@blueprint.get(f"/forums/<forum_code>/certificates/of/<uuid:registration_id>/{KIND}")
@allow(policy.may_issue, forum=Forum, registration=Registration)
def person(forum: Forum, registration: Registration, kind: str) -> Response:
    """What is met and what is missing; the certificate with its history where there is one."""
    return _page(forum, registration, kind)


FORMS: dict[str, type[ReasonForm]] = {
    "hold": ReasonForm,
    "void": ReasonForm,
    "override": ReasonForm,
    "correct": RemarkForm,
}
"""The forms of the page by the prefix of their fields."""


def _page(forum: Forum, registration: Registration, kind: str, *, sent: str = "", form: Any = None) -> Response:
    """The page; `form` is the one that was `sent` and refused."""
    settings = queries.settings_of(forum)
    certificate = queries.find_of(registration, kind)
    forms = {name: made(formdata=None, prefix=name) for name, made in FORMS.items()}
    if form is not None:
        forms[sent] = form
    return answer(
        page="certificates/person.html",
        status=form.status if form is not None else 200,
        form=form or forms["hold"],
        forms=forms,
        settings=settings,
        kind=kind,
        registration=registration,
        certificate=certificate,
        conditions=queries.conditions_of(registration, kind, settings),
        events=queries.list_events(certificate) if certificate else [],
        rules=rules,
        wording=wording,
    )


def _page_url(forum: Forum, registration_id: Any, kind: str) -> str:
    return url_for("certificates.person", forum_code=forum.code, registration_id=registration_id, kind=kind)


@blueprint.post(f"/forums/<forum_code>/certificates/of/<uuid:registration_id>/{KIND}/prepare")
@allow(policy.may_issue, forum=Forum, registration=Registration)
def prepare_one(forum: Forum, registration: Registration, kind: str) -> Response:
    """For one person; against the rule only with a reason."""
    form = ReasonForm(prefix="override")
    try:
        services.prepare(forum, kind, [registration], actor=current_actor(), at=clock.now(), override_reason=form.said)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(forum, registration, kind, sent="override", form=form)
    flash(gettext("The certificate is prepared."), "saved")
    return answer(to=_page_url(forum, registration.id, kind))


def _act(
    forum: Forum, certificate: Certificate, sent: str, act: Callable[..., Any], *, says_why: bool = True
) -> Response:
    """Do it and go back to the person; a refusal keeps what was typed."""
    form = FORMS[sent](prefix=sent)
    more = {"reason": form.said} if says_why else {}
    try:
        act(certificate, actor=current_actor(), at=clock.now(), **more)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(forum, certificate.registration, certificate.kind, sent=sent, form=form)
    if act is services.correct:
        flash(gettext("Corrected. Print the new paper and take the old one back."), "saved")
    return answer(to=_page_url(forum, certificate.registration_id, certificate.kind))


@blueprint.post("/forums/<forum_code>/certificates/<uuid:certificate_id>/hold")
@allow(policy.may_issue, forum=Forum, certificate=Certificate)
def hold(forum: Forum, certificate: Certificate) -> Response:
    """Keep it back, with a reason."""
    return _act(forum, certificate, "hold", services.hold)


@blueprint.post("/forums/<forum_code>/certificates/<uuid:certificate_id>/release")
@allow(policy.may_issue, forum=Forum, certificate=Certificate)
def release(forum: Forum, certificate: Certificate) -> Response:
    """Let it go again."""
    return _act(forum, certificate, "hold", services.release, says_why=False)


@blueprint.post("/forums/<forum_code>/certificates/<uuid:certificate_id>/void")
@allow(policy.may_issue, forum=Forum, certificate=Certificate)
def void(forum: Forum, certificate: Certificate) -> Response:
    """Declare it void for good, with a reason."""
    return _act(forum, certificate, "void", services.void)


@blueprint.post("/forums/<forum_code>/certificates/<uuid:certificate_id>/correct")
@allow(policy.may_issue, forum=Forum, certificate=Certificate)
def correct(forum: Forum, certificate: Certificate) -> Response:
    """Today's names and settings, the next suffix; the page then offers the new print."""
    return _act(forum, certificate, "correct", services.correct)


@blueprint.get("/forums/<forum_code>/certificates/<uuid:certificate_id>.pdf")
@allow(policy.may_issue, forum=Forum, certificate=Certificate)
def paper(forum: Forum, certificate: Certificate) -> Response:
    """One certificate for the printer; held and void ones are not printed."""
    if certificate.state not in rules.PRINTABLE:
        raise rules.NothingToPrint
    name = f"certificate-{forum.code}-{certificate.number:04d}.pdf"
    return download(documents.certificates_pdf([certificate]), name=name, content_type=PDF, inline=True)
