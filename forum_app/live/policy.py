"""Who asks live, who answers, who looks after the wall."""

from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.kernel.access import Actor, roles
from forum_app.live.models import WallQuestion
from forum_app.programme.models import ForumSession
from forum_app.quizzes.models import Quiz
from forum_app.registration import policy as registration_policy


@roles("administrator", "organiser", "lead_trainer", "trainer")
def may_lead(actor: Actor, thing: Forum | Quiz | ForumSession | WallQuestion) -> bool:
    """Whoever runs quizzes also asks live and looks after the wall."""
    forum = thing if isinstance(thing, Forum) else thing.forum
    return forums_policy.may_teach(actor, forum)


@roles("participant")
def may_speak_up(actor: Actor, thing: ForumSession) -> bool:
    """A participant of the forum asks and signals."""
    return registration_policy.may_attend(actor, thing.forum)


@roles("participant")
def may_support(actor: Actor, question: WallQuestion) -> bool:
    """A participant, for what is on the wall."""
    return question.state in {"shown", "answered"} and registration_policy.may_attend(actor, question.forum)
