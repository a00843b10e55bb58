"""What was recorded is shown where it is needed: beside the decision, and on the tab of people."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from haven.notices.operations.propose_notice import (
    BailFacts,
    DetentionFacts,
    FirearmsFacts,
    IncidentFacts,
    RiskFacts,
)
from haven.parties.operations.record_person import NameFacts, PlaceFacts, SealedPlaceFacts, seal_place
from tests.factories import a_person, make_proposal
from tests.pages.acting import signed_in, text

NOW = datetime.fromisoformat("2026-11-06T16:14:00+00:00")
HOUR = timedelta(hours=1)
SUBJECT = {
    "given": "Marek", "family": "Brandt",
    "other_names": (
        NameFacts("earlier", "Marek", "Stolz", date(2009, 5, 2), date(2015, 6, 3)), NameFacts("alias", "Max", "B", date(2016, 1, 4)),
    ),
}  # fmt: skip
PROTECTED = {
    "given": "Rowan", "family": "Teasdale", "sex": "female", "gender_said": "non-binary",
    "other_names": (NameFacts("earlier", "Rowan", "Larkin", known_to_subject=True), NameFacts("known_as", "Robin", "Vale")),
}  # fmt: skip


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


def asked(house, **changes):
    plain = {
        "subject": a_person(**SUBJECT),
        "protected": a_person(**PROTECTED),
        "incidents": (IncidentFacts("incident", "INC/77"), IncidentFacts("crime", "01/2345/26")),
        "risks": (RiskFacts("dash", "high", "It escalates each week", "17", "R/901", NOW - 3 * HOUR),),
        "firearms": FirearmsFacts("yes", "A shotgun at the farm"),
        "detentions": (DetentionFacts("prison", "HMP Larkspur", NOW - 9 * HOUR, NOW + 2 * HOUR),),
        "bail": (BailFacts("Not to contact Rowan", ("no_contact",), NOW + 40 * HOUR, NOW - HOUR),),
    }
    return make_proposal(house, NOW - HOUR, **(plain | changes))


def test_the_inspector_sees_it_beside_the_decision(house, frozen):
    said = text(signed_in(house.halloran).get(f"/decide/{asked(house).ref}"))
    for words in (
        "High (DASH), 17",
        "Assessed Friday 6 November 2026 at 1:14pm, PC Sana Ali 4471",
        "R/901",
        "It escalates each week",
        "Yes: A shotgun at the farm",
        "Incident INC/77; Crime 01/2345/26",
        "Prison, HMP Larkspur, since",
        "Marek Stolz (earlier name, 2 May 2009 to 3 Jun 2015)",
        "Max B (alias, from 4 Jan 2016)",
    ):
        assert words in said, words
    assert "(dash)" not in said


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("custody", "Leaves custody at 6:14pm."),
        ("prison", "Leaves prison at 6:14pm."),
        ("hospital", "Leaves hospital at 6:14pm."),
        ("removal", "Leaves immigration removal at 6:14pm."),
    ],
)
def test_the_strip_says_from_where(house, frozen, kind, words):
    held = DetentionFacts(kind, "Larkspur", NOW - 9 * HOUR, NOW + 2 * HOUR)
    assert words in text(signed_in(house.halloran).get(f"/decide/{asked(house, detentions=(held,)).ref}"))


def people(client, case):
    return text(client.get(f"/cases/{case.ref}/people"))


def test_the_tab_of_people_has_what_was_recorded(house, frozen):
    case, okoro, shah = asked(house).case, signed_in(house.okoro), signed_in(house.shah)
    for client in (okoro, shah):
        client.post(f"/cases/{case.ref}/names")
    said = people(okoro, case)
    for words in (
        "R/901",
        "INC/77",
        "HMP Larkspur",
        "release expected",
        "A shotgun",
        "Police bail",
        "It escalates",
        "Stolz",
    ):
        assert words in said, words
    assert "It escalates" not in people(shah, case), "a judgement is for who may read the account"


def test_of_the_protected_person_only_what_was_asked_for(house, frozen):
    case, okoro = asked(house).case, signed_in(house.okoro)
    before = people(okoro, case)
    for hidden in ("Rowan", "Teasdale", "Larkin", "Vale", "non-binary", "It escalates"):
        assert hidden not in before, hidden
    okoro.post(f"/cases/{case.ref}/names")
    after = people(okoro, case)
    assert "Rowan Larkin (earlier name, the subject knows it)" in after
    assert "Robin Vale (known as, the subject must not know it)" in after
    assert "Female" in after and "non-binary" in after and "Not to contact Rowan" in after


def test_a_place_that_the_subject_knows_is_said_and_a_sealed_one_never(house, frozen):
    protected = a_person(**PROTECTED, places=(PlaceFacts("4 Sorrel Way", "CR0 1ZZ", kind="shared"),))
    case, okoro = asked(house, protected=protected).case, signed_in(house.okoro)
    seal_place(case.protected, SealedPlaceFacts("71 Canary Quayside", "CR9 7ZQ", "refuge"), by=house.ali)
    before = people(okoro, case)
    assert "Recorded, and the subject knows it; Sealed" in before and "Sorrel" not in before
    okoro.post(f"/cases/{case.ref}/names")
    after = people(okoro, case)
    assert "Shared home: 4 Sorrel Way, CR0 1ZZ; Sealed" in after and "Canary" not in after
    assert "Not recorded here" not in after


def test_nowhere_is_said_only_where_nothing_is(house, frozen):
    assert "Where they live Not recorded here" in people(signed_in(house.okoro), asked(house).case)
