"""The phone line, as its provider asks for it: each request is signed, each answer is TwiML. Nothing here reads a table.

What is not signed for the configured public address is answered with an empty 403, whatever it is and whenever it comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from haven.languages.asking import LINE, WELSH, shown
from haven.line import flow, switchboard, twiml
from haven.line.flow import Heard, Turn
from haven.line.switchboard import Request
from haven.line.twiml import LineAccount, Params
from haven.line.words import said, welsh_version

Act = Callable[[str, Params, datetime], "Reply"]
RING, OVER = "/line/call", "/line/over"
MOST_STEPS, LONGEST_SID, LONGEST_KEYS = 200, 64, 32


@dataclass(frozen=True)
class Reply:
    """A status and what is sent; nothing is sent to whoever is not the provider."""

    status: int
    body: bytes = b""


@csrf_exempt
def line(request: HttpRequest) -> HttpResponse:
    """The provider asks what to say."""
    return _answered(request, speak)


@csrf_exempt
def over(request: HttpRequest) -> HttpResponse:
    """The provider says that a call has ended."""
    return _answered(request, hang_up)


def speak(address: str, params: Params, at: datetime) -> Reply:
    """The answer to a signed request. A step that is no number is a step that was never asked for."""
    asked = Request(
        sid=twiml.first(params, "CallSid")[:LONGEST_SID],
        step=_step(address),
        what=Heard(twiml.first(params, "Digits")[:LONGEST_KEYS], twiml.is_over(params), twiml.is_machine(params)),
        number=twiml.caller(params),
    )
    turn, step = switchboard.answer(asked, at) if asked.sid and asked.step != -1 else (switchboard.CALM, 0)
    return Reply(200, spoken(turn, step))


def hang_up(address: str, params: Params, at: datetime) -> Reply:
    """Nothing is said to a call that is over."""
    if twiml.is_over(params):
        switchboard.hang_up(twiml.first(params, "CallSid")[:LONGEST_SID], at)
    return Reply(200, twiml.answer(()))


def spoken(turn: Turn, step: int) -> bytes:
    """A turn as TwiML. To a person it is put through where there is a desk; else the caller is asked to ring again."""
    words: Sequence[flow.Say] = turn.words
    account: LineAccount | None = settings.LINE_ACCOUNT
    dial = account.desk if account is not None and turn.act == flow.PERSON else ""
    if turn.act == flow.PERSON and not dial:
        words = (*words[:-1], flow.Say("no_person"))
    welsh = turn.where.language != WELSH or shown(LINE, welsh_version())
    texts = said(tuple(words), turn.where.language, welsh=welsh)
    return twiml.answer(texts, keys=turn.keys, action=f"{RING}?n={step}", dial=dial)


def signed(path: str, params: Params, signature: str) -> bool:
    """Is the request signed for our configured public address?"""
    account: LineAccount | None = settings.LINE_ACCOUNT
    token = account.token if account is not None else ""
    return twiml.is_signed(token, settings.PUBLIC_URL.rstrip("/") + path, params, signature)


def reply(act: Act, path: str, params: Params, signature: str, at: datetime) -> Reply:
    """The answer to a request as it came, or an empty refusal."""
    return act(path, params, at) if signed(path, params, signature) else Reply(403)


def _answered(request: HttpRequest, act: Act) -> HttpResponse:
    params = {name: request.POST.getlist(name) for name in request.POST}
    given = request.headers.get("X-Twilio-Signature", "") if request.method == "POST" else ""
    found = reply(act, request.get_full_path(), params, given, timezone.now())
    return HttpResponse(found.body, status=found.status, content_type="text/xml; charset=utf-8")


def _step(address: str) -> int | None:
    """The number of the step in the address: none for a first request, -1 for one that is no number."""
    _path, _mark, query = address.partition("?")
    if not query:
        return None
    name, _equals, value = query.partition("=")
    if name != "n" or not (value.isascii() and value.isdigit() and len(value) < 4) or not 0 < int(value) <= MOST_STEPS:
        return -1
    return int(value)
