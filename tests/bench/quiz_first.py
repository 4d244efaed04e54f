"""A phone's first visit to the first question: requests, bytes and seconds on a poor line, in a real Chromium.

400 kbit/s with 400 ms to the server, a processor six times slower, an empty cache. The phone is signed in and knows
nothing of us: it opens the quiz's slip, presses the button, and reads question 1.
"""

import shutil
import time
from pathlib import Path
from typing import Any

from tests.faults.hall import Server, make_hall, running

QUESTIONS = 10
KBIT_PER_SECOND, DELAY_MS, SLOWER = 400, 400, 6
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


def quiz_first(_world: Any, _bare: Any, folder: Path) -> dict[str, Any]:
    """The slip, then question 1 with the whole quiz in it."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        return {"skipped": "no Chromium on this machine"}
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - optional dependency
    except ImportError:
        return {"skipped": "playwright is not installed"}
    where = folder / "first"
    where.mkdir()
    hall = make_hall(where, officers=1, questions=QUESTIONS)
    with running(Server(where)) as server, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=ARGUMENTS)
        figures = _visit(browser, server, hall)
        browser.close()
    return {"line": f"{KBIT_PER_SECOND} kbit/s, {DELAY_MS} ms, processor {SLOWER} times slower", **figures}


def _visit(browser: Any, server: Server, hall: dict[str, Any]) -> dict[str, Any]:
    origin = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(**PHONE, base_url=origin, locale="km-KH")
    context.add_cookies([{"name": hall["cookie"], "value": hall["people"][0]["sessions"][0], "url": origin}])
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    throughput = KBIT_PER_SECOND * 1024 / 8
    conditions = {"offline": False, "latency": DELAY_MS, "downloadThroughput": throughput}
    line.send("Network.emulateNetworkConditions", {**conditions, "uploadThroughput": throughput})
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    received: list[float] = []
    line.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    slip = _measured(page, received, lambda: page.goto(hall["quiz"], wait_until="commit"), "h1")
    first = _measured(page, received, lambda: page.locator("button.stamp").click(), "h1.q")
    context.close()
    return {"slip": slip, "question_1": first, "both_bytes": slip["bytes"] + first["bytes"]}


def _measured(page: Any, received: list[float], act: Any, wanted: str) -> dict[str, Any]:
    """Until the wanted heading is in sight, and until nothing is on the line any more."""
    received.clear()
    started = time.perf_counter()
    act()
    page.locator(wanted).wait_for()
    readable = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    return {
        "seconds_until_readable": round(readable, 1),
        "seconds_until_all_is_here": round(time.perf_counter() - started, 1),
        "requests": len(received),
        "bytes": round(sum(received)),
    }
