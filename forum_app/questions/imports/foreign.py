"""What other systems call a question, turned into ours: shares of points, tags, true and false."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.imports import found
from forum_app.questions.imports.found import Item
from forum_app.questions.rules import Kind
from forum_app.questions.rules.draft import QuestionData

FULL = 100.0
TRUE_FALSE = (Bilingual("ពិត", "True"), Bilingual("មិនពិត", "False"))


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer with its share of the points in percent, which may be negative."""

    text: Bilingual
    worth: float
    feedback: Bilingual = Bilingual()


def choice_data(stem: Bilingual, answers: Sequence[Choice], item: Item, *, is_text: bool) -> QuestionData:
    """A question with answers: typed ones, one right, or several right."""
    feedback = _joined(answers, item)
    if is_text:
        return _text_data(stem, answers, feedback, item)
    right = [place for place, answer in enumerate(answers) if answer.worth > 0]
    options = [answer.text for answer in answers]
    if any(answers[place].worth >= FULL for place in right):
        full = [place for place in right if answers[place].worth >= FULL]
        if len(full) < len(right):
            item.note(found.PARTIAL)
        return QuestionData(
            kind=Kind.SINGLE if len(full) == 1 else Kind.MULTIPLE,
            stem=stem,
            options=options,
            right=full,
            feedback=feedback,
        )
    return QuestionData(kind=Kind.MULTIPLE, stem=stem, options=options, right=right, feedback=feedback)


def _text_data(stem: Bilingual, answers: Sequence[Choice], feedback: Bilingual, item: Item) -> QuestionData:
    accepted = []
    for answer in answers:
        if answer.worth < FULL:
            item.note(found.PARTIAL)
            continue
        accepted += [text for text in (answer.text.km, answer.text.en) if text]
        if any("*" in text for text in (answer.text.km, answer.text.en)):
            item.note(found.WILDCARD)
    return QuestionData(kind=Kind.TEXT, stem=stem, accepted=accepted, feedback=feedback)


def number_data(stem: Bilingual, numbers: Iterable[tuple[str, str, float]], item: Item) -> QuestionData:
    """A number with its tolerance; of several right ones the first is kept."""
    whole = [(value, tolerance) for value, tolerance, worth in numbers if worth >= FULL] or [("", "")]
    if len(whole) > 1:
        item.note(found.SEVERAL_NUMBERS)
    value, tolerance = whole[0]
    return QuestionData(kind=Kind.NUMERIC, stem=stem, value=value, tolerance="" if tolerance == "0" else tolerance)


def _joined(answers: Sequence[Choice], item: Item) -> Bilingual:
    """Explanations of single answers as one: ours explains the question as a whole."""
    told = [answer for answer in answers if answer.feedback]
    if not told:
        return Bilingual()
    item.note(found.ANSWER_FEEDBACK)
    return Bilingual(
        km="\n".join(f"{one.text.km or one.text.en}៖ {one.feedback.km}" for one in told if one.feedback.km),
        en="\n".join(f"{one.text.en or one.text.km}: {one.feedback.en}" for one in told if one.feedback.en),
    )


def with_tags(data: QuestionData, tags: Mapping[str, str], *, feedback: Bilingual) -> QuestionData:
    """The question with what its tags, its code and its general explanation say."""
    kind = tags.get("kind", "")
    difficulty = tags.get("difficulty", "")
    return replace(
        data,
        kind=Kind.SCENARIO if kind == "scenario" and data.kind == Kind.SINGLE else data.kind,
        code=tags.get("code", ""),
        module=tags.get("module", "").upper(),
        objective=tags.get("objective", "").upper(),
        law_reference=tags.get("law", ""),
        difficulty=int(difficulty) if difficulty in {"1", "2", "3"} else 2,
        use="prepost" if tags.get("use") == "prepost" else "quiz",
        exhibit=tags.get("exhibit", ""),
        source=Bilingual(tags.get("source-km", ""), tags.get("source-en", "")),
        unit=data.unit or Bilingual(tags.get("unit-km", ""), tags.get("unit-en", "")),
        feedback=_both(feedback, data.feedback),
    )


def _both(first: Bilingual, second: Bilingual) -> Bilingual:
    return Bilingual(*("\n".join(filter(None, sides)) for sides in ((first.km, second.km), (first.en, second.en))))


def tags_of(data: QuestionData) -> dict[str, str]:
    """What our own files carry in tags, `module:DF`, since the other systems have no field for it."""
    values = {
        "module": data.module,
        "objective": data.objective,
        "law": data.law_reference,
        "difficulty": str(data.difficulty),
        "use": data.use,
        "kind": data.kind if data.kind == Kind.SCENARIO else "",
        "exhibit": data.exhibit,
        "source-km": data.source.km,
        "source-en": data.source.en,
        "unit-km": data.unit.km,
        "unit-en": data.unit.en,
    }
    return {name: value for name, value in values.items() if value}
