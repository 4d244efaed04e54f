"""What happens in the sample's hall: a quiz prepared to be asked live, a wall of questions, a few signals."""

from collections.abc import Sequence
from datetime import datetime, time

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel.bilingual import Bilingual
from forum_app.live import services
from forum_app.programme.queries import find_session
from forum_app.programme.services import instant
from forum_app.quizzes import services as quizzes
from forum_app.registration.models import Registration

SESSION = "D2S05"
ASKED_AT = time(10, 16)
ON_THE_WALL = (
    (
        Bilingual(
            "តើអ្នកឆ្លើយតបដំបូងអាចសួរកុមារអ្វីខ្លះ មុនការសម្ភាសតាមពិធីការ?",
            "What may a first responder ask a child before the planned interview?",
        ),
        "shown",
        9,
    ),
    (
        Bilingual("បើអាណាព្យាបាលមិនព្រម តើត្រូវទៅរកអ្នកណា?", "If the guardian does not agree, whom do we turn to?"),
        "shown",
        6,
    ),
    (Bilingual("តើអ្នកណាត្រូវអង្គុយជាមួយកុមារ?", "Who has to sit with the child?"), "answered", 4),
    (Bilingual("តើការថតសម្ភាសទុក អាចប្រើនៅតុលាការបានទេ?"), "waiting", 0),
    (Bilingual("សូមនិយាយយឺតៗបន្តិច ពេលបកប្រែ"), "waiting", 0),
)
"""What was asked, where it stands, and how many more have it."""
TOO_FAST = 5


def prepare_live(forum: Forum, *, actor: Account, at: datetime) -> None:
    """A short quiz that the trainer can ask live in the sample's running session."""
    forum_session = find_session(forum, SESSION)
    assert forum_session is not None, SESSION
    data = quizzes.QuizData(
        code=f"{SESSION}-LIVE",
        title=Bilingual("ពិនិត្យការយល់ដឹងរួមគ្នា៖ កិច្ចការពារកុមារ", "Checking together: child protection"),
        question_count=4,
        limit_minutes=None,
        behaviour="live",
        modules=[forum_session.module] if forum_session.module else [],
        forum_session_id=forum_session.id,
        position=90,
    )
    quizzes.create_quiz(forum, data, actor=actor, at=at)


def ask(forum: Forum, day: ForumDay, people: Sequence[Registration], *, actor: Account) -> None:
    """The wall of the running session as the moderator has it at 10:20."""
    forum_session, at = find_session(forum, SESSION), instant(forum, day.day_on, ASKED_AT)
    assert forum_session is not None, SESSION
    for text, state, supports in ON_THE_WALL:
        question = services.ask(forum_session, text=text.km, at=at)
        if text.en:
            services.translate(question, text, actor=actor)
        if state != "waiting":
            services.settle(question, state, actor=actor, at=at)
        for person in people[:supports]:
            services.support(question, person)
    for person in people[:TOO_FAST]:
        services.signal(forum_session, person, kind="fast", at=at)
