"""The evidence of who is to be responsible, before the order (s.36(3))."""

from dataclasses import replace
from datetime import timedelta

import pytest

from haven.compliance.operations.record_suitability import RecordSuitability, record_suitability
from haven.sealed.ciphers import decipher
from haven_law.clock import to_london
from haven_law.findings import Refused
from tests.operations.court_helpers import sent_application

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def application(house, now):
    return sent_application(house, now)


def evidence(application, at, **changes):
    plain = RecordSuitability(
        application.ref,
        "programme",
        "Terry Marsh",
        to_london(at).date(),
        "report",
        "They can take part, and work in the daytime.",
        "A session that is missed is told to the police on the next day.",
        "Steps Croydon",
    )
    return replace(plain, **changes)


def test_both_are_kept_closed(house, application):
    at = application.made_at + HOUR
    row = record_suitability(evidence(application, at), by=house.okoro, at=at)
    ref = application.case.ref
    assert decipher(ref, row.suitability_enc).startswith("They can take part")
    assert decipher(ref, row.enforceability_enc).startswith("A session")
    event = application.case.events.get(kind="supervision.evidence")
    assert event.facts == {"who": "Terry Marsh", "what": "attend a programme"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"term": "no_contact"}, "somebody supervises"),
        ({"term": "dance"}, "somebody supervises"),
        ({"name": " "}, "Enter the name"),
        ({"how": "gossip"}, "Choose the form"),
        ({"suitability": "yes"}, "whether it suits the subject"),
        ({"enforceability": ""}, "how it can be enforced"),
    ],
)
def test_refused_in_words(house, application, change, words):
    at = application.made_at + HOUR
    with pytest.raises(Refused, match=words):
        record_suitability(evidence(application, at, **change), by=house.okoro, at=at)


def test_who_and_when(house, application):
    at = application.made_at + HOUR
    with pytest.raises(Refused, match="may not"):
        record_suitability(evidence(application, at), by=house.ali, at=at)
    with pytest.raises(Refused, match="future"):
        record_suitability(evidence(application, at, given_on=to_london(at).date() + DAY), by=house.okoro, at=at)
