"""What no line of the product may do."""

import ast
import re

from forum_app.kernel.refusal import Refusal
from tests.house.source import PACKAGE, calls, is_of_kernel, place, python_files, templates, tree

CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "datetime.datetime.now"}
MAY_ASK_THE_TIME = {PACKAGE / "kernel" / "clock.py"}


def test_only_the_clock_asks_what_time_it_is():
    found = [
        place(path, node)
        for path in python_files()
        if path not in MAY_ASK_THE_TIME
        for name, node in calls(path)
        if name in CLOCKS
    ]
    assert found == []


def test_no_instant_is_made_without_a_zone():
    found = [
        place(path, node)
        for path in python_files()
        for name, node in calls(path)
        if (name in {"datetime", "datetime.datetime"} and not _has_zone(node, 8))
        or (name.endswith("datetime.combine") and not _has_zone(node, 3))
    ]
    assert found == []


def _has_zone(node, positions):
    return len(node.args) >= positions or any(keyword.arg == "tzinfo" for keyword in node.keywords)


def test_only_a_transaction_commits():
    found = [
        place(path, node)
        for path in python_files()
        if path.name not in {"database.py", "env.py", "append_only.py"}
        for name, node in calls(path)
        if name.endswith(".commit")
    ]
    assert found == []


def test_nobody_below_the_views_knows_a_request():
    rooms = {"rules", "models", "queries", "policy", "services", "imports", "documents", "exports"}
    found = [
        place(path, node)
        for path in python_files()
        if not is_of_kernel(path) and rooms & set(path.relative_to(PACKAGE).with_suffix("").parts[1:2])
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id in {"request", "current_user", "session_cookie", "current_actor"}
    ]
    assert found == []


def test_html_is_marked_safe_only_by_the_kernel():
    found = [
        place(path) for path in templates() if re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text("utf-8"))
    ]
    found += [
        place(path, node)
        for path in python_files()
        if not is_of_kernel(path)
        for name, node in calls(path)
        if name in {"Markup", "render_template_string", "from_string"} and not _is_written_out(node)
    ]
    assert found == []


def _is_written_out(node):
    """True for `Markup("<b>{}</b>")`: what is filled in by `.format` is escaped."""
    return ast.unparse(node.func) == "Markup" and all(isinstance(part, ast.Constant) for part in node.args)


def test_no_template_holds_inline_code():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=\"|javascript:")
    assert [place(path) for path in templates() if inline.search(path.read_text("utf-8"))] == []


def test_no_program_is_run_through_a_shell():
    found = [
        place(path, node)
        for path in python_files()
        for name, node in calls(path)
        if name in {"os.system", "os.popen", "eval", "exec"} or any(k.arg == "shell" for k in node.keywords)
    ]
    assert found == []


def test_no_exception_is_swallowed_whole():
    found = [
        place(path, node)
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and all(isinstance(line, ast.Pass) for line in node.body)
    ]
    assert found == []


def test_there_is_no_room_for_odds_and_ends():
    names = {"common", "utils", "util", "helpers", "misc", "base", "tools"}
    assert [place(path) for path in python_files() if names & {path.stem, path.parent.name}] == []


SENTENCE = re.compile(r"([A-Z]|%\().*([.?!\d]|%\(\w+\)s)", re.DOTALL)
"""Begins with a capital or a value; ends with a full stop, a value or the digits of an example."""


def every_refusal(kind=Refusal):
    """All refusals that are defined anywhere."""
    for child in kind.__subclasses__():
        if child.__module__.startswith("forum_app."):
            yield child
        yield from every_refusal(child)


def test_every_refusal_has_a_sentence_of_its_own(app):
    found = sorted(set(every_refusal()), key=lambda refusal: refusal.__name__)
    assert found
    silent = [f"{refusal.__module__}.{refusal.__name__}" for refusal in found if not speaks(refusal)]
    assert silent == []


def speaks(refusal):
    """True for a whole sentence, its own or that of the kind of refusal it belongs to."""
    kinds = [kind for kind in refusal.__mro__ if "text" in vars(kind) and kind is not Refusal]
    return bool(kinds) and SENTENCE.fullmatch(vars(kinds[0])["text"]) is not None


def test_no_refusal_is_named_like_a_failure(app):
    failures = re.compile(r"(?<!In)(Error|Exception|Failed)$")
    assert [refusal.__name__ for refusal in every_refusal() if failures.search(refusal.__name__)] == []
