"""Card, PIN, phrase and code words, given face to face and nowhere else."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case
from haven.cases.permissions import may
from haven.parties.models import Person
from haven.sealed.ciphers import encipher
from haven.support.models import LineCredential, Secret
from haven.support.proving import hashed, normal_phrase, sounds_of, tidy_digits, why_not_phrase, why_not_pin
from haven_law.findings import refuse

RULE = "Haven card rule"
SPOKEN = ("phrase", "cannot_talk", "send_help")


@dataclass(frozen=True)
class GiveCard:
    """What was agreed face to face, apart from the subject. Empty: left as it is."""

    case: str
    in_person: bool
    pin: str = ""
    duress_pin: str = ""
    phrase: str = ""
    cannot_talk: str = ""
    send_help: str = ""
    staff_words: str = ""
    new_card: bool = False


@transaction.atomic
def give_card(command: GiveCard, *, by: User, at: datetime) -> LineCredential:
    """Give a card, or renew what is on it. Answers the card: its number is written on paper and on no page afterwards.

    Refused: not face to face; a first card without PIN and phrase; a PIN or phrase that he could guess; a PIN under duress
    that is the PIN; two spoken words that are the same; to a role that may not.
    """
    case = Case.objects.select_related("subject", "protected").get(ref=command.case)
    may(by, "give_card", case, at).require()
    lock_case(case.pk)
    if not command.in_person:
        refuse(RULE, "A card, a PIN and a phrase are given face to face only, apart from the subject").require()
    person = case.protected
    card = LineCredential.objects.filter(person=person, ended_at__isnull=True).first()
    if card is None and not (command.pin and command.phrase):
        refuse(RULE, "A first card needs a PIN and a phrase").require()
    _check(command, case)
    _check_apart(command, person)
    for kind in ("pin", "duress_pin", *SPOKEN, "staff_words"):
        if getattr(command, kind):
            _set(person, kind, getattr(command, kind), by, at)
    if card is None or command.new_card:
        card = _card(person, by, at)
    record(case, "card.given", by=by, at=at, about=("case", case.ref), facts={})
    return card


def _check(command: GiveCard, case: Case) -> None:
    people = (case.subject, case.protected)
    known = frozenset(
        word for person in people for name in person.names.all() for word in normal_phrase(name.as_written).split()
    )
    dates = frozenset(form for person in people if person.born for form in _dates(person.born))
    for pin in (command.pin, command.duress_pin):
        if pin and (why := why_not_pin(pin, dates)):
            refuse(RULE, why).require()
    if command.phrase and (why := why_not_phrase(command.phrase, known)):
        refuse(RULE, why).require()


def _dates(born: date) -> tuple[str, ...]:
    return f"{born:%d%m%y}", f"{born:%y%m%d}", f"{born:%m%d%y}"


def _check_apart(command: GiveCard, person: Person) -> None:
    """What means different things must be told apart, by its letters and by its sound."""
    from django.contrib.auth.hashers import check_password

    other = {"pin": "duress_pin", "duress_pin": "pin"}
    for kind, twin in other.items():
        said, beside = getattr(command, kind), getattr(command, twin)
        if not said:
            continue
        kept = Secret.objects.filter(person=person, kind=twin, replaced_at__isnull=True).first()
        same = (
            tidy_digits(said) == tidy_digits(beside)
            if beside
            else bool(kept and check_password(tidy_digits(said), kept.hash))
        )
        if same:
            refuse(RULE, "The PIN under duress must not be the PIN").require()
    spoken = [getattr(command, kind) for kind in SPOKEN if getattr(command, kind)]
    for text in spoken:
        if not normal_phrase(text):
            refuse(RULE, "The words must have letters").require()
    forms = [sounds_of(text) or normal_phrase(text) for text in spoken]
    if len(set(forms)) != len(forms):
        refuse(RULE, "The phrase and the code words must sound different").require()


def _set(person: Person, kind: str, value: str, by: User, at: datetime) -> None:
    Secret.objects.filter(person=person, kind=kind, replaced_at__isnull=True).update(replaced_at=at)
    row = Secret(person=person, kind=kind, set_in_person_by=by, set_at=at, recorded_by=by)
    if kind == "staff_words":
        row.cipher = encipher(f"person:{person.pk}", value.strip())
    elif kind in SPOKEN:
        row.hash, row.sounds_hash = hashed(normal_phrase(value)), hashed(sounds_of(value) or normal_phrase(value))
    else:
        row.hash = hashed(tidy_digits(value))
    row.save()


def _card(person: Person, by: User, at: datetime) -> LineCredential:
    LineCredential.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    number = fresh_number()
    return LineCredential.objects.create(person=person, card_number=number, given_by=by, given_at=at, recorded_by=by)


def fresh_number() -> str:
    """Eight digits that no card has or had."""
    number = f"{secrets.randbelow(10**8):08d}"
    while LineCredential.objects.filter(card_number=number).exists():
        number = f"{secrets.randbelow(10**8):08d}"
    return number
