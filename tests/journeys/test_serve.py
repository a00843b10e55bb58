"""`haven serve` as a person starts it: ready, used, stopped; and the sentences with which it refuses to start."""

import http.cookiejar
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

READY_SECONDS = 120


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "haven.config", *words]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("HAVEN_", "DATABASE_", "DJANGO_"))}
    ports = {"HAVEN_STAFF_PORT": str(free_port()), "HAVEN_PUBLIC_PORT": str(free_port())}
    return clean | ports | {"HAVEN_DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def served(environ: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    process = subprocess.Popen(
        command("serve", "--no-practice-data"),
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        wait_for(process, "Stop with Ctrl-C")
        yield process, environ
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=60)


def wait_for(process: "subprocess.Popen[str]", words: str) -> None:
    """Read what the process prints until it says `words`; the wait is bounded."""
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)

    threading.Thread(target=read, daemon=True).start()
    while words not in lines.get(timeout=READY_SECONDS):
        pass


def test_ready_signed_in_and_stopped(served: tuple["subprocess.Popen[str]", dict[str, str]]) -> None:
    process, environ = served
    staff, public = (f"http://127.0.0.1:{environ[name]}" for name in ("HAVEN_STAFF_PORT", "HAVEN_PUBLIC_PORT"))
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(f"{staff}/sign-in").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    door = re.search(r'name="as" value="(\d+)"', page)
    assert token and door
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "as": door[1]}).encode()
    home = browser.open(f"{staff}/practice/as", form).read().decode()
    assert "Sana Ali" in home and "Sign out" in home
    assert "Exit this page" in browser.open(f"{public}/").read().decode()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    for name in ("HAVEN_STAFF_PORT", "HAVEN_PUBLIC_PORT"):
        with closing(socket.socket()) as probe:
            assert probe.connect_ex(("127.0.0.1", int(environ[name]))) != 0


def refused(environ: dict[str, str], **more: str) -> str:
    done = subprocess.run(command("serve"), env=environ | more, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stdout == "" and done.stderr.count("\n") == 1, "one sentence"
    return done.stderr


def test_busy_port_names_itself_and_its_variable(environ: dict[str, str]) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", int(environ["HAVEN_STAFF_PORT"])))
        taken.listen()
        said = refused(environ)
    assert environ["HAVEN_STAFF_PORT"] in said and "HAVEN_STAFF_PORT" in said


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"HAVEN_MODE": "staging"}, "HAVEN_MODE"),
        ({"HAVEN_STAFF_PORT": "80000"}, "HAVEN_STAFF_PORT"),
        ({"HAVEN_STAFF_PORT": "8001", "HAVEN_PUBLIC_PORT": ""}, "HAVEN_STAFF_PORT and HAVEN_PUBLIC_PORT are both 8001"),
        ({"HAVEN_MODE": "production"}, "HAVEN_SECRET_KEY_FILE"),
        ({"HAVEN_MODE": "production", "HAVEN_SECRET_KEY_FILE": "/nowhere/key"}, "HAVEN_SECRET_KEY_FILE"),
    ],
)
def test_wrong_environment_is_a_sentence(environ: dict[str, str], more: dict[str, str], named: str) -> None:
    assert named in refused(environ, **more)


@pytest.mark.parametrize("name", ["serve", "work", "demo", "figures", "administrator"])
def test_help_shows_an_example(environ: dict[str, str], name: str) -> None:
    done = subprocess.run(command(name, "--help"), env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0 and "Example: haven" in done.stdout
