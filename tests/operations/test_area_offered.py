"""In force and live are two things (A22): a notice is not offered where the force is known not to be live; what was given
there is valid."""

from datetime import date, timedelta

import pytest

from haven.cases.models import Case
from haven.lawdata.models import CommencementArea
from haven.lawdata.queries import area_offered, force_rows
from haven.lawkeeping.changes import NewChange, words_of
from haven.lawkeeping.operations.ask_change import ask_change
from haven.lawkeeping.operations.decide_change import count_change
from haven.notices.models import Notice
from haven_law.findings import Refused
from tests.factories import MINUTE, make_authorised_notice, make_proposal, serve

pytestmark = pytest.mark.provision("90(7)")
ON = date(2026, 11, 6)


def refused(call) -> str:
    with pytest.raises(Refused) as problem:
        call()
    assert [finding.ambiguity for finding in problem.value.findings] == ["A22", "A22"]
    return str(problem.value)


def line(area: str, live: date | None, *, first: date = date(2026, 11, 1)) -> CommencementArea:
    return CommencementArea.objects.create(
        area_code=area.lower(), area_name=area, force_code="", force_live_from=live, provisions="pilot", from_day=first,
        last_day=None, instrument="SI 2026/1300", source="A letter of the force", confirmed=True,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("area", "offered"),
    [
        ("Croydon", True),
        ("Bury", True),
        ("City of Manchester", True),
        ("Hartlepool", True),
        ("Oldham", False),
        ("Salford", False),
    ],
)
def test_as_shipped(area, offered):
    decision = area_offered(area, ON)
    assert decision.lawful is offered and decision.findings[0].met is True, "the law is in force in all of them"


@pytest.mark.django_db
def test_where_nothing_is_known_the_law_decides_alone(house):
    assert len(area_offered("Croydon", ON).findings) == 1
    assert area_offered("Leeds", ON).lawful is False
    line("Stockport", None)
    assert area_offered("Stockport", ON).lawful is True, "a line that does not say it takes nothing away"


@pytest.mark.django_db
def test_an_added_line_decides_from_its_day(house, now):
    line("Oldham", date(2026, 11, 6))
    assert area_offered("Oldham", date(2026, 11, 5)).lawful is False
    assert area_offered("Oldham", date(2026, 11, 6)).lawful is True
    row = line("Bury", date(2026, 12, 1))
    assert area_offered("Bury", ON).lawful is False, "the added line is the last word"
    row.withdrawn_at = now
    row.save()
    assert area_offered("Bury", ON).lawful is True


def test_not_asked_for_there(house, now):
    said = refused(lambda: make_proposal(house, now, area="Oldham"))
    assert "not live there yet" in said and "not live in Oldham when last seen (announcements" in said
    assert not Case.objects.exists()


def test_not_authorised_there_either(house, now):
    """The subject turns out to live there after the request was sent; the day is that of the decision."""
    proposal = make_proposal(house, now)
    Case.objects.update(area="Oldham")
    refused(lambda: make_authorised_notice(house, now + MINUTE, proposal=proposal))
    assert not Notice.objects.exists()
    line("Oldham", date(2026, 11, 7))
    refused(lambda: make_authorised_notice(house, now + MINUTE, proposal=proposal))
    assert make_authorised_notice(house, now + timedelta(days=1), proposal=proposal).authorised_at


def test_what_was_authorised_is_valid_and_served(house, now):
    notice = make_authorised_notice(house, now)
    Case.objects.update(area="Oldham")
    assert serve(notice, house, now + 30 * MINUTE).notice.served_at == now + 30 * MINUTE


def test_the_day_is_entered_with_a_line_and_seen_by_a_second_person(house, now):
    new = NewChange(
        "areas", "SI 2026/1300; letter of the force", True, areas=("oldham",), from_day=date(2026, 11, 25),
        name="SI 2026/1300", live_from=date(2027, 1, 4),
    )  # fmt: skip
    assert "the force is live there from 4 January 2027" in words_of(new)
    asked = ask_change(new, by=house.lowry, at=now)
    count_change(asked, by=house.fenwick, at=now)
    assert force_rows()[-1].from_day == date(2027, 1, 4)
    assert area_offered("Oldham", date(2027, 1, 3)).lawful is False
    assert area_offered("Oldham", date(2027, 1, 4)).lawful is True
