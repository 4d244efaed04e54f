"""An officer's own certificates: the paper once it is given, before that every condition with its state."""

from flask import abort
from werkzeug.wrappers import Response

from forum_app.certificates import documents, policy, queries, rules
from forum_app.certificates.views import wording
from forum_app.certificates.views.blueprint import blueprint
from forum_app.certificates.views.organiser import KIND
from forum_app.forums.models import Forum
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download
from forum_app.registration.models import Registration
from forum_app.registration.queries import find_of_person


@blueprint.get("/forums/<forum_code>/me/certificate")
@allow(policy.may_see_own, forum=Forum)
def my_certificate(forum: Forum) -> Response:
    """Both kinds, as far as the forum gives them."""
    registration = _own(forum)
    kinds = queries.own_kinds(registration, queries.settings_of(forum))
    return answer(
        page="certificates/my_certificate.html", registration=registration, kinds=kinds, rules=rules, wording=wording
    )


@blueprint.get(f"/forums/<forum_code>/me/certificate/{KIND}.pdf")
@allow(policy.may_see_own, forum=Forum)
def my_paper(forum: Forum, kind: str) -> Response:
    """The own certificate as PDF, once it is given."""
    certificate = queries.find_of(_own(forum), kind)
    if certificate is None or certificate.state != "given":
        abort(404)
    name = f"certificate-{forum.code}-{certificate.number:04d}.pdf"
    return download(documents.certificates_pdf([certificate]), name=name, content_type=PDF)


def _own(forum: Forum) -> Registration:
    registration = find_of_person(forum, current_actor().person_id)
    assert registration is not None, "the policy asked for it"
    return registration
