"""What a log may hold: routes, numbers, places in the code. Never what a person typed or a row holds."""

import io
import json
import logging
import os
import subprocess
import sys

import pytest
from django.db import IntegrityError
from django.test import Client

from haven.config.logs import configure


@pytest.fixture
def lines():
    """What the handler writes, line by line."""
    before, written = logging.getLogger().handlers, io.StringIO()
    configure()
    logging.getLogger().handlers[0].setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().handlers = before


def test_exception_says_where_not_what(lines):
    try:
        raise IntegrityError("Key (email)=(jordan.secret@haven.example) already exists")
    except IntegrityError:
        logging.getLogger("anything").exception("could not store")
    (line,) = lines()
    assert line["exception"] == "IntegrityError" and "test_logs.py" in line["at"][-1]
    assert "jordan.secret" not in json.dumps(line)


def test_request_line_has_no_query(house, lines):
    client = Client()
    client.force_login(house.ali)
    client.get("/help?name=Jordan+Ashdown")
    text = json.dumps(lines())
    assert '"route": "help"' in text and f'"user": {house.ali.pk}' in text
    assert "Jordan" not in text


def test_django_configures_our_logs_at_start():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); import logging; logging.getLogger('x').warning('hello')",
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "haven.config.settings_test"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stderr.splitlines()[-1])["event"] == "hello"
