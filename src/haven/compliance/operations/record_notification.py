"""The subject came to a police station and told names and home (ss.41-42): once, with what was given, and a written
acknowledgement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import meet
from haven.cases.permissions import may
from haven.compliance.clocks import duty_about
from haven.compliance.facts import as_duty, open_duties, root_of, same_people
from haven.compliance.models import Notification, NotificationDuty
from haven.compliance.operations.acknowledge import keep_acknowledgement
from haven.compliance.operations.recompute_notification import hold_cases, recompute_notification
from haven.compliance.operations.record_change import LearnChange, write_change
from haven.compliance.place import is_sealed_here, write_home, write_names
from haven.orders.models import Order
from haven.sealed.ciphers import encipher
from haven_law.citation import daa
from haven_law.findings import Decision, Finding, refuse
from haven_law.notification import (
    ADDRESS_CHANGED,
    HAVING_NONE,
    HOME_ADDRESS,
    NAME_USED,
    NAMES,
    NEW_ADDRESS,
    NO_ADDRESS,
    THE_NAME,
    notification_given,
)

RULE = "Haven notification rule"
OTHER_AREA = "the one of their home"
MOST_NAMES, MOST_NAME, MOST_HOME = 20, 402, 400


@dataclass(frozen=True)
class RecordNotification:
    """What was given at a station. `in_area`: the station is in the police area of the home address, or, without one in
    England and Wales, of the court that last made an order. `home_lines` empty with `no_home`: they said they have none.
    `..._on`: the day of a change that the subject tells of now. `paper`: make the acknowledgement at once."""

    order_ref: str
    given_at: datetime
    station: str
    in_area: bool | None
    taken_as: str
    names: tuple[str, ...] = ()
    home_lines: str = ""
    home_postcode: str = ""
    no_home: bool = False
    name_used_on: date | None = None
    home_changed_on: date | None = None
    home_lost_on: date | None = None
    fingerprints: str = "not_asked"
    photograph: str = "not_asked"
    paper: bool = True


@transaction.atomic
def record_notification(command: RecordNotification, *, by: User, at: datetime) -> Notification:
    """Record that the subject notified the police. Every duty of theirs that it covers is met, in whichever case, in time
    or late; the names and the home are added to what is known of them.

    Refused: when nothing is due and no change is told; what s.42 does not count as a notification; without the names or
    the home that are owed; in the future or before the duty arose; as an officer, by somebody who is none."""
    order = _held(command)
    may(by, "record_notification", order.case, at).require()
    person, people = order.subject, same_people(order.subject)
    _complete(command, by, at)
    for change in _changes(command):
        write_change(person, change, by=by)
    recompute_notification(person, at=at)
    duties = open_duties(people, command.given_at)
    if not duties:
        refuse(daa("41"), "No notification is due. If something changed, say on which day").require()
    decision = _counts(command, by).require()
    met = _covered(command, duties)
    sealed = is_sealed_here(person, command.home_lines, command.home_postcode, by=by)
    row = _row(command, order, root_of(person), by)
    _meet(met, row)
    write_names(person, command.names, on=row.at, by=by)
    if not sealed:
        write_home(person, command.home_lines, command.home_postcode, no_home=command.no_home, on=row.at, by=by)
    _tell(row, met, order, decision, sealed, by)
    if command.paper:
        keep_acknowledgement(row, order, hide_home=sealed, by=by)
    return row


def _held(command: RecordNotification) -> Order:
    found = Order.objects.filter(ref=command.order_ref, voided_at__isnull=True).select_related("subject").first()
    if found is None:
        refuse("Haven access rule 3", "There is no such order").require()
    assert found is not None
    hold_cases(same_people(found.subject))
    return Order.objects.select_related("case__subject", "case__protected", "subject").get(pk=found.pk)


def _must(condition: bool, because: str, rule: str = RULE) -> None:
    if not condition:
        refuse(rule, because).require()


def _complete(command: RecordNotification, by: User, at: datetime) -> None:
    _must(command.given_at <= at, "The time cannot be in the future", "Haven notification time")
    _must(0 < len(command.station.strip()) <= 200, "Enter the police station", daa("42(1)(a)"))
    _must(command.taken_as in Notification.TAKEN_AS, "Choose who was told", daa("42(1)(b)"))
    constable = actor(by, command.given_at).constable
    officer = command.taken_as != "police_officer" or constable
    _must(officer, "Only a police officer can say that an officer was told", daa("42(1)(b)(i)"))
    for answer in (command.fingerprints, command.photograph):
        _must(answer in Notification.ASKED, "Choose whether it was asked for", daa("42(5)"))
    _must(len(command.names) <= MOST_NAMES, f"Enter {MOST_NAMES} names at most", daa("41(3)(a)"))
    _must(all(0 < len(n) <= MOST_NAME for n in command.names), "Enter each name on its own line", daa("41(3)(a)"))
    _must(len(command.home_lines) <= MOST_HOME, "The address is too long", daa("41(3)(b)"))
    _must(not (command.no_home and command.home_lines.strip()), "Enter an address, or say that there is none", RULE)


def _changes(command: RecordNotification) -> list[LearnChange]:
    days = (
        (NAME_USED, command.name_used_on, "\n".join(command.names)),
        (ADDRESS_CHANGED, command.home_changed_on, f"{command.home_lines}\n{command.home_postcode}"),
        (NO_ADDRESS, command.home_lost_on, ""),
    )
    told = "Told by the subject at the station"
    return [LearnChange(event, on, told, value) for event, on, value in days if on is not None]


def _counts(command: RecordNotification, by: User) -> Decision:
    """Whether it is a notification at all (s.42(1)-(2))."""
    _must(command.in_area is not None, "Say whether the station is in the right police area", daa("42(2)"))
    area = by.force.name
    return notification_given(
        at_station=True,
        spoken=True,
        taken_by=command.taken_as,
        station_area=area,
        area=area if command.in_area else OTHER_AREA,
    )


def _covered(command: RecordNotification, duties: list[NotificationDuty]) -> list[NotificationDuty]:
    """The duties that what was given covers. Refused where a duty is owed and half of it was given."""
    home_said = command.no_home or bool(command.home_lines.strip())
    given = {
        NAMES: bool(command.names),
        THE_NAME: bool(command.names),
        HOME_ADDRESS: home_said,
        NEW_ADDRESS: home_said,
        HAVING_NONE: home_said,
    }
    met = []
    for duty in duties:
        owed = as_duty(duty).due.information
        missing = [what for what in owed if not given[what]]
        if not missing:
            met.append(duty)
        elif len(missing) < len(owed) or len(duties) == 1:
            _must(False, f"Enter {missing[0]}", daa("41(3)(a)") if missing[0] in (NAMES, THE_NAME) else daa("41(3)(b)"))
    _must(bool(met), "Enter the names or the home that are due", daa("41(3)"))
    return met


def _row(command: RecordNotification, order: Order, person_id: int, by: User) -> Notification:
    owner = f"person:{person_id}"
    home = "\n".join(part for part in (command.home_lines.strip(), command.home_postcode.strip()) if part)
    return Notification.objects.create(
        person_id=person_id,
        case=order.case,
        at=command.given_at,
        station=command.station.strip(),
        police_area=by.force.name,
        taken_by=by,
        taken_as=command.taken_as,
        names_enc=encipher(owner, "\n".join(command.names)),
        home_enc=encipher(owner, home) if home else None,
        no_home=command.no_home,
        fingerprints=command.fingerprints,
        photograph=command.photograph,
        recorded_by=by,
    )


def _meet(duties: list[NotificationDuty], row: Notification) -> None:
    for duty in duties:
        duty.met_by = row
        duty.save(update_fields=["met_by"])
        meet(duty_about(duty), "notification", at=row.at)


def _tell(
    row: Notification, met: list[NotificationDuty], order: Order, decision: Decision, sealed: bool, by: User
) -> None:
    """One line in each case whose duty it met; in the case of the visit what else happened there."""
    refused = [what for what in ("fingerprints", "photograph") if getattr(row, what) == "refused"]
    for duty in {duty.case_id: duty for duty in met}.values():
        late = any(d.case_id == duty.case_id and row.at > d.due_by for d in met)
        facts = {"station": row.station, "late": "late" if late else "in time", "notification": str(row.public_id)}
        about = ("order", duty.order.ref)
        record(duty.case, "notification.given", by=by, at=row.at, about=about, facts=facts, findings=decision.findings)
    about = ("order", order.ref)
    if refused:
        facts = {"what": " and ".join(refused), "notification": str(row.public_id)}
        finding = Finding(daa("43(2)"), None, "A person judges whether there was a reasonable excuse", for_you=True)
        record(
            order.case, "notification.identity_refused", by=by, at=row.at, about=about, facts=facts, findings=[finding]
        )
    if sealed:
        record(order.case, "notification.sealed_home", by=by, at=row.at, about=about)
