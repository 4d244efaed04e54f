"""Keeps what search looks through equal to the texts."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum_app.course import rules
from forum_app.course.models import GlossaryTerm, Module, Passage
from forum_app.kernel.khmer.text import search_key

Wanted = tuple[Any, int, str, str, str]
"""Owner, number, language, text and the text beside it."""


def index_module(session: Session, module: Module) -> None:
    """One passage for each paragraph in each language; nothing is written when all are there."""
    _bring(session, Passage.module_id, {module.id}, _paragraphs(module))


def index_terms(session: Session) -> None:
    """One passage for each side of each term."""
    terms = list(session.scalars(select(GlossaryTerm)))
    wanted = ((one.id, 0, lang, words, "") for one in terms for lang, words in one.term.as_dict().items() if words)
    _bring(session, Passage.term_id, {one.id for one in terms}, wanted)


def forget_terms(session: Session, terms: Iterable[GlossaryTerm]) -> None:
    """Passages of terms that are about to go."""
    session.execute(delete(Passage).where(Passage.term_id.in_([one.id for one in terms])))


def _paragraphs(module: Module) -> Iterator[Wanted]:
    sides = {"km": rules.plain_blocks(module.text_km), "en": rules.plain_blocks(module.text_en)}
    are_alike = len(sides["km"]) == len(sides["en"])
    for lang, other in (("km", "en"), ("en", "km")):
        for place, text in enumerate(sides[lang]):
            yield module.id, place + 1, lang, text, sides[other][place] if are_alike else ""


def _bring(session: Session, owner: Any, owners: set[Any], wanted: Iterable[Wanted]) -> None:
    """Add the passages that are missing and take out those that are no longer said."""
    columns = (owner, Passage.number, Passage.language, Passage.text, Passage.beside)
    known = {tuple(row): id_ for id_, *row in session.execute(select(Passage.id, *columns).where(owner.in_(owners)))}
    for row in wanted:
        if known.pop(row, None) is None:
            id_, number, lang, text, beside = row
            key = search_key(text)
            passage = Passage(number=number, language=lang, text=text, beside=beside, key=key, **{owner.key: id_})
            session.add(passage)
    if known:
        session.execute(delete(Passage).where(Passage.id.in_(known.values())))
