"""One Ctrl-C, one SIGTERM or a closed terminal ends the server, and the next start finds the folder free."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from forum_app.kernel import running

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")


@pytest.fixture
def port():
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def is_alive(port):
    """True once the server answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/livez", timeout=5) as answer:
            return answer.status == 200
    except (URLError, ConnectionError):
        return False


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGHUP, -signal.SIGHUP)]
)
def test_one_signal_ends_the_server(tmp_path, port, number, status):
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("whoever started the tests has this signal ignored (nohup)")
    environment = {**os.environ, "FORUM_MODE": "demo", "FORUM_DATA": str(tmp_path), "FORUM_DATABASE_URL": ""}
    program = [sys.executable, "-m", "forum_app"]
    subprocess.run([*program, "db", "upgrade"], cwd=ROOT, env=environment, check=True)
    command = [*program, "serve-demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not is_alive(port):
            time.sleep(0.1)
        assert running.is_running(tmp_path)
        process.send_signal(number)
        try:
            assert process.wait(timeout=30) == status
        finally:
            process.kill()
    assert not running.is_running(tmp_path)
