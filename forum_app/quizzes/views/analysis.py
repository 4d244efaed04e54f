"""What a quiz tells its trainers, and what the forum learned; as pages and as files."""

from typing import Any

from flask import Response
from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel import charts
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.charts import Row as ChartRow
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import XLSX, download
from forum_app.kernel.web.templating import plain
from forum_app.quizzes import exports, policy, queries, rules
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.queries import analysis as analysed
from forum_app.quizzes.queries.analysis import Learning
from forum_app.quizzes.rules import gaining
from forum_app.quizzes.rules.analysis import Analysis
from forum_app.quizzes.rules.gaining import Row
from forum_app.quizzes.views.blueprint import blueprint
from forum_app.registration import queries as registrations

SEX_NAMES = {"female": N_("Women"), "male": N_("Men"), None: N_("Not stated")}
CSV = "text/csv; charset=utf-8"
Lines = list[tuple[str, Row]]


@blueprint.route("/forums/<forum_code>/quizzes/<uuid:quiz_id>/analysis")
@allow(policy.may_run, forum=Forum, quiz=Quiz)
def analysis(forum: Forum, quiz: Quiz) -> Response:
    """What to explain again, which wording to read again, then every question. Right answers stand here: no wall."""
    found, questions = analysed.analysis_of(quiz)
    scored = queries.list_scored([quiz])
    return answer(
        page="quizzes/analysis.html",
        quiz=quiz,
        found=found,
        questions=questions,
        numbers={item.question_id: place for place, item in enumerate(found.items, 1)},
        to_explain=found.to_explain(quiz.pass_percent),
        passed=sum(one.sheet.passed for one in scored),
        mean=round(sum(one.sheet.percent for one in scored) / len(scored)) if scored else 0,
        distribution=rules.distribution([one.sheet for one in scored], quiz.question_count),
        smallest=rules.SMALLEST_GROUP,
        columns=charts.columns,
        chart=_chart(found),
        may_see_people=policy.may_see_people(current_actor(), quiz),
    )


def _chart(found: Analysis) -> Any:
    rows = [
        ChartRow(str(place), item.share, loud=item.languages.is_alarm)
        for place, item in enumerate(found.items, 1)
        if item.is_shown
    ]
    title = gettext("How many had each question right")
    desc = gettext("A point for each question with the bounds of chance; the table has the same figures.")
    return charts.intervals("shares", rows, title=title, desc=desc)


@blueprint.route("/forums/<forum_code>/quizzes/<uuid:quiz_id>/analysis.xlsx")
@allow(policy.may_run, forum=Forum, quiz=Quiz)
def analysis_workbook(forum: Forum, quiz: Quiz) -> Response:
    """The figures; for trainers also every answer with its badge number."""
    found, questions = analysed.analysis_of(quiz)
    answers = analysed.long_rows(quiz) if policy.may_see_people(current_actor(), quiz) else []
    content = exports.analysis_workbook(quiz, found, questions, answers)
    return download(content, name=f"{forum.code}-{quiz.code}-analysis.xlsx", content_type=XLSX)


@blueprint.route("/forums/<forum_code>/quizzes/<uuid:quiz_id>/answers.csv")
@allow(policy.may_see_people, forum=Forum, quiz=Quiz)
def answers_csv(forum: Forum, quiz: Quiz) -> Response:
    """Every answer in long form; trainers alone."""
    content = exports.answers_csv(analysed.long_rows(quiz))
    return download(content, name=f"{forum.code}-{quiz.code}-answers.csv", content_type=CSV)


@blueprint.route("/forums/<forum_code>/quizzes/gain")
@allow(policy.may_run, forum=Forum)
def gain(forum: Forum) -> Response:
    """Before and after the course, of the same people: over all, by objective and module, by sex and unit."""
    learning = analysed.learning_in(forum)
    tables = _tables(forum, learning)
    return answer(
        page="quizzes/gain.html",
        learning=learning,
        whole=gaining.over(learning.matched),
        tables=tables,
        gain_charts=[_gain_chart(f"gain-{place}", name, lines) for place, (name, lines) in enumerate(tables, 1)],
        smallest=rules.SMALLEST_GROUP,
    )


@blueprint.route("/forums/<forum_code>/quizzes/gain.xlsx")
@allow(policy.may_run, forum=Forum)
def gain_workbook(forum: Forum) -> Response:
    """The same figures to count with."""
    learning = analysed.learning_in(forum)
    whole = (gettext("Everybody"), [(gettext("Everybody who took both"), gaining.over(learning.matched))])
    content = exports.gain_workbook(forum, [whole, *_tables(forum, learning)])
    return download(content, name=f"{forum.code}-gain.xlsx", content_type=XLSX)


def _tables(forum: Forum, learning: Learning) -> list[tuple[str, Lines]]:
    """Each table with its lines, in the order of the course, of the words or of the units: never of the gains."""
    matched = learning.matched
    modules = [(f"{one.code} {plain(one.title)}", asked) for one, asked in learning.modules.items()]
    objectives = [(f"{one.code} {plain(one.text)}", asked) for one, asked in learning.objectives.items()]
    sexes = gaining.by_group(matched, lambda one: one.sex)
    return [
        (gettext("By module"), [(label, gaining.over(matched, asked)) for label, asked in modules]),
        (gettext("By objective"), [(label, gaining.over(matched, asked)) for label, asked in objectives]),
        (gettext("By sex"), [(gettext(name), sexes[sex]) for sex, name in SEX_NAMES.items() if sex in sexes]),
        (gettext("By unit"), _unit_lines(forum, learning)),
    ]


def _unit_lines(forum: Forum, learning: Learning) -> Lines:
    rows = gaining.by_group(learning.matched, lambda one: one.unit_id)
    names = {unit.id: plain(unit.label) for unit, _count in registrations.list_units_of(forum)}
    lines = [(name, rows[key]) for key, name in names.items() if key in rows]
    return [*lines, (gettext("No unit"), rows[None])] if None in rows else lines


def _gain_chart(name: str, title: str, lines: Lines) -> Any:
    rows = [ChartRow(str(place), row.gain.points) for place, (_label, row) in enumerate(lines, 1) if row.gain]
    desc = gettext(
        "A point for each line of the table with the bounds of chance, in percentage points; zero is no gain."
    )
    return charts.intervals(name, rows, title=title, desc=desc, scale=charts.POINTS)
