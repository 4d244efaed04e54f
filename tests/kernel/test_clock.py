"""Forum time and wall time."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest

from forum_app.kernel import clock


@pytest.fixture(autouse=True)
def without_offset():
    """No offset before or after a test."""
    clock.use_offset_file(None)
    yield
    clock.use_offset_file(None)


def test_without_an_offset_forum_time_is_wall_time():
    assert abs(clock.now() - clock.wall()) < timedelta(seconds=1)
    assert clock.now().tzinfo is UTC


def test_a_demo_folder_moves_forum_time_and_not_wall_time(tmp_path):
    clock.set_offset(tmp_path, timedelta(days=-790))
    assert clock.wall() - clock.now() > timedelta(days=789)
    assert clock.is_demo_folder(tmp_path)


def test_another_process_that_moves_the_clock_is_noticed(tmp_path):
    clock.set_offset(tmp_path, timedelta(hours=1))
    assert clock.offset() == timedelta(hours=1)
    path = tmp_path / clock.OFFSET_FILE
    path.write_text('{"offset_seconds": 7200}', "utf-8")
    stamp = path.stat().st_mtime_ns + 1_000_000
    os.utime(path, ns=(stamp, stamp))
    assert clock.offset() == timedelta(hours=2)


def test_a_folder_without_a_demo_clock_has_no_offset(tmp_path):
    clock.use_offset_file(tmp_path)
    assert clock.offset() == timedelta()
    assert not clock.is_demo_folder(tmp_path)


def test_the_day_is_the_one_in_phnom_penh():
    late = datetime(2024, 9, 25, 18, 0, tzinfo=UTC)
    assert clock.local(late).hour == 1
    assert clock.local_day(late) == date(2024, 9, 26)
