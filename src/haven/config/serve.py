"""`haven serve`: database, migrations, static files, then a process each for the staff site, the public site and the
worker, under one parent that stops them all. Practice data is placed by a process of its own while people sign in."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from types import FrameType

from haven.config import environment
from haven.config.environment import BadEnvironment, Environment


def serve(*, practice_data: bool) -> int:
    """Serve until Ctrl-C or a signal. A child that dies ends the whole with its name: nothing runs in part."""
    import django

    from haven.config.production import check_database

    env = environment.read()
    _refuse_busy(env)
    django.setup()
    check_database(may_be_empty=True)
    migrate()
    _place_people(env)
    _collect_static()
    children = Children()
    database_url = os.environ.get("DATABASE_URL") or _embedded_url()
    common = {**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "haven.config.settings"}
    # Many threads that each keep freed memory in an arena of their own make a process grow for no use.
    common.setdefault("MALLOC_ARENA_MAX", "2")
    children.start(
        "staff site", _web(env.staff_port), {**common, "HAVEN_SURFACE": "staff", "HAVEN_DB_ROLE": "haven_staff"}
    )
    children.start(
        "public site", _web(env.public_port), {**common, "HAVEN_SURFACE": "public", "HAVEN_DB_ROLE": "haven_public"}
    )
    children.start("worker", [sys.executable, "-m", "haven.config", "work"], common)
    if env.practice and practice_data:
        children.start("practice data", [sys.executable, "-m", "haven.config", "demo"], common, may_end=True)
    return children.watch(lambda: _announce(env))


def migrate() -> None:
    """Bring the tables up to date, with search rows for people who have none of this version. Two processes at once wait for
    each other on an advisory lock."""
    from django.core.management import call_command
    from django.db import connection

    from haven.parties.operations.keep_search import keep_missing

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4242)")
        try:
            call_command("migrate", interactive=False, verbosity=0)
            keep_missing()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(4242)")


def _place_people(env: Environment) -> None:
    """In practice the invented people stand before the first page opens; their cases follow in the background."""
    if not env.practice:
        return
    from django.db import transaction
    from django.utils import timezone

    from haven.accounts.models import PracticeAccount
    from haven.jobs.practice.house import build_house

    if not PracticeAccount.objects.exists():
        with transaction.atomic():
            build_house(timezone.now())


def _embedded_url() -> str:
    from haven.config.embedded import ensure_started

    return ensure_started().dsn


def _refuse_busy(env: Environment) -> None:
    for name, port in (("HAVEN_STAFF_PORT", env.staff_port), ("HAVEN_PUBLIC_PORT", env.public_port)):
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise BadEnvironment(
                    f"Port {port} is in use. Stop what uses it, or set {name} to a free port."
                ) from None


def _collect_static() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def _web(port: int) -> list[str]:
    host = os.environ.get("HAVEN_BIND") or "127.0.0.1"
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1", "--blocking-threads", "8"]
    return [
        sys.executable,
        "-m",
        "granian",
        *options,
        "--backpressure",
        "64",
        "--no-ws",
        "--log-level",
        "error",
        "haven.config.wsgi:application",
    ]


def _announce(env: Environment) -> None:
    public = f"http://127.0.0.1:{env.public_port}"
    known_as = "" if env.practice else f", known as {env.public_url}"
    print(f"\nHaven is ready.\n  Staff site   http://localhost:{env.staff_port}\n  Public site  {public}{known_as}")
    if env.practice:
        _announce_practice()
    print("Stop with Ctrl-C.", flush=True)


def _announce_practice() -> None:
    from haven.accounts.models import PRACTICE_PASSWORD, ROLES, PracticeAccount

    print(
        "Practice: everybody is invented and nothing is sent. Sign in with one press on the staff site, or by password:"
    )
    for account in PracticeAccount.objects.select_related("user").order_by("position"):
        print(f"  {account.user.email:24} {ROLES[account.role]}")
    print(f"  password of all of them: {PRACTICE_PASSWORD}")
    print("  Responsible persons sign in on the public site, with one press, at /w/sign-in")


class Children:
    """The processes of one `haven serve`."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.may_end: set[str] = set()
        self.stopping = False

    def start(self, name: str, command: list[str], environ: Mapping[str, str], *, may_end: bool = False) -> None:
        self.running[name] = subprocess.Popen(command, env=dict(environ), start_new_session=True)
        if may_end:
            self.may_end.add(name)

    def watch(self, ready: Callable[[], None]) -> int:
        """Wait for both sites to answer, say so, and wait for the end."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        env = environment.read()
        waiting = [env.staff_port, env.public_port]
        code = 0
        while self.running and not self.stopping:
            waiting = [port for port in waiting if not _answers(port)] if waiting else waiting
            if waiting == [] and ready is not None:
                ready()
                waiting, ready = [-1], None  # type: ignore[assignment]
            for name, child in list(self.running.items()):
                if child.poll() is None:
                    continue
                del self.running[name]
                if name not in self.may_end:
                    print(f"haven: the {name} stopped with code {child.returncode}.", file=sys.stderr)
                    code, self.stopping = 1, True
            time.sleep(0.2)
        self._end_all()
        return code

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end_all(self) -> None:
        for child in self.running.values():
            child.terminate()
        for child in self.running.values():
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _answers(port: int) -> bool:
    if port < 0:
        return False
    with closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
