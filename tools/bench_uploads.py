"""Several large uploads at once over a slow line, to the real server: how much the process grows, and whether other pages
slow down. One JSON line a figure.

    .venv/bin/python tools/bench_uploads.py                      4 files of 200 MB at 1 MB/s: by the plain form, then
                                                                 in parts, as the script of the page sends them
    .venv/bin/python tools/bench_uploads.py --way form --megabytes 20 --rate 4

A folder, a database and a server of its own, removed at the end. The uploads come from a process of their own."""

# ruff: noqa: E402  the folder is chosen before anything of Django is loaded
import argparse
import http.client
import json
import multiprocessing
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

FOLDER = tempfile.mkdtemp(prefix="haven-bench-")
os.environ.setdefault("HAVEN_DATA_DIR", FOLDER)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haven.config.settings")

PAGES = ("/", "/board", "/cases", "/breaches", "/tasks")
HEAD = b"\xff\xd8\xff\xe0"
MB = 1_000_000


@dataclass(frozen=True)
class Line:
    """Where to send, as whom."""

    port: int
    session: str
    csrf: str

    def headers(self) -> dict[str, str]:
        return {"Cookie": f"haven_staff={self.session}; haven_csrf={self.csrf}", "Host": f"localhost:{self.port}"}


def say(name: str, **values: Any) -> None:
    print(json.dumps({"figure": name} | values), flush=True)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def place(files: int) -> tuple[str, list[str]]:
    """A few practice cases, somebody signed in, and the words of files to come. Answers session and addresses."""
    import django

    django.setup()
    import logging

    logging.disable(logging.WARNING)
    from datetime import timedelta

    from django.db import transaction
    from django.test import Client
    from django.utils import timezone

    from haven.accounts.models import User
    from haven.breaches.models import Breach
    from haven.config.serve import migrate
    from haven.evidence.operations.start_upload import StartUpload, start_upload
    from haven.jobs.practice.house import build_house
    from haven.jobs.practice.plan_values import Sizes
    from haven.jobs.practice.story import place_scaled

    migrate()
    sizes = Sizes(
        orders=20, awaiting=2, refused=1, withdrawn=1, adjourned=1, unserved=1, waiting=1, breaches_of_notices=1,
        breaches_of_orders=4, custody=1, tagged=1, late=1, not_pursued=1, undecided=1, unserved_orders=1,
    )  # fmt: skip
    with transaction.atomic():
        place_scaled(build_house(timezone.now()), timezone.now(), sizes)
    breach = Breach.objects.filter(of="order").order_by("pk").first()
    user = User.objects.filter(role_grants__role="orders_unit", force=breach.force).order_by("pk").first()
    at = timezone.now()
    addresses = []
    for n in range(files):
        command = StartUpload(breach.ref, "film", f"Film {n}", "camera", at - timedelta(hours=1))
        addresses.append(f"/evidence/incoming/{start_upload(command, by=user, at=at).public_id}")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies["haven_staff"].value, addresses


def cookie_of(port: int, session: str, address: str) -> str:
    """The cookie against forms of other sites."""
    talk = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    talk.request("GET", address, headers={"Cookie": f"haven_staff={session}", "Host": f"localhost:{port}"})
    found = re.search(r"haven_csrf=([^;]+)", talk.getresponse().headers.get("Set-Cookie", ""))
    assert found, "The page of the file was not given"
    return found[1]


def field_of(line: Line, address: str) -> str:
    """The hidden field that goes with it."""
    talk = http.client.HTTPConnection("127.0.0.1", line.port, timeout=60)
    talk.request("GET", address, headers=line.headers())
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', talk.getresponse().read().decode())
    assert found, "The page of the file was not given"
    return found[1]


class Pace:
    """So many bytes a second."""

    def __init__(self, rate: float) -> None:
        self.rate, self.began, self.sent = rate, time.monotonic(), 0

    def wait(self, sent: int) -> None:
        self.sent += sent
        ahead = self.sent / self.rate - (time.monotonic() - self.began)
        if ahead > 0:
            time.sleep(ahead)


def send_whole(line: Line, address: str, field: str, size: int, rate: float) -> int:
    """As the plain form does: one request, slowly."""
    edge = "----haven-bench"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{field}\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n'
        "Content-Type: video/mp4\r\n\r\n"
    ).encode()
    tail = f"\r\n--{edge}--\r\n".encode()
    talk = http.client.HTTPConnection("127.0.0.1", line.port, timeout=120)
    talk.putrequest("POST", address, skip_host=True)
    for name, value in line.headers().items():
        talk.putheader(name, value)
    talk.putheader("Content-Type", f"multipart/form-data; boundary={edge}")
    talk.putheader("Content-Length", str(len(head) + size + len(tail)))
    talk.endheaders(head)
    pace, piece = Pace(rate), film_piece()
    left = size
    while left:
        part = piece[: min(len(piece), left)]
        talk.send(part if left != size else film_head() + part[len(film_head()) :])
        left -= len(part)
        pace.wait(len(part))
    talk.send(tail)
    return talk.getresponse().status


def send_parts(line: Line, address: str, field: str, size: int, rate: float) -> int:
    """As the script of the page does: a part after the other, each slowly."""
    headers = line.headers() | {"X-CSRFToken": field}
    talk = http.client.HTTPConnection("127.0.0.1", line.port, timeout=120)
    about = urlencode({"name": "film.mp4", "size": size, "type": "video/mp4"})
    form = headers | {"Content-Type": "application/x-www-form-urlencoded"}
    talk.request("POST", f"{address}/announce", about, form)
    place = json.loads(talk.getresponse().read())
    pace, piece, offset, length = Pace(rate), film_piece(), 0, place["part"]
    while offset < size:
        long, began = min(length, size - offset), time.monotonic()
        talk.putrequest("POST", f"{address}/part?from={offset}", skip_host=True)
        for name, value in headers.items():
            talk.putheader(name, value)
        talk.putheader("Content-Type", "application/octet-stream")
        talk.putheader("Content-Length", str(long))
        talk.endheaders()
        for start in range(0, long, len(piece)):
            part = piece[: min(len(piece), long - start)]
            talk.send(part if offset + start else film_head() + part[len(film_head()) :])
            pace.wait(len(part))
        offset = json.loads(talk.getresponse().read())["offset"]
        if time.monotonic() - began < 3:
            length = min(2 * length, place["most"])
    talk.request("POST", address, urlencode({"csrfmiddlewaretoken": field}), form)
    return talk.getresponse().status


def film_piece() -> bytes:
    return os.urandom(64 * 1024)


def film_head() -> bytes:
    return b"\x00\x00\x00\x14ftypisom\x00\x00\x00\x00isom"


def uploads(line: Line, jobs: list[tuple[str, str]], size: int, rate: float, parts: bool, done: Any) -> None:
    """All of them at once, in threads of this process."""
    send = send_parts if parts else send_whole
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda a=address, f=field: statuses.append(send(line, a, f, size, rate)))  # type: ignore[misc]
        for address, field in jobs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.put(statuses)


class Memory(threading.Thread):
    """The memory of a process and its children, each half second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.seen, self.stop = pid, [], threading.Event()

    def now(self) -> float:
        pages = 0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                if int(folder.name) == self.pid or int(stat[1]) == self.pid:
                    pages += int((folder / "statm").read_text().split()[1])
            except (OSError, IndexError):
                continue
        return pages * os.sysconf("SC_PAGE_SIZE") / MB

    def run(self) -> None:
        while not self.stop.wait(0.5):
            self.seen.append(self.now())


def look(line: Line, until: Any, gap: float) -> list[float]:
    """Ask for the pages in turn until `until()`. Seconds of each."""
    took: list[float] = []
    talk = http.client.HTTPConnection("127.0.0.1", line.port, timeout=120)
    while not until():
        for page in PAGES:
            began = time.perf_counter()
            talk.request("GET", page, headers=line.headers())
            answer = talk.getresponse()
            answer.read()
            took.append(time.perf_counter() - began)
            assert answer.status == 200, f"{page} answered {answer.status}"
            time.sleep(gap)
    return took


def warm(line: Line) -> None:
    """Every thread of the server has given pages, so that what is loaded once, or once a thread, is loaded."""
    lookers = [threading.Thread(target=look, args=(line, Countdown(10), 0.0)) for _ in range(8)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()


def p(took: list[float], n: int) -> float:
    return round(statistics.quantiles(took, n=100, method="inclusive")[n - 1] * 1000, 1)


def staff_process(parent: int) -> int:
    """The process that serves the staff site: the child of `haven serve` with its port."""
    out = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(parent)], capture_output=True, text=True, check=True)
    for row in out.stdout.splitlines():
        if "granian" in row and f"--port {os.environ['HAVEN_STAFF_PORT']}" in row:
            return int(row.split()[0])
    raise LookupError("The staff site does not run")


def measure(asked: argparse.Namespace, way: str, line: Line, jobs: list[tuple[str, str]], pid: int) -> None:
    warm(line)
    before = look(line, Countdown(asked.calm), 0.1)
    memory = Memory(pid)
    base = memory.now()
    memory.start()
    done = multiprocessing.get_context("fork").Queue()
    size = int(asked.megabytes * MB)
    sender = multiprocessing.get_context("fork").Process(
        target=uploads, args=(line, jobs, size, asked.rate * MB, way == "parts", done)
    )
    began = time.monotonic()
    sender.start()
    during = look(line, lambda: not sender.is_alive() and not done.empty(), 0.1)
    took = time.monotonic() - began
    memory.stop.set()
    statuses = done.get(timeout=5)
    say("uploads", way=way, files=len(jobs), megabytes=asked.megabytes, rate_mb_s=asked.rate,
        seconds=round(took, 1), answers=statuses)  # fmt: skip
    say(
        "memory",
        before_mb=round(base, 1),
        most_mb=round(max(memory.seen), 1),
        grew_mb=round(max(memory.seen) - base, 1),
    )
    say("pages_alone", p50_ms=p(before, 50), p95_ms=p(before, 95), asked=len(before))
    say("pages_beside_uploads", p50_ms=p(during, 50), p95_ms=p(during, 95), asked=len(during),
        p95_times=round(p(during, 95) / p(before, 95), 2))  # fmt: skip


class Countdown:
    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def __call__(self) -> bool:
        return time.monotonic() >= self.end


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--megabytes", type=float, default=200)
    parser.add_argument("--rate", type=float, default=1.0, help="megabytes a second, of each file")
    parser.add_argument("--way", choices=["form", "parts", "both"], default="both")
    parser.add_argument("--calm", type=float, default=30, help="seconds of pages without uploads")
    asked = parser.parse_args()
    os.environ["HAVEN_STAFF_PORT"], os.environ["HAVEN_PUBLIC_PORT"] = str(free_port()), str(free_port())
    session, addresses = place(2 * asked.files)
    from haven.config.embedded import ensure_started

    environ = {**os.environ, "DATABASE_URL": ensure_started().dsn}
    command = [sys.executable, "-m", "haven.config", "serve", "--no-practice-data"]
    server = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        while "Stop with Ctrl-C" not in (row := server.stdout.readline()):
            if not row:
                raise RuntimeError("The server did not start")
        port = int(os.environ["HAVEN_STAFF_PORT"])
        line = Line(port, session, cookie_of(port, session, addresses[0]))
        for way in ("form", "parts") if asked.way == "both" else (asked.way,):
            mine = [addresses.pop() for _ in range(asked.files)]
            jobs = [(address, field_of(line, address)) for address in mine]
            measure(asked, way, line, jobs, staff_process(server.pid))
    finally:
        server.terminate()
        server.wait(timeout=60)
        if urlsplit(FOLDER).path == os.environ["HAVEN_DATA_DIR"]:
            shutil.rmtree(FOLDER, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
