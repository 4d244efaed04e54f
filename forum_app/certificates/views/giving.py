"""The ceremony: one list in calling order, one tap a certificate."""

from flask import url_for
from werkzeug.wrappers import Response

from forum_app.certificates import policy, queries, rules, services
from forum_app.certificates.models import Certificate
from forum_app.certificates.views.blueprint import blueprint
from forum_app.certificates.views.organiser import KIND
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.web.answers import answer, is_htmx


@blueprint.get(f"/forums/<forum_code>/certificates/giving/{KIND}")
@allow(policy.may_issue, forum=Forum)
def giving(forum: Forum, kind: str) -> Response:
    """Prepared and given ones in protocol order; held ones say so and have no button."""
    found = queries.list_certificates(forum, kind=kind, states=("prepared", "held", "given"))
    given = sum(one.state == "given" for one in found)
    return answer(page="certificates/giving.html", kind=kind, found=found, given=given, rules=rules)


@blueprint.post("/forums/<forum_code>/certificates/<uuid:certificate_id>/give")
@allow(policy.may_issue, forum=Forum, certificate=Certificate)
def give(forum: Forum, certificate: Certificate) -> Response:
    """Handed over. A second tap is no error."""
    services.give(certificate, actor=current_actor(), at=clock.now())
    if is_htmx():
        return answer(page="certificates/_given.html", one=certificate)
    return answer(to=giving_url(forum, certificate.kind) + f"#c-{certificate.number}")


@blueprint.post(f"/forums/<forum_code>/certificates/give-all/{KIND}")
@allow(policy.may_issue, forum=Forum)
def give_all(forum: Forum, kind: str) -> Response:
    """Everything that is prepared was handed over."""
    services.give_many(forum, kind, actor=current_actor(), at=clock.now())
    return answer(to=giving_url(forum, kind))


def giving_url(forum: Forum, kind: str) -> str:
    """The list of the ceremony."""
    return url_for("certificates.giving", forum_code=forum.code, kind=kind)
