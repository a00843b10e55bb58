"""What happened after each request, with its times: served, applied for, heard, ordered, broken. Every instant is before
now and after what it follows; hearings begin at real sittings; whether they are in time is the law's to say."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from haven.jobs.practice import addresses, texts
from haven.jobs.practice.breach_plans import add_breaches
from haven.jobs.practice.clauses import clauses_for, lasts_for
from haven.jobs.practice.clock_choices import CourtTime, Sittings
from haven.jobs.practice.people import Pair, children_of
from haven.jobs.practice.plan_values import CasePlan, HearingPlan, OrderPlan, ServePlan, Sizes
from haven_law.calendar import Calendar
from haven_law.clock import hearing_deadline, to_london

MINUTE = timedelta(minutes=1)
OFFICERS = {"Croydon": "ali", "Bromley": "wren", "Sutton": "penrose"}
HOME_TERMS = (("not_evict", None), ("not_enter", None), ("leave_premises", None))
PLAIN_TERMS = (("no_contact", None), ("distance_from_home", 100))


class Histories:
    """Adds what followed to a case. `chance` is shared, so that one seed gives one story."""

    def __init__(self, now: datetime, chance: random.Random, sittings: Sittings, calendar: Calendar) -> None:
        self.now, self.chance, self.sittings, self.calendar = now, chance, sittings, calendar

    def _minutes(self, low: int, high: int) -> timedelta:
        return self.chance.randrange(low, high) * MINUTE

    # The request and the notice

    def request(self, key: str, kind: str, area: str, pair: Pair, proposed_at: datetime) -> CasePlan:
        chance = self.chance
        case = CasePlan(
            key=key,
            group=key,
            kind=kind,
            area=area,
            subject=pair.subject,
            protected=pair.protected,
            connection=pair.connection,
            officer=OFFICERS[area],
            inspector=chance.choice(("halloran", "mistry")),
            proposed_at=proposed_at,
            text=chance.randrange(texts.ACCOUNTS),
            shared_home=pair.shared_home,
            behaviours=tuple(sorted(chance.sample(texts.BEHAVIOURS, chance.choice((1, 2, 2, 3))))),
            children=children_of(chance, pair, to_london(proposed_at).date()),
            risk=chance.choices(("standard", "medium", "high"), (2, 5, 3))[0],
            firearms=chance.choices(("no", "yes", "not_known"), (12, 1, 1))[0],
            contact_plan=chance.random() < 0.85,
        )
        if chance.random() < 0.35:
            case = replace(case, held=("custody", f"{area} custody suite", proposed_at + self._minutes(180, 900)))
        return replace(case, terms=self._terms(case))

    def _terms(self, case: CasePlan) -> tuple[tuple[str, int | None], ...]:
        if case.shared_home:
            return (("no_contact", None), *self.chance.sample(HOME_TERMS, self.chance.choice((1, 2, 3))))
        return (("no_contact", None), ("distance_from_home", self.chance.choice((50, 100, 100, 200))))

    def plain_terms(self, case: CasePlan) -> CasePlan:
        """Without a term about a home that they share, in the notice and in the order."""
        case = replace(case, terms=PLAIN_TERMS)
        if case.order is None:
            return case
        return replace(case, order=replace(case.order, clauses=clauses_for(self.chance, case)))

    def with_pair(self, case: CasePlan, pair: Pair) -> CasePlan:
        """The same times with other people, and with terms that fit them."""
        on = to_london(case.proposed_at).date()
        case = replace(
            case, subject=pair.subject, protected=pair.protected, connection=pair.connection, shared_home=pair.shared_home,
            children=children_of(self.chance, pair, on),
        )  # fmt: skip
        case = replace(case, terms=self._terms(case))
        return replace(case, order=replace(case.order, clauses=clauses_for(self.chance, case))) if case.order else case

    def served(self, case: CasePlan, at: datetime) -> CasePlan:
        """Authorised between the request and the service, and served."""
        authorised = case.proposed_at + self._minutes(8, 28)
        authorised = min(authorised, at - 25 * MINUTE)
        failed = authorised + 10 * MINUTE if self.chance.random() < 0.08 else None
        place = "custody" if case.held is not None else self.chance.choice(("home", "home", "home", "street", "work"))
        serve = ServePlan(
            at=at,
            result="refused_but_left" if self.chance.random() < 0.06 else "handed",
            place_kind=place,
            address=self._address(case),
            understood="yes" if self.chance.random() < 0.94 else "not_sure",
            interpreter=f"Telephone interpreter, {case.subject.language}" if case.subject.interpreter else "",
            failed_at=failed,
        )
        return replace(case, authorised_at=authorised, served=serve)

    def _address(self, case: CasePlan) -> tuple[str, str, str, str]:
        answer = self.chance.choices(("given", "refused", "none"), (8, 2, 1))[0]
        if answer != "given":
            return answer, "", "", ""
        lines, code = addresses.home(self.chance, case.area)
        return "given", lines, code, ""

    def unserved(self, case: CasePlan, authorised_at: datetime, n: int) -> CasePlan:
        """Authorised, and not served: one told by telephone and not signed, one after a vain attempt."""
        asked = authorised_at - self._minutes(10, 25)
        failed = authorised_at + 90 * MINUTE if n % 4 == 1 else None
        return replace(
            case, proposed_at=asked, authorised_at=authorised_at, telephoned=n % 4 == 2, attempt_failed_at=failed, held=None
        )  # fmt: skip

    def waiting(self, case: CasePlan, n: int) -> CasePlan:
        """Asked for, and waiting for an inspector: one who is soon released, one with a question."""
        held = ("custody", f"{case.area} custody suite", self.now + 95 * MINUTE) if n % 3 == 1 else None
        return replace(case, held=held, question=n % 3 == 2)

    # The application and its hearings

    def applied(self, case: CasePlan, before: datetime) -> CasePlan:
        """The application prepared and sent between service and an instant."""
        assert case.served is not None
        room = before - case.served.at
        sent = case.served.at + min(room * 0.6, self._minutes(70, 600))
        return replace(case, prepared_at=case.served.at + (sent - case.served.at) * 0.5, sent_at=sent)

    def _listed(self, case: CasePlan, sitting: CourtTime, listed_at: datetime, **more: object) -> HearingPlan:
        assert case.served is not None
        given = listed_at + min(self._minutes(20, 170), (sitting.starts_at - listed_at) * 0.5)
        rule = "given"
        if case.served.address[0] == "given":
            rule = self.chance.choice(("given", "given", "left_s29_5"))
        elif self.chance.random() < 0.25:
            rule = "efforts_s29_6"
        values: dict[str, object] = {"notice_given_at": given, "rule": rule} | more
        return HearingPlan(sitting.room, sitting.starts_at, listed_at, **values)  # type: ignore[arg-type]

    def _first_sitting(self, case: CasePlan) -> CourtTime:
        """A sitting before the earlier date at which the papers can be: the last but one or the last."""
        assert case.served is not None
        act_by = hearing_deadline(case.served.at, self.calendar).act_by
        usable = [
            s for s in self.sittings.between(case.served.at, act_by) if s.starts_at >= case.served.at + 150 * MINUTE
        ]
        if not usable:
            raise LookupError(f"No court sits in time for the case {case.key}.")
        return self.chance.choice(usable[-2:])

    def _begun(self, sitting: CourtTime, act_by: datetime) -> datetime:
        begun = sitting.starts_at + self._minutes(4, 110)
        return begun if begun <= act_by or sitting.starts_at > act_by else sitting.starts_at

    def heard(self, case: CasePlan, result: str, *, adjourned_first: bool) -> CasePlan:
        """Heard in time, and decided then, or at a second hearing."""
        sitting = self._first_sitting(case)
        case = self.applied(case, sitting.starts_at - 60 * MINUTE)
        assert case.sent_at is not None and case.served is not None
        listed = case.sent_at + min(self._minutes(10, 60), (sitting.starts_at - case.sent_at) * 0.4)
        begun = self._begun(sitting, hearing_deadline(case.served.at, self.calendar).act_by)
        decided = begun + self._minutes(20, 55)
        presence = self.chance.choices(("person", "video", "absent"), (7, 2, 2))[0]
        first = self._listed(
            case, sitting, listed, begun_at=begun, decided_at=decided, result=result, presence=presence
        )
        if first.rule == "efforts_s29_6":
            first = replace(first, presence="absent")
        hearings: tuple[HearingPlan, ...] = (first,)
        if adjourned_first:
            hearings = self._two_hearings(first, result)
        case = replace(case, hearings=hearings)
        return self._ordered(case) if result == "made" else case

    def _two_hearings(self, first: HearingPlan, result: str) -> tuple[HearingPlan, HearingPlan]:
        assert first.decided_at is not None
        again = self.sittings.next_after(first.decided_at + timedelta(days=self.chance.randrange(6, 20)))
        begun = again.starts_at + self._minutes(4, 60)
        second = HearingPlan(
            again.room, again.starts_at, first.decided_at, begun_at=begun, decided_at=begun + self._minutes(20, 55),
            result=result, presence="person", rule="given",
        )  # fmt: skip
        reason = self.chance.choice(("service", "time", "assessment"))
        first = replace(first, result="adjourned", adjourned_for=reason, presence="person", rule="given")
        return first, second

    def _ordered(self, case: CasePlan) -> CasePlan:
        last = case.hearings[-1]
        assert last.decided_at is not None
        served = last.decided_at + (self._minutes(5, 40) if last.presence == "person" else self._minutes(90, 2000))
        order = OrderPlan(lasts=lasts_for(self.chance), clauses=(), served_at=served)
        return replace(case, order=replace(order, clauses=clauses_for(self.chance, replace(case, order=order))))

    def withdrawn(self, case: CasePlan, *, in_court: bool) -> CasePlan:
        because = self.chance.choice(("charged", "charged", "not_needed", "evidence"))
        if in_court:
            case = self.heard(case, "withdrawn", adjourned_first=False)
            return replace(case, withdrawn_because=because)
        sitting = self._first_sitting(case)
        case = self.applied(case, sitting.starts_at - 60 * MINUTE)
        assert case.sent_at is not None
        over = case.sent_at + (sitting.starts_at - case.sent_at) * 0.7
        listed = case.sent_at + (sitting.starts_at - case.sent_at) * 0.2
        hearing = self._listed(case, sitting, listed)
        if hearing.notice_given_at is not None and hearing.notice_given_at > over:
            hearing = replace(hearing, notice_given_at=None)
        return replace(case, hearings=(hearing,), withdrawn_at=over, withdrawn_because=because)

    def continuing(self, case: CasePlan, n: int) -> CasePlan:
        """Adjourned to a hearing that is still to come: the notice continues (s.29(7))."""
        case = self.heard(case, "adjourned", adjourned_first=False)
        first = replace(
            case.hearings[0], presence="person", rule="given", adjourned_for="assessment" if n % 2 else "time"
        )
        to = self.sittings.next_after(self.now + timedelta(days=3 + 2 * n))
        assert first.decided_at is not None
        second = HearingPlan(to.room, to.starts_at, first.decided_at)
        return replace(case, hearings=(first, second))

    def awaiting(self, case: CasePlan, n: int, *, past: bool) -> CasePlan:
        """Sent, and its first hearing still to come. Half of them are listed; the one that is past is listed too late."""
        case = self.applied(case, self.now - 12 * MINUTE)
        assert case.sent_at is not None and case.served is not None
        act_by = hearing_deadline(case.served.at, self.calendar).act_by
        coming = self.sittings.next_after(self.now + 20 * MINUTE)
        if not past and (n % 2 == 0 or coming.starts_at > act_by):
            return case
        listed = case.sent_at + (self.now - case.sent_at) * 0.5
        hearing = self._listed(case, coming, listed, late=coming.starts_at > act_by, notice_given_at=None)
        return replace(case, hearings=(hearing,))

    # What else happened

    def with_lateness(self, found: list[CasePlan], late: int) -> list[CasePlan]:
        """Some past hearings began after the later date: they stand in "heard in time, n of n"."""
        past = [n for n, c in enumerate(found) if c.kind == "order" and len(c.hearings) == 1 and c.counter_at is None]
        for index in self.chance.sample(past, min(late, len(past))):
            found[index] = self._made_late(found[index])
        return found

    def _made_late(self, case: CasePlan) -> CasePlan:
        assert case.served is not None and case.order is not None
        first = case.hearings[0]
        to = self.sittings.next_after(hearing_deadline(case.served.at, self.calendar).outer_limit)
        begun = to.starts_at + self._minutes(4, 40)
        decided = begun + self._minutes(20, 55)
        hearing = replace(
            first, room=to.room, sitting_starts_at=to.starts_at, begun_at=begun, decided_at=decided, late=True
        )  # fmt: skip
        served = decided + self._minutes(20, 400)
        return replace(case, hearings=(hearing,), order=replace(case.order, served_at=served))

    def without_home(self, case: CasePlan) -> CasePlan:
        """No fixed abode: served in the street, with no address to give."""
        assert case.served is not None
        subject = replace(case.subject, home=None, no_fixed_abode=True)
        serve = replace(case.served, place_kind="street", address=("none", "", "", ""))
        first = replace(case.hearings[0], rule="given")
        changed = replace(
            case, subject=subject, served=serve, hearings=(first, *case.hearings[1:]), shared_home=False, held=None
        )  # fmt: skip
        return self.plain_terms(changed)

    def in_prison(self, case: CasePlan) -> CasePlan:
        """Served in prison, where the subject is held for something else."""
        assert case.served is not None
        why = ("not_asked_because", "", "", "Held in prison; the governor takes the notice of hearing")
        serve = replace(case.served, place_kind="prison", address=why)
        first = replace(case.hearings[0], presence="video", rule="given")
        changed = replace(
            case, served=serve, hearings=(first, *case.hearings[1:]), held=("prison", "A prison in the south", None),
            shared_home=False,
        )  # fmt: skip
        return self.plain_terms(changed)

    def with_changes(self, found: list[CasePlan]) -> list[CasePlan]:
        """One order that a court varied, and one that it discharged, both served and long enough ago."""
        places = [
            n
            for n, c in enumerate(found)
            if c.order is not None and c.order.served_at is not None and c.order.lasts[0] == "further_order"
            and c.restricted_at is None and c.counter_at is None and c.hearings[-1].presence == "person"
        ]  # fmt: skip
        for place, name in zip((places[0], places[len(places) // 3]), ("varied_at", "discharged_at"), strict=True):
            order = found[place].order
            assert order is not None and order.served_at is not None
            at = order.served_at + (self.now - order.served_at) * 0.6
            changed: dict[str, Any] = {name: at}
            found[place] = replace(found[place], order=replace(order, **changed))
        return found

    def with_unserved_orders(self, found: list[CasePlan], unserved: int) -> list[CasePlan]:
        """The newest orders are not served yet: they stand in the list of what is to be served."""
        made = [n for n, c in enumerate(found) if c.order is not None and c.hearings[-1].presence != "person"]
        made.sort(key=lambda n: found[n].hearings[-1].decided_at or self.now)
        for index in made[len(made) - unserved :]:
            order = found[index].order
            assert order is not None
            found[index] = replace(found[index], order=replace(order, served_at=None))
        return found

    def with_breaches(self, found: list[CasePlan], sizes: Sizes) -> list[CasePlan]:
        return add_breaches(found, sizes, self.now, self.chance)
