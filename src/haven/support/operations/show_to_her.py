"""What her pages may show is made anew after something happened in her cases."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.parties.models import Person
from haven.support.models import Consent, LineCredential, ShownToHer
from haven.support.shown import shown_to_her


@transaction.atomic
def show_to_her(person_id: int, at: datetime) -> ShownToHer | None:
    """Make the view of a person who can sign in, or whose friend or support worker can; None for everybody else. May run any
    number of times: the row is held first, so that the last of two that run at once has seen what both wrote."""
    cards = LineCredential.objects.filter(ended_at__isnull=True)
    helped = cards.filter(person__as_supporter__consents__person=person_id)
    by_worker = Consent.objects.filter(person=person_id, supporter__user__isnull=False)
    if not (cards.filter(person=person_id).exists() or helped.exists() or by_worker.exists()):
        return None
    person = Person.objects.select_for_update().get(pk=person_id)
    shown, names = shown_to_her(person)
    row, _made = ShownToHer.objects.update_or_create(
        person=person, defaults={"shown": shown, "names": names, "made_at": at}
    )
    return row
