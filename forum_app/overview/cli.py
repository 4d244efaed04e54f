"""Commands of the course content, which reaches into several features."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

if TYPE_CHECKING:
    from forum_app.course.services.writing import Written


@click.group("content")
def content() -> None:
    """The course as text in git: modules, questions, exercises, tables of ranks and units."""


@content.command("load")
@with_appcontext
def load() -> None:
    """Bring the database to what the content says; safe to repeat."""
    from forum_app.kernel import clock
    from forum_app.kernel.refusal import Refusal
    from forum_app.overview import services

    try:
        changed = services.load_content(at=clock.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.text % refusal.values) from refusal
    for name, count in changed.items():
        click.echo(f"{name}: {count} added or changed")


@content.command("check")
@with_appcontext
def check() -> None:
    """Say what is wrong with the content without touching the database."""
    from forum_app.overview import services

    problems = services.check_content()
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} problems")
    click.echo("The content is sound.")


@content.command("review-copy")
@click.argument("module", required=False, default="")
@click.option("--all", "every", is_flag=True, help="One document for each of the lessons.")
@click.option("--out", "out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder.")
@with_appcontext
def review_copy(module: str, every: bool, out: Path) -> None:
    """Write a Word document of a lesson, both languages side by side, for whoever corrects it."""
    from forum_app.course import exports, imports

    wanted = [one for one in imports.read_modules() if every or one.code == module.upper()]
    if not wanted:
        raise click.UsageError("Name a module, such as DF, or say --all.")
    out.mkdir(parents=True, exist_ok=True)
    for one in wanted:
        path = out / f"{one.code}-review.docx"
        path.write_bytes(exports.review_copy(one))
        click.echo(f"{path}")


@content.command("bring-back")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", "write", is_flag=True, help="Change km.md and en.md; without it nothing is changed.")
@with_appcontext
def bring_back(file: Path, write: bool) -> None:
    """Show what a corrected review copy would change, or change it with --write."""
    from forum_app.kernel.refusal import Refusal
    from forum_app.overview import services

    try:
        found = services.bring_back(file.read_bytes(), write=write)
    except Refusal as refusal:
        raise click.ClickException(refusal.text % refusal.values) from refusal
    for one in found:
        click.echo(f"{one.lang}.md, line {one.line}, paragraph {one.number}:\n  - {one.before}\n  + {one.after}")
    done = "were written" if write else "would be written; say --write to do it"
    click.echo(f"{len(found)} corrections {done}.")


@content.command("translations-out")
@click.option("--to", "to", type=click.Choice(["km", "en"]), required=True, help="The language to translate into.")
@click.option("--module", "module", default="", help="One module, such as DF; without it the whole course.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def translations_out(to: str, module: str, file: Path) -> None:
    """Write the texts of the files as a workbook for a translator."""
    from forum_app.course import exports, imports

    units = [unit for unit in imports.read_course().units() if module.upper() in ("", unit.area)]
    lines = [exports.line_of(one, to=to, status="done" if one.km and one.en else "missing") for one in units]
    file.write_bytes(exports.workbook(lines, to=to))
    click.echo(f"{len(lines)} texts in {file}")


@content.command("translations-in")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", "write", is_flag=True, help="Change the files; without it nothing is changed.")
@with_appcontext
def translations_in(file: Path, write: bool) -> None:
    """Show what a translator's workbook would change in the files, or change them with --write."""
    from forum_app.kernel.refusal import Refusal
    from forum_app.overview import services

    try:
        written, refused = services.workbook_into_files(file.read_bytes(), write=write)
    except Refusal as refusal:
        raise click.ClickException(refusal.text % refusal.values) from refusal
    for line in refused:
        click.echo(line, err=True)
    _tell(written, write=write)


@content.command("keep-corrections")
@click.option("--write", "write", is_flag=True, help="Change the files; without it nothing is changed.")
@with_appcontext
def keep_corrections(write: bool) -> None:
    """Bring what was corrected on this server into the files, so that it holds everywhere."""
    from forum_app.overview import services

    _tell(services.corrections_into_files(write=write), write=write)


def _tell(written: "Sequence[Written]", *, write: bool) -> None:
    for one in written:
        click.echo(f"{one.file}, {one.key} ({one.lang}):\n  - {one.before}\n  + {one.after}")
    done = "were written" if write else "would be written; say --write to do it"
    click.echo(f"{len(written)} texts {done}.")
