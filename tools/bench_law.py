"""`make bench`, the part of the law: deadlines a second on one core, lines a second through the command with its start,
and what importing costs. One JSON line a figure. Needs no database."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from haven_law.answering import answer_line
from haven_law.clock import HearingDeadline, hearing_deadline
from haven_law.deadline_findings import deadline_decision
from haven_law.findings import Decision

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.law import slow  # noqa: E402  the minute counter of the tests

DEADLINES, LINES, INTERPRETERS, MINUTE_COUNTED = 40_000, 20_000, 20, 20
QUESTIONS: tuple[dict[str, object], ...] = (
    {"question": "hearing_deadline", "given_at": "2026-12-24T10:00:00+00:00"},
    {"question": "custody_deadline", "arrested_at": "2026-11-07T20:00:00+00:00"},
    {"question": "monitoring_last_day", "start": "2026-01-15", "requested_end": "2027-07-14"},
    {"question": "notification_deadline", "event_day": "2026-12-24"},
    {"question": "victim_update_deadline", "event_day": "2026-11-02", "enhanced": True},
    {"question": "support_referral_deadline", "report_day": "2026-11-06"},
    {"question": "may_give_notice", "on": "2026-11-23", "subject_born": "1996-01-15", "protected_born": "1996-01-15",
     "connection": "step_sibling", "giver_rank": "inspector"},
    {"question": "may_make_order", "on": "2026-11-23", "subject_born": "1996-01-15", "protected_born": "1996-01-15",
     "connection": "spouse"},
    {"question": "notice_term", "term": "leave_premises", "shared_home": True},
    {"question": "order_term", "term": "electronic_monitoring", "subject_present": True, "occupier_consents": False},
    {"question": "route", "applicant": "chief_officer", "after_notice": True},
    {"question": "area_in_force", "subject_area": "London Borough of Sutton", "on": "2026-11-23"},
)  # fmt: skip


def say(name: str, **values: object) -> None:
    print(json.dumps({"figure": name} | values), flush=True)


def rate(act: Callable[[], int]) -> tuple[float, float]:
    """How many a second of this process's own time, and of the wall clock."""
    began, began_wall = time.process_time(), time.perf_counter()
    done = act()
    return done / (time.process_time() - began), done / (time.perf_counter() - began_wall)


def instants() -> list[datetime]:
    """Times of service over four years, no two at the same hour of the week."""
    start = datetime(2025, 1, 1, tzinfo=UTC)
    return [start + timedelta(minutes=53 * number) for number in range(DEADLINES)]


def decided(given_at: datetime) -> tuple[HearingDeadline, Decision]:
    """One deadline with its step table, and the decision with its findings."""
    found = hearing_deadline(given_at)
    return found, deadline_decision(found)


def deadlines() -> None:
    """Deadlines with step table and decision, without the decision, and by the minute counter, in the same run."""
    times = instants()
    with_decision, _ = rate(lambda: len([decided(given_at) for given_at in times]))
    table_only, _ = rate(lambda: len([hearing_deadline(given_at) for given_at in times]))
    few = times[:: DEADLINES // MINUTE_COUNTED]
    by_minute, _ = rate(lambda: len([slow.deadline(given_at, 48 * 60, contested=False) for given_at in few]))
    say("law_hearing_deadlines", per_second=round(with_decision), with_step_table_alone=round(table_only),
        by_minute_counter=round(by_minute), times=DEADLINES)  # fmt: skip


def command() -> None:
    """Lines a second through `haven law answer FILE`, its start included, beside the same lines without a process."""
    lines = [json.dumps({"id": n} | QUESTIONS[n % len(QUESTIONS)]) for n in range(LINES)]
    haven = str(Path(sys.executable).with_name("haven"))
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Path(folder) / "questions.jsonl", Path(folder) / "none.jsonl"
        full.write_text("\n".join(lines), encoding="utf-8")
        empty.write_text("", encoding="utf-8")
        whole = run([haven, "law", "answer", str(full)], expected=LINES)
        start = run([haven, "law", "answer", str(empty)], expected=0)
    within, _ = rate(lambda: len([answer_line(line) for line in lines]))
    say("law_command", lines_per_second=round(LINES / whole), lines=LINES, seconds=round(whole, 3),
        start_seconds=round(start, 3), without_a_process_per_second=round(within))  # fmt: skip


def run(words: list[str], expected: int) -> float:
    """Run a command and count its lines. The time by the wall clock."""
    began = time.perf_counter()
    done = subprocess.run(words, capture_output=True, check=True)
    spent = time.perf_counter() - began
    if done.stdout.count(b"\n") != expected:
        raise SystemExit("The command did not answer every line.")
    return spent


def importing() -> None:
    """What importing costs: the median of fresh interpreters, less a bare one; by the clock, and of the processor."""
    modules = sorted(f"haven_law.{file.stem}" for file in (ROOT / "src" / "haven_law").glob("*.py"))
    every = "import " + ", ".join(name for name in modules if "__" not in name)
    bare = interpreter("pass")
    for name, code in (
        ("package", "import haven_law"),
        ("answering", "import haven_law.answering"),
        ("every_module", every),
    ):
        wall, own = interpreter(code)
        say("law_import", what=name, ms=round((wall - bare[0]) * 1000, 1), processor_ms=round((own - bare[1]) * 1000, 1),
            interpreters=INTERPRETERS)  # fmt: skip


def interpreter(code: str) -> tuple[float, float]:
    """The median time of a fresh interpreter that does this and ends: by the clock, and of the processor."""
    words = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); {code}"]
    wall, own = [], []
    for _ in range(INTERPRETERS):
        began = time.perf_counter()
        process = subprocess.Popen(words)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"Importing failed: {code}")
        wall.append(time.perf_counter() - began)
        own.append(used.ru_utime + used.ru_stime)
    return statistics.median(wall), statistics.median(own)


def main() -> int:
    deadlines()
    command()
    importing()
    return 0


if __name__ == "__main__":
    sys.exit(main())
