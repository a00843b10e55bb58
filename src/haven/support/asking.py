"""The two statements by which anybody is proven, on whichever host. Knows no table: both are functions of their owner."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import connection

from haven.support.proving import CARD, DURESS, NOT_PROVEN, Known, Said, judge, tidy_digits

Judge = Callable[[Known, Said], str]


def prove(card: str, said: Said, *, source: str, at: datetime, judged_by: Judge = judge) -> tuple[str, int | None]:
    """PROVEN or DURESS with the number of the person, or NOT_PROVEN and nobody. Two statements and the same hash
    computations whoever asks; what follows from a wrong try is seen to by the worker. `judged_by`: another judge, who
    hears more than the phrase."""
    number, key = tidy_digits(card), source_key(source)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM support_known(%s, %s, %s)", [number if CARD.fullmatch(number) else "", key, at])
        known = Known(*cursor.fetchone())
        answer = judged_by(known, said)
        values = [key, known.person, at, answer != NOT_PROVEN, answer == DURESS]
        cursor.execute("SELECT support_try(%s, %s::bigint, %s, %s, %s)", values)
    return answer, known.person if answer != NOT_PROVEN else None


def source_key(source: str) -> str:
    """A source, such as a caller's number or a browser, as a keyed hash: it can be counted and not read."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"source {source}".encode(), hashlib.sha256).hex()
