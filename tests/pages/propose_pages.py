"""A request for a notice as a browser makes it: an answer for every question, and the steps."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import time_machine
from django.test import Client

from haven.cases.models import Draft
from haven.web.police.propose.questions import QUESTIONS

# In the confirmed pilot.
AT = datetime(2026, 11, 6, 14, 14, tzinfo=UTC)
PERSON = {"family": "Verity", "birth": "day", "born-day": "27", "born-month": "3", "born-year": "1988"}
ANSWERS = {
    "subject": {"given": "Callum", **PERSON},
    "subject-names": {"another": "no"},
    "subject-about": {"sex": "male"},
    "subject-home": {"fixed": "yes", "lines": "3 Larkspur Walk\nCroydon", "postcode": "cr01vv", "borough": "Croydon"},
    "held": {"held": "no"},
    "bail": {"another": "no"},
    "subject-work": {"another": "no"},
    "subject-needs": {"interpreter": "no"},
    "protected": {"given": "Rowan", "family": "Ashdown", "birth": "apparent", "looks": "34"},
    "independent": {"knows": "no"},
    "connection": {"couple": ["former_intimate_partner"], "parents": ["co_parent"]},
    "protected-names": {"another": "no"},
    "protected-about": {"sex": "female"},
    "protected-home": {"shared": "no", "safe": "later"},
    "protected-places": {"another": "no"},
    "protected-needs": {"interpreter": "no"},
    "behaviour": {"behaviours": ["physical_or_sexual"], "account": "Threw a chair through a door."},
    "numbers": {"incident": "CAD 991"},
    "risk": {"done": "yes", "tool": "dash", "grade": "high", "number": "R/77"},
    "firearms": {"answer": "no"},
    "necessity": {"necessity": "Said it would happen again tonight."},
    "opinion": {"view": "could_not", "steps": "Called twice; no answer."},
    "children": {"another": "no"},
    "representations": {"answer": "obtained", "words": "Said nothing happened."},
    "occupants": {"another": "no"},
    "terms": {"terms": ["no_contact", "distance_from_home"], "metres": "100"},
    "grounds": {"grounds": "On 6 November 2026 you threw a chair."},
    "forces": {"forces": "not_known"},
    "plan": {"now_safe": "later"},
}


@contextmanager
def signed_in(user):
    """A browser of this person at 2:14pm on that Friday."""
    with time_machine.travel(AT, tick=False):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        yield client


def start(client):
    response = client.post("/notices/new")
    assert response.status_code == 302
    return Draft.objects.latest("pk")


def page(draft, code):
    return f"/notices/new/{draft.public_id}/q/{code}"


def put(client, draft, code, answers=None, **more):
    """Answer one question as a browser does."""
    draft.refresh_from_db()
    data = {"version": draft.version, **(ANSWERS[code] if answers is None else answers), **more}
    return client.post(page(draft, code), data)


def fill(client, draft, changes=None, until=None):
    """Answer every question that is asked, following the pages."""
    answers = ANSWERS | (changes or {})
    where = page(draft, "subject")
    for _ in range(2 * len(QUESTIONS)):
        code = where.rsplit("/", 1)[1].split("?")[0]
        if code in ("check", until):
            return where
        response = put(client, draft, code, answers[code])
        assert response.status_code == 302, (
            code,
            re.findall(r"error-message[^>]*>(.*?)</p>", response.content.decode(), re.S),
        )
        where = response["Location"]
    raise AssertionError("The flow does not end")


def send(client, draft, command=None):
    return client.post(f"/notices/new/{draft.public_id}/check", {"command_id": str(command or uuid4())})
