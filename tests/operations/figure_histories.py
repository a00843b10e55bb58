"""Random histories of notices, orders, applications and breaches, written as rows, and a slow reading of the figures from
them that knows nothing of the queries: it looks at each row and asks what the words of the definition ask."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from haven.accounts.references import new_reference
from haven.breaches.models import Breach
from haven.cases.models import Case, Deadline, Restriction
from haven.courts.models import Application, Hearing, HearingOutcome
from haven.notices.models import Authorisation, Notice, NoticeProposal
from haven.orders.models import Order
from haven.parties.models import Person
from haven.service.models import Service, ServiceAttempt

HOUR = timedelta(hours=1)


@dataclass
class Histories:
    """The rows, kept beside the database."""

    notices: list[Notice] = field(default_factory=list)
    clocks: dict[str, Deadline] = field(default_factory=dict)
    applications: list[Application] = field(default_factory=list)
    hearings: list[Hearing] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)

    def of_cases(self, wanted: Callable[[Case], bool]) -> "Histories":
        """The same, of some of the cases."""

        def kept(rows: list[Any]) -> list[Any]:
            return [row for row in rows if wanted(row.case)]

        hearings = [h for h in self.hearings if wanted(h.application.case)]
        return Histories(
            kept(self.notices), self.clocks, kept(self.applications), hearings, kept(self.orders), kept(self.breaches)
        )

    def instants(self) -> list[datetime]:
        """Every instant at which something changes: a count must be right at it, just before and just after."""
        found: set[datetime | None] = set()
        for n in self.notices:
            found |= {n.served_at, n.ended_at}
        for c in self.clocks.values():
            found |= {c.outer_limit, c.met_at}
        for a in self.applications:
            found |= {a.made_at, a.withdrawn_at, a.determined_at}
        for h in self.hearings:
            found |= {h.begun_at}
        for o in self.orders:
            found |= {o.made_at, o.effective_at, o.ends_at, o.ended_at}
        for b in self.breaches:
            found |= {b.pursued_at}
        return sorted(at for at in found if at is not None)


def write_histories(house, start: datetime, seed: int, cases: int) -> Histories:
    """`cases` random cases from `start` on. The same seed gives the same histories."""
    chance, made = random.Random(seed), Histories()
    for number in range(cases):
        _case(house, start, chance, made, number)
    return made


def _void(chance: random.Random, house, at: datetime) -> dict[str, object]:
    if chance.random() < 0.12:
        return {"voided_at": at + 400 * HOUR, "voided_by": house.halloran, "void_reason": "entered twice"}
    return {}


def _case(house, start: datetime, chance: random.Random, made: Histories, number: int) -> None:
    at = start + timedelta(minutes=chance.randrange(60 * 24 * 200))
    case = Case.objects.create(
        ref=new_reference("DC"),
        subject=Person.objects.create(),
        protected=Person.objects.create(),
        lead_force=house.forces[chance.choice(["practice", "northmoor"])],
        area=chance.choice(["Croydon", "Bromley", "Sutton"]),
        opened_at=at,
    )
    if chance.random() < 0.1:
        Restriction.objects.create(case=case, because="Known to staff", desk="Standards desk", from_at=at)
    notice = _notice(house, chance, made, case, at)
    if notice is not None and notice.served_at is not None and chance.random() < 0.9:
        _application(house, chance, made, case, notice)
    while chance.random() < 0.5:
        _order(house, chance, made, case, at, number)
    while chance.random() < 0.5:
        _breach(house, chance, made, case, at, notice)


def _notice(house, chance, made: Histories, case: Case, at: datetime) -> Notice | None:
    proposal = NoticeProposal.objects.create(
        ref=new_reference("DN"), case=case, force=case.lead_force, proposed_by=house.ali, proposed_at=at,
        account_enc=b"", necessity_enc=b"", grounds_enc=b"", shared_home=False,
    )  # fmt: skip
    if chance.random() < 0.1:
        return None
    authorisation = Authorisation.objects.create(
        proposal=proposal, decision="authorised", by=house.halloran, rank_at="inspector", at=at + HOUR,
        reasons_enc=b"", signed_at=at + HOUR, signed_sha256="0" * 64,
    )  # fmt: skip
    served = at + timedelta(minutes=chance.randrange(61, 3000)) if chance.random() < 0.85 else None
    ended = served + timedelta(minutes=chance.choice([0, 30, chance.randrange(100, 60000)])) if served else None
    ended = ended if chance.random() < 0.7 else None
    service = None
    if served:
        attempt = ServiceAttempt.objects.create(
            case=case, paper_kind="notice", about_ref=proposal.ref, person=case.subject, by_user=house.ali,
            by_capacity="constable", at=served, place_kind="home", result="handed", identity_facts=2,
        )  # fmt: skip
        service = Service.objects.create(attempt=attempt, about_ref=proposal.ref, mode_rule="s.25(3)")
    notice = Notice.objects.create(
        ref=proposal.ref, case=case, force=case.lead_force, proposal=proposal, authorisation=authorisation,
        authorised_at=at + HOUR, authorised_by=house.halloran, served_at=served, service=service, ended_at=ended,
        ended_because=chance.choice(list(Notice.ENDS)) if ended else "", **_void(chance, house, at),
    )  # fmt: skip
    made.notices.append(notice)
    if served:
        _clock(house, chance, made, case, notice)
    return notice


def _clock(house, chance, made: Histories, case: Case, notice: Notice) -> None:
    assert notice.served_at is not None
    common = {
        "case": case, "kind": "hearing", "about_kind": "notice", "about_ref": notice.ref, "starts_at": notice.served_at,
        "nature": "duty", "owner_role": "unit_desk", "owner_team": house.teams["Civil Orders Unit"],
    }  # fmt: skip
    act_by = notice.served_at + 48 * HOUR
    outer = act_by + chance.choice([timedelta(), 24 * HOUR])
    met = notice.served_at + timedelta(minutes=chance.randrange(1, 6000)) if chance.random() < 0.7 else None
    if met and notice.ended_at and met > notice.ended_at:
        met = None
    closed = {"closed_at": met or notice.ended_at, "close_reason": "met" if met else "notice_ended"}
    current = Deadline.objects.create(
        **common, act_by=act_by, outer_limit=outer, met_at=met, **(closed if closed["closed_at"] else {})
    )
    if chance.random() < 0.2:
        Deadline.objects.create(
            **common, act_by=act_by - 30 * HOUR, outer_limit=act_by - 30 * HOUR, closed_at=notice.served_at,
            close_reason="replaced", replaced_by=current,
        )  # fmt: skip
    made.clocks[notice.ref] = current


def _application(house, chance, made: Histories, case: Case, notice: Notice) -> None:
    begins = made.clocks[notice.ref].met_at
    assert notice.served_at is not None
    sent = notice.served_at + timedelta(minutes=chance.randrange(1, 600))
    over = {}
    if notice.ended_at and notice.ended_at >= sent:
        word = "withdrawn_at" if notice.ended_because == "application_withdrawn" else "determined_at"
        over = {word: notice.ended_at} | ({"withdrawn_by": house.okoro} if word == "withdrawn_at" else {})
    application = Application.objects.create(
        ref=new_reference("DA"), case=case, force=case.lead_force, kind="order", route="s28_police_after_notice",
        applicant_kind="chief_officer", after_notice=notice, court=next(iter(house.courts.values())), prepared_at=sent,
        made_at=sent if chance.random() < 0.9 else None, **over, **_void(chance, house, sent),
    )  # fmt: skip
    made.applications.append(application)
    for begun in ([None] if chance.random() < 0.3 else []) + [begins]:
        made.hearings.append(
            Hearing.objects.create(
                public_id=uuid.uuid4().hex,
                application=application,
                court=application.court,
                room="Court 1",
                listed_for=sent,
                listed_at=sent,
                hearing_kind="first",
                begun_at=begun,
                **_void(chance, house, sent),
            )  # fmt: skip
        )


def _order(house, chance, made: Histories, case: Case, at: datetime, number: int) -> None:
    court = chance.choice(list(house.courts.values()))
    made_at = at + timedelta(minutes=chance.randrange(60 * 24 * 60))
    waits = chance.random() < 0.1 and made.orders
    effective = None if waits and chance.random() < 0.5 else made_at + (30 * HOUR if waits else timedelta())
    last = made_at + timedelta(days=chance.randrange(31, 300)) if chance.random() < 0.5 else None
    ended = effective + timedelta(days=chance.randrange(0, 200)) if effective and chance.random() < 0.4 else None
    application = Application.objects.create(
        ref=new_reference("DA"), case=case, force=case.lead_force, kind="order", route="s28_protected",
        applicant_kind="protected_person", court=court, prepared_at=at, made_at=at, determined_at=made_at,
    )  # fmt: skip
    made.applications.append(application)
    hearing = Hearing.objects.create(
        public_id=uuid.uuid4().hex, application=application, court=court, room="Court 1", listed_for=at, listed_at=at,
        hearing_kind="first", begun_at=made_at,
    )  # fmt: skip
    outcome = HearingOutcome.objects.create(
        hearing=hearing, result="made", decided_at=made_at, subject_presence="person", notice_given_to_subject=True,
        reasons_enc=b"",
    )  # fmt: skip
    made.orders.append(
        Order.objects.create(
            ref=new_reference("DO"),
            verify_code="x",
            case=case,
            force=case.lead_force,
            subject=case.subject,
            route="s28_protected",
            made_by=court,
            made_at=made_at,
            outcome=outcome,
            effect_rule="on_end_of_order" if waits else "on_making",
            effect_waits_for=made.orders[-1] if waits else None,
            effective_at=effective,
            ends_kind="period" if last else "further_order",
            last_day=last.date() if last else None,
            ends_at=last,
            ended_at=ended,
            court_paper_no=chance.choice(["", "", f"P{number // 7}"]),
            **_void(chance, house, at),
        )  # fmt: skip
    )


def _breach(house, chance, made: Histories, case: Case, at: datetime, notice: Notice | None) -> None:
    order = made.orders[-1] if made.orders else None
    of_notice = notice is not None and (order is None or chance.random() < 0.5)
    if notice is None and order is None:
        return
    of = "notice" if of_notice else chance.choice(["order", "order", "notification"])
    pursued = at + timedelta(minutes=chance.randrange(60 * 24 * 90)) if chance.random() < 0.7 else None
    made.breaches.append(
        Breach.objects.create(
            ref=new_reference("BR"),
            case=case,
            force=case.lead_force,
            of=of,
            duty_ref="ND-0" if of == "notification" else "",
            notice=notice if of_notice else None,
            order=None if of_notice else order,
            source="officer",
            reported_at=at,
            happened=(at - HOUR, at),
            happened_precision="between",
            in_danger="no",
            account_enc=b"",
            pursued_at=pursued,
            pursued_by=house.adeyemi if pursued else None,
            pursued_how="" if not pursued else "summons" if of == "notification" else "arrest",
            **_void(chance, house, at),
        )  # fmt: skip
    )


def slow_figures(made: Histories, at: datetime) -> dict[str, int]:
    """The figures from the rows one by one, in the words of the definitions."""

    def by_then(moment: datetime | None) -> bool:
        return moment is not None and moment <= at

    issued = [n for n in made.notices if n.voided_at is None and by_then(n.served_at)]
    in_force = [n for n in issued if not by_then(n.ended_at)]
    past = [n for n in in_force if made.clocks[n.ref].outer_limit < at and not by_then(made.clocks[n.ref].met_at)]
    orders = [o for o in made.orders if o.voided_at is None and by_then(o.made_at)]
    live = [o for o in orders if by_then(o.effective_at) and not by_then(o.ends_at) and not by_then(o.ended_at)]
    begun = {h.application_id for h in made.hearings if h.voided_at is None and by_then(h.begun_at)}
    waiting = 0
    for a in made.applications:
        of_police = a.after_notice_id is not None and a.applicant_kind == "chief_officer"
        over = by_then(a.withdrawn_at) or by_then(a.determined_at)
        waiting += of_police and a.voided_at is None and by_then(a.made_at) and not over and a.pk not in begun
    pursued = [b for b in made.breaches if b.voided_at is None and by_then(b.pursued_at)]
    of = {kind: sum(1 for b in pursued if b.of == kind) for kind in ("notice", "order")}
    return {
        "notices_issued": len(issued),
        "orders_made": _papers(orders),
        "notices_in_force": len(in_force),
        "notices_past_deadline": len(past),
        "orders_in_force": _papers(live),
        "applications_awaiting_hearing": waiting,
        "breaches_of_notices": of["notice"],
        "breaches_of_orders": of["order"],
        "breaches_pursued": of["notice"] + of["order"],
    }


def _papers(orders: list[Order]) -> int:
    return len({(o.made_by_id, o.court_paper_no) if o.court_paper_no else o.ref for o in orders})
