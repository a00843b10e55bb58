"""The public site in a process of its own, as `haven serve` runs it: it starts, it answers, it knows no staff app."""

import os
import subprocess
import sys

PROGRAM = """
import django, sys
django.setup()
from django.conf import settings
from django.test import Client
assert settings.ROOT_URLCONF == "haven.config.urls_public"
answer = Client(headers={"host": "127.0.0.1"}).get("/u/what")
assert answer.status_code == 200, answer.status_code
lost = Client(headers={"host": "127.0.0.1"}).get("/cases/")
assert lost.status_code == 404
known = [name for name in sys.modules if name.startswith(("haven.cases", "haven.accounts", "haven.parties", "haven.sealed"))]
known += [name for name in sys.modules if name.startswith("haven.") and name.endswith(".models")]
print("KNOWN", known)
"""


def test_public_process_knows_no_case():
    environ = {**os.environ, "HAVEN_SURFACE": "public", "DJANGO_SETTINGS_MODULE": "haven.config.settings_test"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "KNOWN []" in done.stdout
