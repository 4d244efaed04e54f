"""The server process: waitress with threads, background work in the same process."""

import signal
import sys
from types import FrameType
from typing import Any

from flask import Flask
from waitress.server import create_server

from forum_app.kernel import jobs, logs, running
from forum_app.kernel import settings as installation

THREADS = 8


def run(app: Flask, *, host: str = "127.0.0.1", port: int = 8000, threads: int = THREADS) -> None:
    """Serve until SIGTERM or Ctrl-C. Requests in hand are answered first.

    Raises AlreadyRunning when another server or a restore works on the same data folder.
    """
    settings: installation.Settings = app.config["FORUM"]
    with running.hold(settings.data_folder):
        installation.remember(settings)
        _serve(app, host=host, port=port, threads=threads)


def make(app: Flask, *, host: str, port: int, threads: int) -> Any:
    """The server, listening. A proxy on this machine says who asks; nobody else is believed."""
    settings: installation.Settings = app.config["FORUM"]
    return create_server(
        app,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        channel_timeout=60,
        url_scheme="https" if settings.is_secure else "http",  # TLS ends at the proxy
        trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-for"},
        clear_untrusted_proxy_headers=True,
    )


def _serve(app: Flask, *, host: str, port: int, threads: int) -> None:
    server = make(app, host=host, port=port, threads=threads)
    stop_jobs = jobs.start_consumer(app)

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.close()
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    logs.logger().info("server.started", port=port)
    try:
        server.run()
    except (SystemExit, KeyboardInterrupt):
        sys.stderr.flush()
    finally:
        server.task_dispatcher.shutdown()
        stop_jobs()
