"""The only ways to a sealed value: seal it, ask a closed question about it, or two people reveal it with a reason."""

import re
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from haven.sealed.ciphers import blind, decipher_bytes, encipher
from haven.sealed.models import BlindKey, SealedUse, SealedValue


@dataclass(frozen=True)
class Place:
    """An address as typed. `lines` from the unit down; the postcode apart."""

    lines: str
    postcode: str = ""


class NeedsTwoPeople(Exception):
    """A sealed value is revealed only to two different people who give a reason."""


def normalised(place: Place) -> dict[str, str]:
    """The three forms of an address that are compared: the unit, the house in its street, the postcode."""
    text = unicodedata.normalize("NFKC", place.lines).casefold()
    text = re.sub(r"\b(flat|apartment|apt|unit)\s+", "flat ", text)
    words = re.sub(r"[^\w]+", " ", text).split()
    postcode = re.sub(r"\s+", "", place.postcode).upper()
    house = list(words)
    if house[:1] == ["flat"]:
        house = house[2:]
    forms = {"unit": " ".join(words), "house": f"{' '.join(house[:3])} {postcode}".strip(), "postcode": postcode}
    return {purpose: value for purpose, value in forms.items() if value}


@transaction.atomic(savepoint=False)
def seal(*, owner_ref: str, kind: str, value: str, place: Place | None = None) -> uuid.UUID:
    """Seal a value. For a place the keyed hashes are kept beside it. Answers the handle, never the value."""
    row = SealedValue(owner_ref=owner_ref, kind=kind, cipher=encipher(owner_ref, value))
    row.save()
    if place is not None:
        BlindKey.objects.bulk_create(
            BlindKey(handle=row.handle, purpose=purpose, keyed_hash=blind(purpose, form))
            for purpose, form in normalised(place).items()
        )
    return row.handle


@transaction.atomic
def matches(*, place: Place, purpose: str, asked_by: str) -> set[uuid.UUID]:
    """The handles of sealed places that are this place: the same unit, or the same house. Recorded as a use of each.
    The caller must not tell the asker that there was one."""
    forms = normalised(place)
    found: set[uuid.UUID] = set()
    for form in ("unit", "house"):
        if form in forms:
            rows = BlindKey.objects.filter(purpose=form, keyed_hash=blind(form, forms[form]))
            found |= set(rows.values_list("handle", flat=True))
    for handle in sorted(found):
        SealedUse.objects.create(handle=handle, purpose=purpose, asked_by=asked_by, answer_kind="matched")
    return found


@transaction.atomic
def reveal(*, handle: uuid.UUID, purpose: str, by: str, second: str, reason: str) -> str:
    """The value, to two different people who give a reason of at least 20 characters. Recorded before it is read."""
    if not by or not second or by == second or len(reason.strip()) < 20:
        raise NeedsTwoPeople("Two different people and a reason of at least 20 characters are needed to reveal this.")
    SealedUse.objects.create(
        handle=handle, purpose=purpose, asked_by=by, second_person=second, reason=reason, answer_kind="revealed"
    )
    return _fetch(handle, purpose, by)


def use_for_sending(*, handle: uuid.UUID, purpose: str, by: str) -> str:
    """The value for a machine that must use it, such as a telephone number at the moment of sending. Recorded."""
    SealedUse.objects.create(handle=handle, purpose=purpose, asked_by=by, answer_kind="used")
    return _fetch(handle, purpose, by)


def _fetch(handle: uuid.UUID, purpose: str, by: str) -> str:
    found = fetch_all([handle], purpose, by)
    if not found:
        raise SealedValue.DoesNotExist(f"No sealed value {handle}")
    return found[handle]


def fetch_all(handles: Iterable[uuid.UUID], purpose: str, by: str) -> dict[uuid.UUID, str]:
    """Some values at once, for this package alone: each use of them is recorded before, by who calls it."""
    asked = list(handles)
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h, f.owner_ref, f.cipher FROM unnest(%s::uuid[]) AS h, sealed_fetch(h, %s, %s) AS f",
            [asked, purpose, by],
        )
        rows = cursor.fetchall()
    return {handle: decipher_bytes(owner_ref, cipher).decode() for handle, owner_ref, cipher in rows}
