"""An acting inspector is named as one, with who conferred the rank, wherever it is said who authorised a notice."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from haven.accounts.actors import actor, words_at
from haven.accounts.models import RankHeld, User
from haven.cases.models import CaseEvent
from haven.cases.papers import paper_bytes
from haven.notices.models import Notice
from haven.notices.operations.authorise_notice import authorise_notice
from haven.notices.operations.sign_notice import SignNotice, sign_notice
from haven.notices.views import rank_words
from haven.staffing.operations.end_post import end_rank
from haven_law.clock import to_london
from tests.factories import authorise_command, make_proposal, signature_of
from tests.pages.acting import signed_in, text
from tests.papers.reading import text_of

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WHO = "Acting Insp Nell Sable 3188 (rank conferred by Insp Ruth Halloran 2207)"


def words_of(notice: Notice) -> str:
    return " ".join(text_of(paper_bytes(Notice.objects.get(pk=notice.pk).document)).split())


@pytest.fixture
def authorised(house, now) -> Notice:
    proposal = make_proposal(house, now)
    at = now + 10 * MINUTE
    return authorise_notice(authorise_command(proposal, house.sable, at), by=house.sable, at=at)


def test_the_practice_house_has_one(house, now):
    assert actor(house.sable, now).words == "Acting Insp Nell Sable 3188"
    assert actor(house.sable, now).rank == "inspector"
    assert words_at(house.halloran, now) == "Insp Ruth Halloran 2207"
    acting = RankHeld.objects.exclude(held="substantive")
    assert [(row.user, row.conferred_by) for row in acting] == [(house.sable, house.halloran)]


def test_on_the_pages_and_in_the_chronology(house, now, authorised):
    assert authorised.authorisation.rank_held.held == "acting"
    event = CaseEvent.objects.get(case=authorised.case, kind="notice.authorised")
    assert event.by_words == WHO
    with time_machine.travel(now + 20 * MINUTE, tick=False):
        for address in (
            f"/notices/{authorised.ref}",
            f"/decide/{authorised.ref}",
            f"/cases/{authorised.case.ref}/history",
        ):
            assert WHO in text(signed_in(house.halloran).get(address)), address
        assert WHO in text(signed_in(house.ali).get(f"/notices/{authorised.ref}/sent"))


def test_it_stays_said_after_the_rank_has_ended(house, now, authorised):
    row = house.sable.ranks.get(held="acting")
    end_rank(
        house.sable, row.pk, to_london(now).date() - DAY, "Back to the shift", by=house.lowry, at=now + 15 * MINUTE
    )
    assert words_at(User.objects.get(pk=house.sable.pk), now + 20 * MINUTE) == "Sgt Nell Sable 3188"
    with time_machine.travel(now + 20 * MINUTE, tick=False):
        assert WHO in text(signed_in(house.halloran).get(f"/notices/{authorised.ref}"))


def test_on_the_paper_also_when_it_is_signed_later(house, now, authorised):
    assert "Acting inspector Nell Sable, 3188" in words_of(authorised)
    proposal = make_proposal(house, now)
    at = now + 10 * MINUTE
    command = replace(authorise_command(proposal, house.sable, at), signature=None, told_by_telephone_at=at)
    told = authorise_notice(command, by=house.sable, at=at)
    later = at + 5 * MINUTE
    sign_notice(SignNotice(told.ref, signature_of(house.sable, later)), by=house.sable, at=later)
    assert "Acting inspector Nell Sable, 3188" in words_of(told)


def test_a_substantive_inspector_is_named_as_before(house, now):
    proposal = make_proposal(house, now)
    notice = authorise_notice(
        authorise_command(proposal, house.halloran, now + MINUTE), by=house.halloran, at=now + MINUTE
    )
    assert notice.authorisation.rank_held.held == "substantive"
    assert CaseEvent.objects.get(case=notice.case, kind="notice.authorised").by_words == "Insp Ruth Halloran 2207"
    assert rank_words("chief_inspector") == "Chief inspector"


def test_a_name_too_long_for_the_line_keeps_its_rank(house, now):
    User.objects.filter(pk__in=[house.sable.pk, house.halloran.pk]).update(name="N" * 120)
    sable = User.objects.get(pk=house.sable.pk)
    notice = authorise_notice(
        authorise_command(make_proposal(house, now), sable, now + MINUTE), by=sable, at=now + MINUTE
    )
    event = CaseEvent.objects.get(case=notice.case, kind="notice.authorised")
    assert event.by_words == f"Acting Insp {'N' * 120} 3188"
