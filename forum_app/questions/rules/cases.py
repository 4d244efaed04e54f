"""What a case file must have."""

from collections.abc import Iterator

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.rules import refusals
from forum_app.questions.rules.refusals import QuestionFault

LONGEST_CASE = 6_000


def faults_of_case(title: Bilingual, text: Bilingual) -> Iterator[QuestionFault]:
    """Everything that keeps a case file from being kept."""
    if not title:
        yield refusals.CaseTitleMissing()
    if not text:
        yield refusals.CaseTextMissing()
    if max(len(text.km), len(text.en)) > LONGEST_CASE:
        yield refusals.CaseTooLong(most=LONGEST_CASE)
