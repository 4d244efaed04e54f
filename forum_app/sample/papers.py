"""What the sample hands out and takes in: lessons, feedback, certificates."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from forum_app.accounts.models import Account
from forum_app.certificates import services as issuing
from forum_app.evaluation import queries as evaluation
from forum_app.evaluation import services as feedback
from forum_app.evaluation.queries import Subject
from forum_app.forums.models import Forum, ForumDay
from forum_app.forums.queries import list_days
from forum_app.materials import services as materials
from forum_app.programme.services import instant
from forum_app.registration.models import Registration
from forum_app.registration.queries import in_protocol_order

SIGNERS = (
    {
        "post": {"km": "តំណាងអង្គភាពរៀបចំ (ឧទាហរណ៍)", "en": "For the organising unit (sample)"},
        "rank": {"km": "", "en": ""},
        "name": {"km": "វ៉ាន់ ស្រីរ័ត្ន", "en": "VANN Sreyrath"},
    },
    {
        "post": {"km": "ប្រធានគ្រូបណ្តុះបណ្តាល (ឧទាហរណ៍)", "en": "Lead trainer (sample)"},
        "rank": {"km": "វរសេនីយ៍ទោ", "en": "Lieutenant Colonel"},
        "name": {"km": "គង់ សុភក្តិ", "en": "KONG Sopheak"},
    },
)
WORDS = {
    "session": (
        "សូមពន្យល់ម្តងទៀតអំពីលំដាប់ជំហាន។",
        "សូមបន្ថែមឧទាហរណ៍ពីករណីក្នុងប្រទេសយើង។",
        "យល់ហើយ។",
        "Please repeat the part on the forms.",
    ),
    "day": (
        "ឧទាហរណ៍ជាក់ស្តែងមានប្រយោជន៍ណាស់។",
        "សូមបន្ថែមពេលសម្រាប់ការអនុវត្ត។",
        "ការបកប្រែច្បាស់ និងងាយយល់។",
        "ឯកសារជាភាសាខ្មែរជួយបានច្រើន។",
    ),
    "forum": (
        "សូមរៀបចំវេទិកានេះម្តងទៀតនៅតាមខេត្ត។",
        "គួរមានពេលសួរសំណួរច្រើនជាងនេះ។",
        "More practice in small groups, please.",
    ),
}


def prepare(forum: Forum, *, actor: Account, at: datetime) -> None:
    """The lesson of every taught module is published; the paper has its signers."""
    materials.add_lessons_of_programme(forum, publish=True, actor=actor, at=at)
    data = issuing.SettingsData(signers=SIGNERS, institution=forum.organiser, place=forum.place)
    issuing.change_settings(forum, data, actor=actor)


def hand_feedback(
    forum: Forum, day: ForumDay, people: Sequence[Registration], *, actor: Account, random: Random
) -> None:
    """Twenty seconds from each of these people on the evening of a day, from some of them on each session of it."""
    at = instant(forum, day.day_on, day.afternoon_ends)
    for subject in evaluation.list_subjects(forum):
        if subject.day is not None and subject.day.id == day.id:
            those = people if subject.scope == "day" else random.sample(people, len(people) * 2 // 3)
            _hand(subject, those, at=at, random=random)
            if subject.scope == "day":
                _type_slips(subject, actor=actor)


def hand_forum_feedback(forum: Forum, people: Sequence[Registration], *, random: Random) -> None:
    """What the officers say of the whole forum, an hour before they leave."""
    last = list_days(forum)[-1]
    subject = evaluation.find_subject(forum, "forum")
    assert subject is not None
    _hand(subject, people, at=instant(forum, last.day_on, last.afternoon_ends) - timedelta(hours=1), random=random)


def _hand(subject: Subject, people: Sequence[Registration], *, at: datetime, random: Random) -> None:
    questions = evaluation.list_questions(subject.forum, subject.scope)
    for place, person in enumerate(people):
        answers: dict[UUID, int | str] = {}
        for question in questions:
            if question.kind == "faces":
                answers[question.id] = random.choices((2, 3, 4, 5), weights=(1, 3, 8, 6))[0]
            elif random.random() < 0.2:
                answers[question.id] = random.choice(WORDS[subject.scope])
        feedback.answer(person, subject, answers=answers, at=at + timedelta(seconds=20 * place))


def _type_slips(subject: Subject, *, actor: Account) -> None:
    """Four officers had no phone with them."""
    questions = evaluation.list_questions(subject.forum, subject.scope)
    faces = {question.id: (0, 0, 1, 2, 1) for question in questions if question.kind == "faces"}
    texts = {question.id: (WORDS["day"][0],) for question in questions if question.kind == "text"}
    feedback.type_slips(subject, feedback.SlipsData(4, faces, texts), seen=0, actor=actor)


def certify(forum: Forum, *, actor: Account, at: datetime) -> None:
    """After the last session: everybody who earned it is prepared; most are given, one held back, one void."""
    for kind in ("participation", "completion"):
        made = issuing.prepare_eligible(forum, kind, actor=actor, at=at)
        ordered = in_protocol_order([certificate.registration for certificate in made])
        place = {registration.id: n for n, registration in enumerate(ordered)}
        for certificate in made:
            n = place[certificate.registration_id]
            if kind == "participation" and n == len(made) - 1:
                issuing.hold(certificate, reason="រង់ចាំការបញ្ជាក់ឈ្មោះពីអង្គភាព", actor=actor, at=at)
            elif n % 9:
                issuing.give(certificate, actor=actor, at=at + timedelta(minutes=n))
        if kind == "participation":
            issuing.void(made[1], reason="ឈ្មោះបោះពុម្ពមិនត្រឹមត្រូវ", actor=actor, at=at + timedelta(hours=1))


def certify_seminar(forum: Forum, *, void: Mapping[int, str], actor: Account, at: datetime) -> None:
    """The small forum: all given, the listed badges void."""
    made = issuing.prepare_expected(forum, actor=actor, at=at)
    for certificate in made:
        issuing.give(certificate, actor=actor, at=at)
        reason = void.get(certificate.registration.badge_number or 0)
        if reason:
            issuing.void(certificate, reason=reason, actor=actor, at=at + timedelta(days=1))
