"""Two officers at two doors at once: one effect, and one clear refusal."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from haven.accounts.models import User
from haven.cases.models import Case, Deadline
from haven.jobs.practice.house import build_house
from haven.notices.models import NoticeProposal
from haven.notices.operations.propose_notice import ConnectionFacts, propose_notice
from haven.notices.operations.withdraw_proposal import withdraw_proposal
from haven_law.findings import Refused
from tests.operations.notice_requests import PROTECTED, SUBJECT, request_for

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")


@pytest.fixture
def real_house(transactional_db):
    return build_house(AT)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each act in a thread and transaction of its own, begun together. Answers results and refusals."""
    gate = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=20)
            found[number] = act()
        except Exception as problem:  # noqa: BLE001  the test looks at what it was
            found[number] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


def ask(user: User, **changes) -> Callable[[], object]:
    return lambda: propose_notice(request_for(**changes), by=user, at=AT)


def one_of_two(found):
    refusals = [f for f in found if isinstance(f, Refused)]
    proposals = [f for f in found if isinstance(f, NoticeProposal)]
    assert len(refusals) == 1 and len(proposals) == 1, found
    assert NoticeProposal.objects.count() == 1 and Case.objects.count() == 1
    assert Deadline.objects.filter(kind="decide_notice").count() == 1
    return refusals[0], proposals[0]


@pytest.mark.django_db(transaction=True)
def test_two_officers_ask_for_the_same_two_people(real_house):
    refused, _ = one_of_two(at_once(ask(real_house.ali), ask(real_house.wren)))
    assert "already recorded" in str(refused)


@pytest.mark.django_db(transaction=True)
def test_two_officers_ask_the_two_ways_round(real_house):
    other = ask(
        real_house.wren, subject=PROTECTED, protected=SUBJECT, connections=(ConnectionFacts("former_intimate_partner"),)
    )
    refused, _ = one_of_two(at_once(ask(real_house.ali), other))
    assert "primary aggressor" in str(refused)


@pytest.mark.django_db(transaction=True)
def test_two_requests_in_one_case(real_house):
    first = propose_notice(request_for(), by=real_house.ali, at=AT)
    withdraw_proposal(first, by=real_house.ali, at=AT)
    case = first.case
    found = at_once(
        ask(real_house.ali, case=case, children=()),
        ask(real_house.wren, case=case, children=()),
    )
    assert sum(isinstance(f, NoticeProposal) for f in found) == 1
    assert sum(isinstance(f, Refused) and "already waiting" in str(f) for f in found) == 1
