"""One process works on a data folder."""

import subprocess
import sys

import pytest

from forum_app.kernel import running


def test_a_folder_is_held_as_long_as_the_block_runs(tmp_path):
    assert not running.is_running(tmp_path)
    with running.hold(tmp_path):
        assert running.is_running(tmp_path)
    assert not running.is_running(tmp_path)


def test_a_second_holder_is_told_which_folder_is_taken(tmp_path):
    with running.hold(tmp_path), pytest.raises(running.AlreadyRunning) as caught, running.hold(tmp_path):
        pass
    assert str(caught.value) == f"The forum already runs on {tmp_path}. Stop it first."


def test_a_killed_process_leaves_the_folder_free(tmp_path):
    program = (
        "import sys, time; from pathlib import Path; from forum_app.kernel import running\n"
        "with running.hold(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert running.is_running(tmp_path)
        process.kill()
        process.wait()
    assert not running.is_running(tmp_path)
