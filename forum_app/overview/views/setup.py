"""Start my forum: five short steps."""

from typing import Any

from flask import request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.web.answers import answer
from forum_app.overview import policy, queries, rules
from forum_app.overview.views.blueprint import blueprint


@blueprint.get("/forums/<forum_code>/setup")
@allow(forums_policy.may_organise, forum=Forum)
def setup(forum: Forum) -> Response:
    """The five steps with what is done, and the sample that can go."""
    session["setup"] = forum.code  # the pages of the steps then lead back here
    facts = queries.setup_facts(forum)
    found = rules.steps(facts)
    done = [step.number for step in found if step.done]
    may_remove = facts.sample_present and not forum.is_sample and policy.may_remove_the_sample(current_actor())
    return answer(
        page="overview/setup.html",
        steps=found,
        next=rules.next_step(found, after=request.args.get("skip", 0, type=int)),
        done=len(done),
        done_numbers=done,
        acts=_acts(forum),
        sample_present=may_remove,
    )


def _acts(forum: Forum) -> dict[int, list[dict[str, str]]]:
    """The buttons of each step; the first one is what most people need."""

    def act(label: str, endpoint: str, **values: Any) -> dict[str, str]:
        return {"label": label, "url": url_for(endpoint, forum_code=forum.code, **values)}

    return {
        1: [act(gettext("Change"), "forums.settings")],
        2: [
            act(gettext("Paste or upload the list"), "registration.import_list"),
            act(gettext("Sample file (XLSX)"), "registration.import_sample"),
            act(gettext("Register one person"), "registration.add"),
        ],
        3: [
            act(gettext("Choose a template"), "programme.fill"),
            act(gettext("Sample file (XLSX)"), "programme.import_sample"),
            act(gettext("Write it by hand"), "programme.timetable"),
        ],
        4: [act(gettext("Add somebody"), "forums.add_staff")],
        5: [
            act(gettext("Activation cards (PDF)"), "registration.cards"),
            act(gettext("Sign-in sheet (PDF)"), "attendance.sheet", day=1),
        ],
    }
