"""Two people at once, in two real transactions: one effect, and one refusal in words."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from haven.cases.models import Deadline
from haven.jobs.practice.house import House, build_house
from haven.notices.models import Authorisation, Notice
from haven.notices.operations.authorise_notice import authorise_notice
from haven.notices.operations.correct_service_time import CorrectServiceTime, correct_service_time
from haven.notices.operations.refuse_notice import RefuseNotice, refuse_notice
from haven.notices.operations.serve_notice import serve_notice
from haven.notices.operations.withdraw_authority import WithdrawAuthority, withdraw_authority
from haven.service.models import Service
from haven_law.findings import Refused
from tests.conftest import FRIDAY
from tests.factories import (
    MINUTE,
    REASONS,
    authorise_command,
    make_authorised_notice,
    make_proposal,
    make_served_notice,
    serve_command,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed() -> House:
    """The house, committed, so that other connections see it."""
    return build_house(FRIDAY)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run each in a thread of its own, all from the same moment. Answers "done", or the words of the refusal."""
    gate, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=20)
            act()
            said[number] = "done"
        except Refused as problem:
            said[number] = str(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(said, key=lambda words: words != "done")


def test_two_inspectors(committed):
    house, at = committed, FRIDAY + 5 * MINUTE
    proposal = make_proposal(house, FRIDAY)
    said = at_once(
        lambda: authorise_notice(authorise_command(proposal, house.halloran, at), by=house.halloran, at=at),
        lambda: refuse_notice(RefuseNotice(proposal.ref, REASONS), by=house.mistry, at=at),
    )
    assert said[0] == "done" and "already decided by Insp" in said[1] and "9:05am" in said[1]
    assert Authorisation.objects.count() == 1
    assert Deadline.objects.filter(kind="decide_notice", close_reason="met").count() == 1


def test_both_authorise(committed):
    house, at = committed, FRIDAY + 5 * MINUTE
    proposal = make_proposal(house, FRIDAY)
    said = at_once(
        *(
            lambda who=who: authorise_notice(authorise_command(proposal, who, at), by=who, at=at)
            for who in (house.halloran, house.mistry)
        )
    )
    assert said[0] == "done" and "already decided" in said[1] and Notice.objects.count() == 1


def test_two_constables(committed):
    house, at = committed, FRIDAY + 5 * MINUTE
    notice = make_authorised_notice(house, FRIDAY)
    said = at_once(
        *(
            lambda who=who: serve_notice(serve_command(notice, at), by=who, at=at)
            for who in (house.ali, house.wren, house.penrose)
        )
    )
    assert said[0] == "done" and all("already recorded as served by PC" in words for words in said[1:])
    assert Service.objects.count() == 1 and Deadline.objects.filter(kind="hearing").count() == 1


def test_served_and_withdrawn(committed):
    house, at = committed, FRIDAY + 5 * MINUTE
    notice = make_authorised_notice(house, FRIDAY)
    said = at_once(
        lambda: serve_notice(serve_command(notice, at), by=house.ali, at=at),
        lambda: withdraw_authority(WithdrawAuthority(notice.ref, REASONS), by=house.halloran, at=at),
    )
    assert said[0] == "done" and ("withdrawn" in said[1])
    notice.refresh_from_db()
    assert (notice.served_at is None) != (notice.authority_withdrawn_at is None)


def test_two_corrections(committed):
    house, at = committed, FRIDAY + timedelta(hours=2)
    notice = make_served_notice(house, FRIDAY)
    said = at_once(
        *(
            lambda who=who: correct_service_time(
                CorrectServiceTime(notice.ref, FRIDAY - 5 * MINUTE, REASONS), by=who, at=at
            )
            for who in (house.adeyemi, house.okoro)
        )
    )
    assert said[0] == "done" and "recorded already" in said[1]
    assert Service.objects.filter(voided_at=None).count() == 1 and Deadline.objects.filter(kind="hearing").count() == 2
