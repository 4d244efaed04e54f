"""What the platform has told me."""

from flask import Response, url_for
from flask_babel import gettext

from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor, signed_in
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.answers import answer
from forum_app.messages import queries, rules, services
from forum_app.messages.models import Message
from forum_app.messages.views.blueprint import blueprint


@blueprint.route("/messages")
@allow(signed_in)
def inbox() -> Response:
    """My messages, newest first."""
    rows = [(message, sentence(message)) for message in queries.list_recent(current_actor().person)]
    unread = sum(message.read_at is None for message, _text in rows)
    return answer(page="messages/inbox.html", rows=rows, unread=unread)


@blueprint.post("/messages/seen")
@allow(signed_in)
def seen() -> Response:
    """I have seen them all."""
    services.mark_seen(current_actor().person, at=clock.now())
    return answer(to=url_for("messages.inbox"))


def sentence(message: Message) -> str:
    """The message in the reader's language."""
    values = rules.spoken(message.values, current_language())
    return str(gettext(rules.TEMPLATES[message.template], **values))
