"""A small run of `make crash`: workers killed by signal 9 send nothing twice and lose nothing."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_workers_that_are_killed_send_each_message_once():
    command = [sys.executable, "tools/crash.py", "--updates", "40", "--kills", "4"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found["messages"] == 40 and found["sent"] + found["taken_back_or_unsafe"] + found["expired"] >= 40
    assert found["sent"] > 0 and found["taken_back_or_unsafe"] > 0
