"""What a telephone provider and we say to each other: requests signed as Twilio signs them, answers in TwiML. Knows no
table and no case."""

from __future__ import annotations

import base64
import hashlib
import hmac
import xml.etree.ElementTree as Tree
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

VOICES = {"en": ("en-GB", "Polly.Amy"), "cy": ("cy-GB", "Polly.Gwyneth")}
# Seconds without a key after which silence counts as an answer.
WAIT = 8
# How a provider writes that the caller keeps the number back: words, or the letters of a word as keys.
WITHHELD = frozenset({
    "", "anonymous", "unavailable", "restricted", "blocked", "unknown", "private", "+266696687", "+7378742833",
    "+2562533", "+8656696", "+86282452253",
})  # fmt: skip
MACHINES = ("machine", "fax")
ENDED = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
Params = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class LineAccount:
    """The account of the line at its provider: the token that signs, and the number of the desk, if calls are put
    through to one."""

    token: str
    desk: str = ""


def signature(token: str, url: str, params: Params) -> str:
    """How the provider signs a request: the whole address, then each name with its values, in order of the names."""
    text = url + "".join(name + value for name in sorted(params) for value in sorted(set(params[name])))
    return base64.b64encode(hmac.digest(token.encode(), text.encode(), hashlib.sha1)).decode()


def is_signed(token: str, url: str, params: Params, given: str) -> bool:
    """Is the request of the provider? Compared in constant time; without a token nothing is."""
    right = signature(token, url, params)
    return hmac.compare_digest(right.encode(), given.encode()) and bool(token)


def first(params: Params, name: str) -> str:
    values = params.get(name) or ("",)
    return values[0]


def caller(params: Params) -> str:
    """The number that rings, or nothing where it is withheld. It is never trusted, shown or kept."""
    number = first(params, "From").strip()
    return "" if number.casefold() in WITHHELD else number


def is_machine(params: Params) -> bool:
    return first(params, "AnsweredBy").startswith(MACHINES)


def is_over(params: Params) -> bool:
    return first(params, "CallStatus") in ENDED


def answer(texts: Iterable[tuple[str, str]], *, keys: int = 0, action: str = "", dial: str = "") -> bytes:
    """A turn as TwiML: say the texts; then wait for keys and go to `action`, or put through, or hang up."""
    response = Tree.Element("Response")
    place = response
    if keys:
        place = Tree.SubElement(
            response, "Gather", input="dtmf", numDigits=str(keys), timeout=str(WAIT), finishOnKey="#",
            action=action, method="POST", actionOnEmptyResult="true",
        )  # fmt: skip
    for language, text in texts:
        code, voice = VOICES[language]
        Tree.SubElement(place, "Say", language=code, voice=voice).text = text
    if not keys:
        if dial:
            Tree.SubElement(response, "Dial").text = dial
        Tree.SubElement(response, "Hangup")
    return b'<?xml version="1.0" encoding="UTF-8"?>' + Tree.tostring(response)
