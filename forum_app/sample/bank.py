"""What trainers of the sample have written into the question bank: a draft, and two questions that wait for a check."""

from datetime import datetime, timedelta

from forum_app.accounts.models import Account
from forum_app.accounts.queries import find_account_of
from forum_app.forums.models import Forum
from forum_app.forums.queries import list_staff
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.questions import services
from forum_app.questions.models import Question
from forum_app.questions.rules.draft import QuestionData
from forum_app.questions.rules.kinds import TRUE_FALSE

HALF_WRITTEN = QuestionData(
    kind="single",
    stem=Bilingual("មុនបិទត្រាថង់ទូរសព្ទ តើត្រូវសរសេរអ្វីលើស្លាក?"),
    options=(
        Bilingual("លេខវត្ថុតាង ទីកន្លែង ថ្ងៃ ម៉ោង និងអ្នកយក"),
        Bilingual("ឈ្មោះជនសង្ស័យ និងបទល្មើស"),
        Bilingual("តម្លៃទូរសព្ទ និងពណ៌"),
    ),
    right=(0,),
    feedback=Bilingual("ស្លាកប្រាប់ថាវត្ថុជាអ្វី មកពីណា ពេលណា និងតាមអ្នកណា។"),
    source=Bilingual("ផ្នែក «នាទីដំបូងនៅកន្លែងកើតហេតុ»"),
    module="DF",
    objective="DF-O3",
)
"""Khmer only; it still waits for its English."""
MADE = QuestionData(
    kind="multiple",
    stem=Bilingual("តើអ្វីខ្លះត្រូវកត់ត្រា មុនប៉ះទូរសព្ទដែលកំពុងបើក?", "What is recorded before a running phone is touched?"),
    options=(
        Bilingual("អ្វីដែលអេក្រង់បង្ហាញ", "What the screen shows"),
        Bilingual("កម្រិតថ្ម និងសញ្ញាបណ្តាញ", "Battery level and network signs"),
        Bilingual("សារដែលមិនទាន់អាន", "The messages that are not read yet"),
        Bilingual("ម៉ោង និងតំបន់ម៉ោង", "Time and time zone"),
    ),
    right=(0, 1, 3),
    feedback=Bilingual(
        "កត់ត្រាអ្វីដែលឃើញដោយមិនប៉ះ។ ការបើកសារផ្លាស់ប្តូរទិន្នន័យ។",
        "Record what is seen without touching; opening messages changes data.",
    ),
    source=Bilingual("ផ្នែក «នាទីដំបូងនៅកន្លែងកើតហេតុ»", 'Section "The first minutes at the scene"'),
    module="DF",
    objective="DF-O2",
)
READ_ONCE = QuestionData(
    kind="true_false",
    stem=Bilingual(
        "តម្លៃហាសដូចគ្នា បញ្ជាក់ថាម្ចាស់ទូរសព្ទជាអ្នកបង្កើតឯកសារ។",
        "Equal hash values show that the owner of the phone made the file.",
    ),
    options=TRUE_FALSE,
    right=(1,),
    feedback=Bilingual(
        "តម្លៃហាសបញ្ជាក់ថាច្បាប់ចម្លងដូចគ្នា មិនប្រាប់ថាអ្នកណាបង្កើតទេ។",
        "A hash value shows that a copy is the same; it does not say who made it.",
    ),
    source=Bilingual("ផ្នែក «តម្លៃហាស»", 'Section "Hash values"'),
    module="DF",
    objective="DF-O4",
    difficulty=1,
)


def write(forum: Forum, *, at: datetime) -> None:
    """Two trainers at work in the evening: one writes, the other reads for the law and sends one back."""
    writer, reader = _trainers(forum)
    _written(HALF_WRITTEN, writer, at)
    made = _written(MADE, reader, at + timedelta(minutes=10))
    services.send(made, actor=reader, at=at + timedelta(minutes=12))
    read = _written(READ_ONCE, writer, at + timedelta(minutes=15))
    services.send(read, actor=writer, at=at + timedelta(minutes=16))
    note = "សូមដាក់ប្រភពនៅក្នុងមេរៀន"
    services.send_back(read, note=note, actor=reader, at=at + timedelta(minutes=25))
    services.send(read, actor=writer, at=at + timedelta(minutes=31))
    services.pass_check(read, actor=reader, at=at + timedelta(minutes=40))


def _trainers(forum: Forum) -> tuple[Account, Account]:
    roles = {"lead_trainer", "trainer"}
    accounts = [find_account_of(member.person) for member in list_staff(forum) if member.role in roles]
    writer, reader, *_others = [account for account in accounts if account is not None]
    return writer, reader


def _written(data: QuestionData, actor: Account, at: datetime) -> Question:
    question = services.write_question(data, actor=actor, at=at)
    with transaction():
        question.is_sample = True
    return question
