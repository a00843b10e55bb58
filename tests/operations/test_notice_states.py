"""One status, computed twice: in Python and in the database, on histories made at random."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haven.cases.deadlines import meet
from haven.jobs.practice.house import House
from haven.notices.models import Notice
from haven.notices.notice_states import STATUS, in_force_at, mark, status, with_status
from haven.notices.operations.authorise_notice import authorise_notice
from haven.notices.operations.correct_service_time import CorrectServiceTime, correct_service_time
from haven.notices.operations.end_notice import end_notice
from haven.notices.operations.sign_notice import SignNotice, sign_notice
from haven.notices.operations.withdraw_authority import WithdrawAuthority, withdraw_authority
from tests.factories import (
    MINUTE,
    REASONS,
    authorise_command,
    make_authorised_notice,
    make_proposal,
    serve,
    signature_of,
)

HOUR = timedelta(hours=1)
# Starts that bring Sundays, bank holidays and the unsettled Saturday of Christmas 2026 into the count.
STARTS = tuple(
    datetime.fromisoformat(f"{day}T{hour}:00+00:00")
    for day in ("2026-03-28", "2026-10-24", "2026-11-06", "2026-12-24")
    for hour in ("00:30", "13:00", "23:30")
)
steps = st.lists(st.integers(min_value=1, max_value=30 * 60), min_size=4, max_size=4)


@st.composite
def histories(draw: st.DrawFn) -> dict:
    return {
        "start": draw(st.sampled_from(STARTS)),
        "steps": draw(steps),
        "telephone": draw(st.booleans()),
        "signed": draw(st.booleans()),
        "then": draw(st.sampled_from(["nothing", "withdraw", "serve", "serve", "serve", "serve"])),
        "correct": draw(st.booleans()),
        "begin": draw(st.booleans()),
        "end": draw(st.sampled_from(["", "", "order_made", "held_void"])),
        "after": draw(st.lists(st.integers(min_value=-60, max_value=240 * 60), min_size=3, max_size=6)),
    }


def live(house: House, plan: dict) -> tuple[Notice, list[datetime]]:
    """Act the history out by the operations. Answers the notice and every instant at which something happened."""
    times = [plan["start"]]
    for step in plan["steps"]:
        times.append(times[-1] + step * MINUTE)
    asked, decided, signed_at, served_at, last = times
    proposal = make_proposal(house, asked)
    told = {"signature": None, "told_by_telephone_at": decided} if plan["telephone"] else {}
    notice = authorise_notice(
        authorise_command(proposal, house.halloran, decided, **told), by=house.halloran, at=decided
    )
    if plan["telephone"] and plan["signed"]:
        sign_notice(SignNotice(notice.ref, signature_of(house.halloran, signed_at)), by=house.halloran, at=signed_at)
    signed = plan["signed"] or not plan["telephone"]
    if plan["then"] == "withdraw":
        withdraw_authority(WithdrawAuthority(notice.ref, REASONS), by=house.mistry, at=served_at)
    if plan["then"] == "serve" and signed:
        serve(notice, house, served_at)
        if plan["correct"]:
            right = max(served_at - 7 * MINUTE, signed_at if plan["telephone"] else decided)
            if right != served_at:
                correct_service_time(CorrectServiceTime(notice.ref, right, REASONS), by=house.adeyemi, at=last)
        if plan["begin"]:
            meet(notice.ref, "hearing", at=last)
        if plan["end"]:
            end_notice(Notice.objects.get(pk=notice.pk), plan["end"], by=house.moss, at=last + HOUR)
    return Notice.objects.get(pk=notice.pk), [*times, last + HOUR]


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=histories())
def test_python_and_database_agree(house, plan):
    with transaction.atomic():
        notice, happened = live(house, plan)
        clock = notice.case.deadlines.filter(kind="hearing", replaced_by=None).first()
        limits = [clock.act_by, clock.outer_limit] if clock is not None else []
        looks = [moment + delta for moment in happened + limits for delta in (-MINUTE, timedelta(), MINUTE)]
        looks += [plan["start"] + minutes * MINUTE for minutes in plan["after"]]
        for look in looks:
            row = with_status(Notice.objects.filter(pk=notice.pk), look).get()
            code = status(notice, look)
            assert row.status_code == code, f"{look}: database {row.status_code}, Python {code}"
            assert code in STATUS and mark(notice, look)[1]
            running = in_force_at(Notice.objects.filter(pk=notice.pk), look).exists()
            assert running == (code in ("running", "may_be_late", "past_deadline", "continuing")), look
        transaction.set_rollback(True)


def test_many_notices_in_one_query(house, now, django_assert_num_queries):
    made = [make_authorised_notice(house, now) for _n in range(3)]
    with django_assert_num_queries(1):
        found = {n.ref: n.status_code for n in with_status(Notice.objects.all(), now + MINUTE)}
    assert found == {n.ref: "authorised" for n in made}
