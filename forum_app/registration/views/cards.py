"""Activation cards: chosen, made and printed in one go, because their codes are known only then."""

from collections.abc import Sequence

from flask import Response, current_app

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download
from forum_app.registration import documents, forms, policy, queries, rules, services
from forum_app.registration.models import Registration
from forum_app.registration.views.blueprint import blueprint


@blueprint.route("/forums/<forum_code>/people/cards", methods=["GET", "POST"])
@allow(policy.may_manage, forum=Forum)
def cards(forum: Forum) -> Response:
    """Choose for whom; the answer is the PDF."""
    form = forms.CardsForm(whom="waiting", order="unit")
    waiting, everybody = queries.list_without_card(forum), queries.list_approved(forum)
    if form.validate_on_submit():
        chosen = waiting if form.whom.data == "waiting" else everybody
        try:
            return _printed(forum, queries.in_order(chosen, form.order.data))
        except Refusal as refusal:
            form.refuse(refusal)
    counts = {"waiting": len(waiting), "all": len(everybody)}
    return answer(page="registration/cards.html", status=form.status, form=form, counts=counts)


@blueprint.post("/forums/<forum_code>/people/<uuid:registration_id>/card")
@allow(policy.may_manage, forum=Forum, registration=Registration)
def card(forum: Forum, registration: Registration) -> Response:
    """One more card for somebody who forgot; old sign-ins end."""
    if registration.status != "approved":
        raise rules.NotApproved(name=registration.name.km or registration.name.en)
    return _printed(forum, [registration])


def _printed(forum: Forum, registrations: Sequence[Registration]) -> Response:
    made = services.issue_cards(forum, registrations, actor=current_actor(), at=clock.now())
    content = documents.activation_cards(forum, made, origin=current_app.config["FORUM"].origin)
    return download(content, name=f"{forum.code}-cards.pdf", content_type=PDF, inline=True)
