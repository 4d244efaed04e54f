"""What a question may point at, and a question as somebody could have written it."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from forum_app.course.models import Module, Objective
from forum_app.kernel.database import db
from forum_app.questions.models import Exhibit, Question
from forum_app.questions.rules.draft import QuestionData, faults, tidied
from forum_app.questions.rules.keyed import Keyed, plain
from forum_app.questions.rules.places import OWN_CODE, Places, faults_of_place, highest_numbers, take_code
from forum_app.questions.rules.refusals import QuestionFault


def places_of(codes: Collection[str], *, lock: bool = False) -> Places:
    """Modules by code with their objectives, case files and taken codes: four queries, however many.

    `lock` keeps others from giving codes in these modules until the transaction ends.
    """
    by_code = select(Module).where(Module.code.in_(set(codes))).order_by(Module.code)
    modules = list(db.session.scalars(by_code.with_for_update() if lock else by_code))
    names = {module.id: module.code for module in modules}
    objectives = select(Objective.module_id, Objective.code, Objective.id).where(Objective.module_id.in_(names))
    exhibits = (
        select(Exhibit.module_id, Exhibit.code, Exhibit.id)
        .where(Exhibit.module_id.in_(names), Exhibit.retired.is_(False))
        .order_by(Exhibit.version)
    )
    query = select(Question.code).where(Question.module_id.in_(names)).distinct()
    taken = set(db.session.scalars(query))
    return Places(
        modules={module.code: module.id for module in modules},
        objectives={(names[module], code): key for module, code, key in db.session.execute(objectives)},
        exhibits={(names[module], code): key for module, code, key in db.session.execute(exhibits)},
        taken=taken,
        highest=highest_numbers(taken, OWN_CODE),
    )


def examine(questions: Sequence[QuestionData]) -> list[list[QuestionFault]]:
    """What is wrong with each of them, in order, as writing them together would say."""
    return judge([tidied(data) for data in questions], places_of({data.module for data in questions}))


def judge(questions: Sequence[QuestionData], places: Places) -> list[list[QuestionFault]]:
    """The faults of tidy questions, in order. A code that two of them give is taken for the second."""
    places = places.trial()
    found = []
    for data in questions:
        wrong = [*faults(data), *faults_of_place(data, places)]
        if not wrong:
            take_code(data, places)
        found.append(wrong)
    return found


def data_of(question: Question) -> QuestionData:
    """The question as somebody could have written it: the way back, for forms and exports."""
    said = plain(Keyed(question.options, question.targets, question.solution))
    return QuestionData(
        kind=question.kind,
        stem=question.stem,
        options=said.options,
        targets=said.targets,
        right=said.right,
        value=question.solution.get("value", ""),
        tolerance=question.solution.get("tolerance", ""),
        unit=question.unit,
        accepted=tuple(question.solution.get("accepted", ())),
        feedback=question.feedback,
        source=question.source,
        module=question.module.code,
        objective=question.objective.code if question.objective else "",
        law_reference=question.law_reference,
        difficulty=question.difficulty,
        use=question.use,
        code=question.code,
        exhibit=question.exhibit.code if question.exhibit else "",
    )


def find_newest(code: str) -> Question | None:
    """The newest version of a question, whatever its status."""
    return db.session.scalar(select(Question).where(Question.code == code).order_by(Question.version.desc()).limit(1))
