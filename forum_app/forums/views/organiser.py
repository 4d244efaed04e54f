"""An organiser's pages about the forum itself: its name, days and staff."""

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from forum_app.forums import forms, policy, queries, rules, services
from forum_app.forums.models import Forum, StaffMember
from forum_app.forums.views.blueprint import blueprint
from forum_app.kernel import clock, qr
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer


@blueprint.route("/forums/<forum_code>/settings", methods=["GET", "POST"])
@allow(policy.may_organise, forum=Forum)
def settings(forum: Forum) -> Response:
    """What the forum is called, where it is, its days and who works in it."""
    form = forms.ForumForm.of(forum)
    if form.validate_on_submit():
        services.change_forum(forum, form.as_data(forum), actor=current_actor())
        flash(gettext("Saved."), "saved")
        return answer(to=url_for("forums.settings", forum_code=forum.code))
    days, staff = queries.list_days(forum), queries.list_staff(forum)
    return answer(page="forums/settings.html", status=form.status, form=form, days=days, staff=staff, names=rules)


@blueprint.post("/forums/<forum_code>/days/add")
@allow(policy.may_organise, forum=Forum)
def add_day(forum: Forum) -> Response:
    """One more day at the end."""
    services.add_day(forum, actor=current_actor())
    return answer(to=url_for("forums.settings", forum_code=forum.code))


@blueprint.post("/forums/<forum_code>/days/remove")
@allow(policy.may_organise, forum=Forum)
def remove_day(forum: Forum) -> Response:
    """The last day goes, unless something happens on it."""
    services.remove_last_day(forum, actor=current_actor())
    return answer(to=url_for("forums.settings", forum_code=forum.code))


@blueprint.route("/forums/<forum_code>/staff/add", methods=["GET", "POST"])
@allow(policy.may_organise, forum=Forum)
def add_staff(forum: Forum) -> Response:
    """Somebody who helps; the next page prints the activation card."""
    form = forms.StaffForm(language="km")
    if form.validate_on_submit():
        try:
            account = services.invite_staff(
                forum,
                form.as_person(),
                login=form.login.data or "",
                role=form.role.data,
                function=form.function,
                actor=current_actor(),
                at=clock.wall(),
            )
        except rules.LoginTaken as refusal:
            form.refuse(refusal, form.login)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Added. Print the card so that the person can sign in."), "saved")
            return answer(to=url_for("forums.settings", forum_code=forum.code) + f"#staff-{account.person_id}")
    return answer(page="forums/add_staff.html", status=form.status, form=form)


@blueprint.post("/forums/<forum_code>/staff/<uuid:member_id>/end")
@allow(policy.may_organise_staff, forum=Forum, member=StaffMember)
def end_staff(forum: Forum, member: StaffMember) -> Response:
    """Take a role back."""
    services.end_staff(member, actor=current_actor(), at=clock.wall())
    return answer(to=url_for("forums.settings", forum_code=forum.code))


@blueprint.post("/forums/<forum_code>/staff/<uuid:member_id>/card")
@allow(policy.may_organise_staff, forum=Forum, member=StaffMember)
def staff_card(forum: Forum, member: StaffMember) -> Response:
    """A fresh activation card on the screen, to be printed or copied; older ones stop working."""
    card, login = services.issue_staff_card(member, actor=current_actor(), at=clock.wall())
    url = qr.address(f"/activate#{card.token}")
    return answer(page="forums/staff_card.html", member=member, card=card, login=login, url=url, image=qr.data_uri(url))
