"""The report of a breach as an officer types it, a page after another."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from haven.cases.models import Draft
from tests.pages.acting import moment

# What an officer answers when there is little to say. `when` needs the time.
PLAIN: dict[str, dict[str, Any]] = {
    "where": {"where": "in_person", "place": "Outside a shop", "jurisdiction": "ew"},
    "clauses": {"clauses": ["1"]},
    "account": {"account": "They stood at the gate and shouted. I saw it.", "excuse_said": "none"},
    "done": {"response": "not_found"},
    "protected": {"seen": "not_yet", "risk": "later"},
}


def begin(client: Client, ref: str, *, danger: str = "no", query: str = "", key: str = "") -> Draft:
    """The first question, answered: the draft that it begins."""
    posted = {"in_danger": danger, "command_id": key or str(uuid4())}
    answer = client.post(f"/breaches/new/{ref}{query}", posted)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Draft.objects.get(public_id=answer.url.split("/")[3])


def answer(client: Client, draft: Draft, code: str, *, follow: bool = False, **typed: Any) -> HttpResponse:
    """One page, with the version that the page would carry."""
    draft.refresh_from_db()
    posted = {"version": str(draft.version)} | typed
    return client.post(f"/breaches/report/{draft.public_id}/q/{code}", posted, follow=follow)


def fill(client: Client, draft: Draft, at: datetime, **changes: dict[str, Any]) -> None:
    """Every page after the first; `changes` by the code of the question."""
    answers = {"when": {"when": "at"} | moment("at", at)} | PLAIN | changes
    for code, typed in answers.items():
        got = answer(client, draft, code, **typed)
        assert got.status_code == 302, f"{code}: {got.content.decode()}"


def send(client: Client, draft: Draft, key: str = "", follow: bool = True) -> HttpResponse:
    posted = {"command_id": key or str(uuid4())}
    return client.post(f"/breaches/report/{draft.public_id}/check", posted, follow=follow)
