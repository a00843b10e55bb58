"""Who helps her, and for what: agreed with her face to face, ended by her at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case
from haven.cases.permissions import may
from haven.parties.contact.speaking import Helper, may_help
from haven.parties.models import Person
from haven.support.models import Consent, LineCredential, Secret, Supporter, Visit
from haven.support.operations.give_card import fresh_number
from haven.support.proving import hashed, normal_phrase, sounds_of, why_not_phrase
from haven_law.clock import to_london
from haven_law.definitions import age_on
from haven_law.findings import refuse

RULE = "Haven consent rule"
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class NameFriend:
    """A friend, or who speaks for a child, with what they may do and until when. The phrase is their own, chosen by them;
    `in_person`: agreed with the protected person face to face, apart from the subject."""

    case: str
    name: str
    kind: str
    scopes: tuple[str, ...]
    until_at: datetime
    phrase: str
    in_person: bool
    lives_with_subject: bool = False
    related_to_subject: bool = False


@dataclass(frozen=True)
class Named:
    """The consent, and the number of the friend's card: it is shown once."""

    consent: Consent
    card_number: str


@transaction.atomic
def name_friend(command: NameFriend, *, by: User, at: datetime) -> Named:
    """Record a friend who helps, with a card of their own. Refused: not face to face; nothing that they may do; an end in
    the past or more than a year away; whoever may not help (`may_help`), the subject of any of her cases by name; a phrase
    that is none, or has a name in it that the subject knows; to a role that may not."""
    case = Case.objects.select_related("subject", "protected").get(ref=command.case)
    may(by, "keep_consents", case, at).require()
    lock_case(case.pk)
    _check(command, case, at)
    friend = Person.objects.create(recorded_by=by)
    supporter = Supporter.objects.create(name=command.name.strip(), kind=command.kind, person=friend, recorded_by=by)
    phrase = Secret(person=friend, kind="phrase", set_in_person_by=by, set_at=at, recorded_by=by)
    phrase.hash = hashed(normal_phrase(command.phrase))
    phrase.sounds_hash = hashed(sounds_of(command.phrase) or normal_phrase(command.phrase))
    phrase.save()
    number = fresh_number()
    LineCredential.objects.create(person=friend, card_number=number, given_by=by, given_at=at, recorded_by=by)
    consent = Consent.objects.create(
        person=case.protected,
        supporter=supporter,
        scopes=list(dict.fromkeys(command.scopes)),
        given_how="In person",
        from_at=at,
        until_at=command.until_at,
        recorded_by=by,
    )
    facts = {"who": "A friend", "scopes": ", ".join(Consent.SCOPES[s].lower() for s in consent.scopes)}
    record(case, "consent.given", by=by, at=at, about=("case", case.ref), facts=facts)
    return Named(consent, number)


def _check(command: NameFriend, case: Case, at: datetime) -> None:
    if not command.in_person:
        refuse(RULE, "Who helps them is agreed face to face only, apart from the subject").require()
    if (
        command.kind not in ("friend", "guardian")
        or not command.scopes
        or not set(command.scopes) <= set(Consent.SCOPES)
    ):
        refuse(RULE, "Choose what they may do").require()
    if not at < command.until_at <= at + LONGEST:
        refuse(RULE, "Choose a last day within a year from today").require()
    is_subject = normal_phrase(command.name) in _names(case)
    speaks = command.kind == "guardian"
    helper = Helper(is_subject, command.lives_with_subject, command.related_to_subject, speaks)
    may_help(helper, age_of(case.protected, at)).require()
    words = frozenset(word for name in _names(case) for word in name.split())
    if why := why_not_phrase(command.phrase, words):
        refuse(RULE, why).require()


def age_of(person: Person, at: datetime) -> int | None:
    """The age of a person on the day of an instant; None where it is not known."""
    return age_on(person.born, to_london(at).date()) if person.born is not None else None


def _names(case: Case) -> frozenset[str]:
    """Every name of whoever any of her cases is against."""
    against = Person.objects.filter(cases_as_subject__protected=case.protected)
    return frozenset(normal_phrase(n.as_written) for person in against for n in person.names.all())


@transaction.atomic
def revoke_consent(consent: Consent, *, by: User, at: datetime) -> Consent:
    """End it at this instant, at her wish, with every visit that it carried. Refused when it is over; to a role that may
    not in the newest of her cases."""
    case = _newest_case(consent)
    may(by, "keep_consents", case, at).require()
    lock_case(case.pk)
    if not Consent.objects.filter(pk=consent.pk, revoked_at__isnull=True, until_at__gt=at).update(revoked_at=at):
        refuse(RULE, "This consent is over already").require()
    consent.revoked_at = at
    consent_ended(consent, by=by, at=at)
    return consent


@transaction.atomic
def consent_ended(consent: Consent, *, by: User | str, at: datetime) -> None:
    """What follows when a consent was ended, by her on her page or with an officer: visits end, and it is written down."""
    case = _newest_case(consent)
    lock_case(case.pk)
    Visit.objects.filter(consent=consent, ended_at__isnull=True).update(ended_at=at)
    facts = {"who": "A friend" if consent.supporter.person_id else consent.supporter.organisation or "A supporter"}
    record(case, "consent.revoked", by=by, at=at, about=("case", case.ref), facts=facts)


def _newest_case(consent: Consent) -> Case:
    rows = Case.objects.filter(protected_id=consent.person_id)
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at")[0]
