"""Load the sample and bring it on, stage by stage; twice changes nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from forum_app.accounts.models import Account
from forum_app.accounts.queries import find_account_of
from forum_app.forums.models import Forum
from forum_app.forums.queries import find_forum, list_staff
from forum_app.kernel import clock
from forum_app.kernel.database import transaction
from forum_app.overview.services import load_content
from forum_app.programme.imports.templates import folder as content_folder
from forum_app.registration.queries import find_by_badge_number, list_participants
from forum_app.sample import credentials, moving, people, rules, stages

MAIN, SECOND = "IJPF-2024", "SEMINAR-2023"
STAGES = ("before", "day2", "finished")
STANDS_AT = {
    "before": datetime(2024, 9, 24, 2, 0, tzinfo=UTC),
    "day2": datetime(2024, 9, 26, 3, 20, tzinfo=UTC),
    "finished": datetime(2024, 9, 27, 10, 30, tzinfo=UTC),
}
"""Forum time of each stage: 24 September 09:00, 26 September 10:20, 27 September 17:30 in Phnom Penh."""
STAGE_FILE = "demo-stage.json"
SHOWN_OFFICER = 37


def read(code: str) -> dict[str, Any]:
    """The YAML of a sample forum."""
    path = content_folder() / f"{code.lower()}.yaml"
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def load(folder: Path, *, stage: str | None = None) -> dict[str, Any]:
    """Load what is missing up to `stage` (default: as it is, or `day2` when nothing is there).

    Returns `{"forums": [...], "accounts": [...]}`. Raises StageIsOver when the sample is further already.
    """
    done = _stage_of(folder)
    wanted = stage or done or "day2"
    if done is not None and STAGES.index(done) > STAGES.index(wanted):
        raise rules.StageIsOver(now=done, wanted=wanted)
    if done is None:
        _first_load(folder)
    for name in STAGES[(STAGES.index(done) if done else 0) + 1 : STAGES.index(wanted) + 1]:
        moving.stand_at(folder, STANDS_AT[name])  # what is decided by the clock is decided at that time
        _advance(name)
        _remember(folder, name)
    return report(folder)


def _stage_of(folder: Path) -> str | None:
    path = folder / STAGE_FILE
    if find_forum(MAIN) is None or not path.exists():
        return None
    return str(json.loads(path.read_text(encoding="utf-8"))["stage"])


def _remember(folder: Path, stage: str) -> None:
    (folder / STAGE_FILE).write_text(json.dumps({"stage": stage}), encoding="utf-8")


def _first_load(folder: Path) -> None:
    """Content, both forums, everybody in them; the small one is finished from the beginning."""
    at = clock.wall()
    load_content(at=at)
    with transaction():
        main = stages.set_up(read(MAIN), at=datetime(2024, 8, 20, 2, 0, tzinfo=UTC))
        second = stages.set_up(read(SECOND), at=datetime(2023, 10, 10, 2, 0, tzinfo=UTC))
        stages.finish_seminar(second, read(SECOND))
    people.give_passwords(folder, _keys(main) + _keys(second), at=at)
    moving.stand_at(folder, STANDS_AT["before"])
    _remember(folder, "before")


def _advance(stage: str) -> None:
    forum = find_forum(MAIN)
    assert forum is not None, "the sample was loaded above"
    with transaction():
        if stage == "day2":
            stages.until_day_two(forum)
        else:
            stages.until_the_end(forum, read(MAIN))


def _keys(forum: Forum) -> list[tuple[str, str]]:
    """(key, login) of every account that gets a password: staff, and a few officers."""
    found = [(account.login, account.login) for account in _staff_accounts(forum) if account.login]
    found += [(f"{forum.code}-{r.badge}", r.person.badge_code) for r in _officers_shown(forum)]
    return found


def _staff_accounts(forum: Forum) -> list[Account]:
    accounts = (find_account_of(member.person) for member in list_staff(forum))
    return [account for account in accounts if account is not None]


def _officers_shown(forum: Forum) -> list[Any]:
    shown = find_by_badge_number(forum, SHOWN_OFFICER)
    first = list_participants(forum)[:3]
    return [*([shown] if shown else []), *first]


def report(folder: Path) -> dict[str, Any]:
    """Forums with their ids, and everybody who can sign in with a password."""
    passwords = credentials.load(folder)
    forums, accounts = [], []
    for code in (MAIN, SECOND):
        forum = find_forum(code)
        if forum is None:
            continue
        forums.append({"code": forum.code, "id": str(forum.id)})
        for member in list_staff(forum):
            account = find_account_of(member.person)
            if account is None or not account.login:
                continue
            entry = people.Entry(member.role, account.login, passwords.get(account.login, ""), code, member.person)
            accounts.append(entry.as_dict())
        for r in _officers_shown(forum):
            password = passwords.get(f"{code}-{r.badge}", "")
            accounts.append(people.Entry("officer", r.person.badge_code, password, code, r.person).as_dict())
    return {"forums": forums, "accounts": accounts}
