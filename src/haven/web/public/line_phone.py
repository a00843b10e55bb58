"""A telephone on a page, in practice alone: it rings the line as the provider does, with a signature of its own, and says
what would be heard. Works by plain forms; what is keyed is in the page and nowhere else."""

from __future__ import annotations

import re
import uuid
import xml.etree.ElementTree as Tree
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from haven.line import practice, twiml
from haven.line.switchboard import practice_cards
from haven.line.twiml import LineAccount
from haven.web.public import line_voice

NUMBERS = {"+447700900123": "07700 900123", "+447700900999": "07700 900999", "anonymous": "A withheld number"}
KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#")
SID, ACTION, TYPED = (
    re.compile(r"CA[0-9a-f]{32}"),
    re.compile(r"/line/call(\?n=[0-9]{1,3})?"),
    re.compile(r"[0-9*]{0,32}"),
)


@dataclass(frozen=True)
class Handset:
    """A call as the page holds it. `heard` are pairs of language and words; `wanted` is how many keys are waited for."""

    number: str = "+447700900123"
    sid: str = ""
    action: str = line_voice.RING
    typed: str = ""
    wanted: int = 0
    heard: tuple[tuple[str, str], ...] = field(default=())
    put_through: bool = False

    @property
    def on(self) -> bool:
        return bool(self.sid)


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """The telephone. In production there is no such page."""
    if not settings.PRACTICE:
        raise Http404
    handset = _pressed(request) if request.method == "POST" else Handset()
    values = {
        "foot": [], "practice": True, "phone": handset, "numbers": NUMBERS, "buttons": KEYS,
        "heard": urlencode(handset.heard),
        "cards": [(f"{number[:4]} {number[4:]}", words) for number, words in practice_cards()],
        "secrets": practice,
    }  # fmt: skip
    answer = render(request, "public/line/phone.html.j2", values)
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _pressed(request: HttpRequest) -> Handset:
    """What the press does. A page that was tampered with is a telephone on the hook."""
    said = request.POST
    number = said.get("number", "")
    if number not in NUMBERS:
        return Handset()
    if "ring" in said:
        return _ask(Handset(number=number, sid=f"CA{uuid.uuid4().hex}"))
    handset = Handset(number, said.get("sid", ""), said.get("action", ""), said.get("typed", ""))
    wanted = said.get("wanted", "")
    known = SID.fullmatch(handset.sid) and ACTION.fullmatch(handset.action) and TYPED.fullmatch(handset.typed)
    if not known or wanted not in ("1", "6", "8"):
        return Handset(number)
    return _key(replace(handset, wanted=int(wanted)), said)


def _key(handset: Handset, said: QueryDict) -> Handset:
    """One key more; or what was keyed is sent, by waiting, by the last key, or by the hash key."""
    if "hang_up" in said:
        params = {"CallSid": [handset.sid], "From": [handset.number], "CallStatus": ["completed"]}
        line_voice.reply(line_voice.hang_up, line_voice.OVER, params, _sign(line_voice.OVER, params), timezone.now())
        return Handset(handset.number)
    key = said.get("key", "")
    typed = handset.typed + (key if key in KEYS and key != "#" else "")
    if "wait" in said or key == "#" or len(typed) >= handset.wanted:
        return _ask(replace(handset, typed=typed))
    heard = tuple((language, words) for language, words in parse_qsl(said.get("heard", "")) if language in twiml.VOICES)
    return replace(handset, typed=typed, heard=heard)


def _ask(handset: Handset) -> Handset:
    """A request as the provider would send it, and the telephone after its answer."""
    params = {
        "CallSid": [handset.sid], "From": [handset.number], "CallStatus": ["in-progress"], "Digits": [handset.typed],
    }  # fmt: skip
    found = line_voice.reply(line_voice.speak, handset.action, params, _sign(handset.action, params), timezone.now())
    response = Tree.fromstring(found.body)  # noqa: S314  our own answer
    gather = response.find("Gather")
    languages = {code: language for language, (code, _voice) in twiml.VOICES.items()}
    heard = tuple((languages[say.get("language", "en-GB")], say.text or "") for say in response.iter("Say"))
    after = Handset(number=handset.number, heard=heard, put_through=response.find("Dial") is not None)
    if gather is None:
        return after
    return replace(after, sid=handset.sid, action=gather.get("action", ""), wanted=int(gather.get("numDigits", "1")))


def _sign(path: str, params: twiml.Params) -> str:
    account: LineAccount | None = settings.LINE_ACCOUNT
    return twiml.signature(account.token if account else "", settings.PUBLIC_URL.rstrip("/") + path, params)
