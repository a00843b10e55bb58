"""What the planned orders say: the clauses of the notice, more of the kinds that only an order may hold, and how long."""

import random

from haven.jobs.practice.plan_values import CasePlan

Clause = tuple[str, dict[str, object], int]
PROGRAMME = ("programme", {"programme": "Steps Apart", "provider": "Larkspur Programmes"}, 12)
TREATMENT = ("alcohol_or_drug_treatment", {"treats": "alcohol", "provider": "Teasel Recovery Service"}, 6)
SIGN_ON = (
    "station_sign_on",
    {"station": "Croydon police station", "days": ["monday", "thursday"], "from_time": "09:00", "to_time": "17:00"},
    6,
)


def lasts_for(chance: random.Random) -> tuple[str, int, str]:
    """How long: until further order for more than half, for months, or until an event."""
    kind = chance.choices(("further_order", "months", "event"), (55, 40, 5))[0]
    months = chance.choice((3, 6, 6, 9, 12, 12, 18, 24)) if kind == "months" else 0
    event = "the final hearing of the family proceedings about the children" if kind == "event" else ""
    return kind, months, event


def clauses_for(chance: random.Random, case: CasePlan) -> tuple[Clause, ...]:
    """The clauses of the notice first, then some more, and for a few a tag that checks one of them."""
    found: list[Clause] = [("not_abuse", {}, 0)]
    for term, metres in case.terms:
        found.append((term, {"distance_m": metres} if metres else {}, 0))
    if chance.random() < 0.55:
        found.append(("no_online_posting", {}, 0))
    if chance.random() < 0.3:
        found.append(("no_third_party_contact", {}, 0))
    if chance.random() < 0.3:
        found.append(("distance_from_other_premises", _place(chance), 0))
    if chance.random() < 0.15:
        found.append(("financial", {"prohibition": "take or use money from the joint account"}, 0))
    months = case.order.lasts[1] if case.order is not None else 0
    for clause, likely in ((PROGRAMME, 0.14), (TREATMENT, 0.08), (SIGN_ON, 0.05)):
        if chance.random() < likely:
            found.append((clause[0], dict(clause[1]), _within(clause[2], months)))
    if case.hearings and case.hearings[-1].presence == "person" and not case.shared_home and chance.random() < 0.12:
        found.append(_tag(months))
    return tuple(found)


def _within(wanted: int, order_months: int) -> int:
    """A clause does not last longer than its order."""
    return min(wanted, order_months) if order_months else wanted


def _place(chance: random.Random) -> dict[str, object]:
    kind, words = chance.choice(
        (("workplace", "the place where they work"), ("school", "any school that the children go to"))
    )
    return {"distance_m": 100, "place_kind": kind, "place_mode": "described", "description": words}


def _tag(order_months: int) -> Clause:
    """A tag that checks clause 3, the distance from the home: at most twelve months (s.38(5))."""
    blanks: dict[str, object] = {"monitors": [3], "monitoring_kind": "location", "monitor": "Halyard Monitoring"}
    return "electronic_monitoring", blanks, _within(6, order_months)
