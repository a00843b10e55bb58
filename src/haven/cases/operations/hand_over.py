"""What could not be recorded by itself becomes a person's task, with everything that was typed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, Unrecorded
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.sealed.ciphers import decipher, encipher

BY_ITSELF = "Haven"
# Of whoever may be in danger sooner: our own times.
WITHIN, AT_ONCE = timedelta(hours=2), timedelta(minutes=5)


@dataclass(frozen=True)
class HandedOver:
    """`post` names it once; `lines` are what was asked and what was typed. `urgent`: somebody may be in danger."""

    post: str
    sender: str
    what: str
    sent_at: datetime
    lines: tuple[tuple[str, str], ...]
    urgent: bool = False


@transaction.atomic
def hand_over(case: Case, given: HandedOver, *, at: datetime) -> Unrecorded:
    """Keep it under the case and give the task, once for each post. The orders unit sees to it; the control room where
    somebody may be in danger."""
    lock_case(case.pk)
    held = Unrecorded.objects.filter(case=case, post=given.post).first()
    if held is not None:
        return held
    row = Unrecorded(case=case, post=given.post, sender=given.sender, what=given.what[:80], sent_at=given.sent_at)
    row.typed_enc = encipher(case.ref, json.dumps(given.lines))
    kind, duty, due = ("control", "control_room", AT_ONCE) if given.urgent else ("unit", "unit_desk", WITHIN)
    team = team_of_force(case.lead_force_id, kind)
    if team is None:
        raise LookupError(f"The force of {case.ref} has no team")
    words = f"Could not be recorded by itself: {given.what.lower()}. Read what was typed, see to it, and tell the administrator"
    new = NewTask("not_recorded", words, team, at + due, "our rule", duty_role=duty, about=("unrecorded", str(row.ref)))
    row.task = make_task(case, new, by=None, at=at)
    row.save()
    facts = {"what": given.what.lower(), "who": given.sender.lower()}
    record(case, "post.handed_over", by=BY_ITSELF, at=at, about=("case", case.ref), facts=facts)
    return row


def typed_lines(row: Unrecorded) -> list[tuple[str, str]]:
    """What was asked and what was typed."""
    return [(name, value) for name, value in json.loads(decipher(row.case.ref, bytes(row.typed_enc)))]


def lines_of(said: dict[str, object], names: dict[str, str], words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Answers as lines to read: by the name of each question, with the words of each choice. Nothing is left out."""
    found = []
    for key, value in said.items():
        parts = value if isinstance(value, list) else [value]
        text = ", ".join(words.get(str(part), str(part)) for part in parts if part not in (None, ""))
        found.append((names.get(key, key), text))
    return tuple((name, text) for name, text in found if text)
