"""One request of the provider, answered: where the call stands, what was keyed, who is proven, what may be told.

Knows no table. The process that answers can read none: it asks four functions of the owner of the tables. A step of a
call is answered once; whatever else arrives, sent again or out of order, hears the same calm words. Every request costs
the same statements and the same hash computations whichever card is keyed."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection, transaction

from haven.compliance.envelope import close_up, open_up
from haven.line import flow
from haven.line.flow import Heard, News, Say, Turn, Where
from haven.support.asking import prove, source_key
from haven.support.proving import DURESS, PROVEN, Said

HELD = "call of the line"
CALM = Turn(Where(state=flow.OVER), (Say("calm"),), "calm")


@dataclass(frozen=True)
class Request:
    """A request whose signature was right. `step`: the number that the answer before it asked for; none: a first one."""

    sid: str
    step: int | None
    what: Heard
    number: str = ""


@transaction.atomic
def answer(asked: Request, at: datetime) -> tuple[Turn, int]:
    """What is said, and the number of the next step. Killed before its end it leaves nothing, and the same request may
    come again; after its end it is answered with calm words."""
    sid = _key(asked.sid)
    step, held = _load(sid, asked, at)
    if step is None or step != (asked.step or 0):
        return CALM, 0
    if asked.step is None:
        turn, named, person, duress = flow.begin(machine=asked.what.machine), "", None, False
    else:
        turn, named, person, duress = _next(_opened(held), asked, at)
    saved = _save(sid, step, turn, named, person, duress, at)
    return (turn, step + 1) if saved else (CALM, 0)


def hang_up(sid: str, at: datetime) -> None:
    """The provider says that the call is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT line_end(%s, %s)", [_key(sid), at])


def _next(where: Where, asked: Request, at: datetime) -> tuple[Turn, str, int | None, bool]:
    turn = flow.heard(where, asked.what)
    if turn.act != flow.PROVE:
        return turn, turn.named, None, False
    source = f"number {asked.number}" if asked.number else f"withheld {where.card}"
    found, person = prove(where.card, Said(pin=turn.pin), source=source, at=at)
    is_her = found == PROVEN and not where.sealed
    after = flow.proven(where, _news(where.card if is_her else "", at), duress=found == DURESS)
    return after, where.card, person if is_her else None, found == DURESS


def _load(sid: str, asked: Request, at: datetime) -> tuple[int | None, bytes | None]:
    cli = source_key(f"number {asked.number}") if asked.number else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT step, held FROM line_load(%s, %s, %s, %s)", [sid, asked.step is None, cli, at])
        row = cursor.fetchone()
    return (row[0], bytes(row[1]) if row[1] is not None else None) if row else (None, None)


def _save(sid: str, step: int, turn: Turn, named: str, person: int | None, duress: bool, at: datetime) -> bool:
    held = close_up(HELD, turn.where.dump())
    over = turn.where.state == flow.OVER
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line_save(%s, %s, %s, %s, %s, %s::bigint, %s, %s, %s)",
            [sid, step, held, turn.kind, named, person, duress, over, at],
        )
        return bool(cursor.fetchone()[0])


def practice_cards() -> list[tuple[str, str]]:
    """Numbers of cards to try, with what is so of each. None outside practice: the database says so as well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT card_number, words FROM line_practice_cards()")
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _news(card: str, at: datetime) -> News | None:
    """What the holder of a proven card may be told. Asked for no card too, so that nobody costs as much."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT line_news(%s, %s)", [card, at])
        shown = cursor.fetchone()[0]
    return News(**(json.loads(shown) if isinstance(shown, str) else shown)) if shown is not None else None


def _opened(held: bytes | None) -> Where:
    try:
        return Where.load(open_up(HELD, held or b""))
    except (InvalidTag, ValueError):
        return Where(state=flow.OVER)


def _key(sid: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), f"call {sid}".encode(), hashlib.sha256).hex()
