"""A whole request for a notice, to change in one place."""

from dataclasses import replace
from datetime import date
from typing import Any

from haven.notices.operations.propose_notice import (
    ChildFacts,
    ConnectionFacts,
    ConsiderationFacts,
    PersonFacts,
    ProposeNotice,
    TermFacts,
)

SUBJECT = PersonFacts(given="Callum", family="Verity", born=date(1988, 3, 27))
PROTECTED = PersonFacts(given="Rowan", family="Ashdown", born=date(1990, 7, 14))
CONSIDERED = {
    "child_welfare": ConsiderationFacts("obtained", words="One child, asleep upstairs"),
    "protected_opinion": ConsiderationFacts("obtained", view="supports"),
    "subject_representations": ConsiderationFacts("could_not", steps="Asked twice in custody; would not speak"),
    "occupant_opinion": ConsiderationFacts("not_applicable"),
}


def request_for(**changes: Any) -> ProposeNotice:
    """Everything that the law needs, with the changes of one test."""
    plain = ProposeNotice(
        subject=SUBJECT,
        protected=PROTECTED,
        connections=(ConnectionFacts("former_intimate_partner"),),
        area="Croydon",
        behaviours=("violent_or_threatening",),
        account="Threw a chair through the kitchen door at 9pm.",
        necessity="Said that this would happen again tonight.",
        grounds="On 5 November 2026 you damaged a door and threatened violence.",
        considerations=CONSIDERED,
        terms=(TermFacts("no_contact"), TermFacts("distance_from_home", 100)),
        children=(ChildFacts("AV", 2019),),
    )
    return replace(plain, **changes)
