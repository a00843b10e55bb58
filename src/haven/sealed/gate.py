"""The leak gate: does a text hold something sealed, in any spelling or spacing? Needles live in memory only."""

import re
import unicodedata
from collections.abc import Iterable

from django.db import transaction

from haven.sealed.models import SealedUse, SealedValue
from haven.sealed.operations import fetch_all

SHORTEST = 5


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c)))


def _needles(value: str) -> set[str]:
    """The whole value, each of its lines, its postcode and its digits when there are many."""
    parts = [value, *re.split(r"[\n,;]", value)]
    postcodes = re.findall(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b", value)
    digits = re.sub(r"\D", "", value)
    found = {_bare(part) for part in (*parts, *postcodes)}
    if len(digits) >= 9:
        found |= {digits, digits[-9:]}
    return {needle for needle in found if len(needle) >= SHORTEST and not needle.isalpha() or len(needle) >= 12}


@transaction.atomic
def sealed_kinds_in(text: str, *, owners: Iterable[str], asked_by: str) -> set[str]:
    """The kinds of sealed value of these owners that the text holds; an empty set lets a paper out. In a transaction of its
    own where there is none: a value is fetched only in the one that wrote down its use."""
    haystack = _bare(text)
    rows = SealedValue.objects.filter(owner_ref__in=list(owners), destroyed_at__isnull=True)
    kind_of = dict(rows.values_list("handle", "kind"))
    if not kind_of:
        return set()
    SealedUse.objects.bulk_create(
        SealedUse(handle=handle, purpose="leak gate", asked_by=asked_by, answer_kind="used") for handle in kind_of
    )
    values = fetch_all(kind_of, "leak gate", asked_by)
    return {kind_of[h] for h, value in values.items() if any(needle in haystack for needle in _needles(value))}
