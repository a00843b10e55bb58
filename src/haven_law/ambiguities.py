"""The unsettled points, by number: what is unclear, and what Haven does about it. Findings carry the number."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Ambiguity:
    """An unsettled point: the question in words, and the reading or course that Haven takes."""

    code: str
    question: str
    course: str


_ROWS = (
    Ambiguity(
        "A1",
        "What if a notice is given on a day that is not counted?",
        "No hour of that day runs; the count starts with the next day that is counted.",
    ),
    Ambiguity(
        "A2",
        "Is a Saturday 26 December still a bank holiday when a Monday is proclaimed for it?",
        "Work to the earlier date, which counts the Saturday; say that somebody is late only after the later one.",
    ),
    Ambiguity(
        "A3",
        "Is New Year's Day a bank holiday when it is a Saturday?",
        "It counts, since the Monday after is proclaimed instead; confirm the proclamation of the year.",
    ),
    Ambiguity("A4", "Is a notice given when it is authorised or when it is served?", "When it is served in person."),
    Ambiguity(
        "A5",
        "What becomes of a notice whose application is not heard in time?",
        "The Act does not say. The notice is not called expired; a lawyer is asked before anybody relies on it.",
    ),
    Ambiguity(
        "A6",
        "What if the protected person is 16 now and was younger at the latest abuse?",
        "A lawyer decides; one incident at 16 or over settles it.",
    ),
    Ambiguity(
        "A7",
        "Are step-siblings, and relatives by marriage, personally connected?",
        "Yes, as relatives by marriage; the basis is recorded.",
    ),
    Ambiguity(
        "A8",
        "May a notice contain more than section 23 lists?",
        "No: unlike section 35(3), it does not say that its list is only of examples.",
    ),
    Ambiguity(
        "A9",
        "What is the last day of twelve months?",
        "The day before the anniversary, counted for each requirement from its own start.",
    ),
    Ambiguity(
        "A10",
        "When must a person notify who did not know of the order?",
        "The three days run from the making; no offence is alleged until three days from service have passed.",
    ),
    Ambiguity(
        "A11", "Which place decides whether the provisions apply?", "Where the subject resides, as forces publish."
    ),
    Ambiguity(
        "A12",
        "Do the provisions go on after the last known day?",
        "Only if a newer instrument is entered; what was live continues under the savings.",
    ),
    Ambiguity(
        "A13",
        "Is a breach in Scotland or Northern Ireland an offence?",
        "The requirement has effect there, but the offence does not extend there; a lawyer decides.",
    ),
    Ambiguity(
        "A14",
        "What is the general limit in a magistrates' court?",
        "It is read from a dated table by the day of the conviction; the rows before 18 November 2024 are not confirmed.",
    ),
    Ambiguity(
        "A15",
        "By when must an appeal from a magistrates' court on an application for an order be brought?",
        "The rule with 15 business days names other appeals only. The earlier of 15 business days and 21 days is worked "
        "to, the later one bars nobody, and a lawyer decides.",
    ),
    Ambiguity(
        "A16",
        "Does the Victims' Code apply without a crime, and to notices and orders?",
        "The Code is about criminal conduct; its enhanced times are kept for notices and orders too, as a rule of the "
        "force that is called so.",
    ),
    Ambiguity(
        "A17",
        "Can an order protect children?",
        "It protects a person of 16 or over. Terms about children may stand in it if they are needed to protect that "
        "person; otherwise a non-molestation order is pointed to.",
    ),
    Ambiguity(
        "A18",
        "How are working days of the Victims' Code counted?",
        "The day of the event is not counted; weekends, bank holidays, Christmas Day and Good Friday are left out.",
    ),
    Ambiguity(
        "A19",
        "By when must the responsible person tell the police?",
        "The Act gives no time; one working day is a rule of the force.",
    ),
    Ambiguity(
        "A20",
        "By when must the hearing after an order without notice be held?",
        "As soon as just and convenient; Haven warns after 14 days, which is its own rule.",
    ),
    Ambiguity(
        "A21",
        "Is there an interim or temporary order?",
        "No. There is a notice that continues on adjournment, an order without notice, or a short order; which of them "
        "it is must be recorded.",
    ),
    Ambiguity(
        "A22",
        "What of an area where the law is in force and the force is not yet ready?",
        "The law decides what is valid; the day on which the force went live decides only whether the screen offers it.",
    ),
    Ambiguity(
        "A23",
        "Does the last day of a pilot area count?",
        "Yes, the whole of it. A warning is given from 14 days before; after it no new notice without a newer row.",
    ),
    Ambiguity(
        "A24",
        "Do two orders switch off each other's duty to notify?",
        "No. The first order carries the duty and the second adds none; when the first ends, all is notified again.",
    ),
    Ambiguity(
        "A25",
        "Is conduct on the day an order is made, but before it is made, covered?",
        "The order counts from the minute it is made; earlier conduct of that day is for a lawyer.",
    ),
    Ambiguity(
        "A26",
        "Can a served notice be withdrawn?",
        "No: only its application can be decided or withdrawn. An unserved notice loses its authority instead.",
    ),
    Ambiguity(
        "A27",
        "What of a notice authorised before the last day of its area and not served by then?",
        "It is held back until a lawyer has decided; the savings speak of live notices.",
    ),
)
AMBIGUITIES: dict[str, Ambiguity] = {row.code: row for row in _ROWS}

_CODE = re.compile(r"\bA\d+\b")


def explain(ambiguity: str | None) -> tuple[Ambiguity, ...]:
    """Find the unsettled points that a finding or an answer names, such as "A1, A2"; none for other words."""
    codes = dict.fromkeys(_CODE.findall(ambiguity or ""))
    return tuple(AMBIGUITIES[code] for code in codes if code in AMBIGUITIES)
