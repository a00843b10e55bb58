"""What was told by telephone is judged as at that time, on both sides of midnight; who records it, as at the recording."""

from datetime import date, datetime, timedelta

import pytest

from haven.accounts.models import RankHeld, RoleGrant
from haven.notices.models import Notice
from haven.notices.operations.authorise_notice import authorise_notice
from haven.notices.operations.sign_notice import SignNotice, sign_notice
from haven.parties.models import Person
from haven_law.findings import Refused
from tests.factories import MINUTE, authorise_command, make_proposal, signature_of

MIDNIGHT = datetime.fromisoformat("2026-11-07T00:00:00+00:00")
EVE, DAY = date(2026, 11, 6), date(2026, 11, 7)


@pytest.fixture
def proposal(house):
    return make_proposal(house, MIDNIGHT - 60 * MINUTE)


def told(house, proposal, at, *, recorded=MIDNIGHT + 10 * MINUTE, by=None):
    who = by or house.mistry
    command = authorise_command(proposal, who, recorded, signature=None, told_by_telephone_at=at)
    return authorise_notice(command, by=who, at=recorded)


def refused(call) -> str:
    with pytest.raises(Refused) as problem:
        call()
    assert not Notice.objects.exists()
    return str(problem.value)


def acting(house, **days):
    """Mistry is a sergeant, and an acting inspector on the days given."""
    RankHeld.objects.filter(user=house.mistry).delete()
    RankHeld.objects.create(user=house.mistry, rank="sergeant", held="substantive", from_day=date(2020, 1, 1))
    RankHeld.objects.create(
        user=house.mistry, rank="inspector", held="acting", conferred_by=house.halloran, **({"until_day": None} | days)
    )


BEFORE, AFTER = MIDNIGHT - 10 * MINUTE, MIDNIGHT + 5 * MINUTE


@pytest.mark.provision("22(8)")
def test_an_acting_rank_that_ended_at_midnight(house, proposal):
    acting(house, from_day=EVE, until_day=EVE)
    assert "a sergeant" in refused(lambda: told(house, proposal, AFTER))
    notice = told(house, proposal, BEFORE)
    assert notice.authorisation.rank_at == "inspector" and notice.authorised_at == BEFORE
    signs = MIDNIGHT + 20 * MINUTE
    command = SignNotice(notice.ref, signature_of(house.mistry, signs))
    with pytest.raises(Refused, match="Withdraw this authority"):
        sign_notice(command, by=house.mistry, at=signs)


@pytest.mark.provision("22(8)")
def test_an_acting_rank_that_began_at_midnight(house, proposal):
    acting(house, from_day=DAY)
    assert "a sergeant" in refused(lambda: told(house, proposal, BEFORE))
    assert told(house, proposal, AFTER).authorisation.rank_at == "inspector"


def test_a_role_that_began_at_midnight(house, proposal):
    RoleGrant.objects.filter(user=house.mistry).update(from_at=MIDNIGHT)
    assert "Your role may not decide notice" in refused(lambda: told(house, proposal, BEFORE))
    assert told(house, proposal, AFTER)


def test_who_records_it_must_still_have_the_role(house, proposal):
    RoleGrant.objects.filter(user=house.mistry).update(until_at=MIDNIGHT)
    assert "Your role may not decide notice" in refused(lambda: told(house, proposal, BEFORE))
    assert told(house, proposal, BEFORE, recorded=BEFORE + MINUTE)


@pytest.mark.parametrize(
    ("whose", "born", "said"),
    [
        ("subject", date(2008, 11, 7), "must be 18 or over (s.22(6))"),
        ("protected", date(2010, 11, 7), "must be 16 or over"),
    ],
)
@pytest.mark.provision("22(6)")
def test_a_birthday(house, proposal, whose, born, said):
    """It turns out after the request that a birthday falls between the call and its recording, or just before both."""
    Person.objects.filter(pk=getattr(proposal.case, whose).pk).update(born=born)
    assert said in refused(lambda: told(house, proposal, BEFORE))
    assert told(house, proposal, AFTER)


@pytest.mark.provision("SI 2026/342")
def test_the_last_day_of_an_area(house, settings):
    settings.PRACTICE = False
    end = datetime.fromisoformat("2026-11-25T00:00:00+00:00")
    proposal = make_proposal(house, end - 30 * MINUTE)
    late = {"recorded": end + 10 * MINUTE}
    assert "ended on 24 November 2026" in refused(lambda: told(house, proposal, end, **late))
    assert told(house, proposal, end - MINUTE, **late).authorised_at == end - MINUTE


def test_in_the_minute_of_the_request(house):
    """People write minutes: told in the minute in which the request was sent is after it, and the minute before is not."""
    sent = MIDNIGHT - 60 * MINUTE + timedelta(seconds=40)
    proposal = make_proposal(house, sent)
    assert "after the request was sent" in refused(lambda: told(house, proposal, MIDNIGHT - 61 * MINUTE))
    assert told(house, proposal, MIDNIGHT - 60 * MINUTE).authorised_at == sent
