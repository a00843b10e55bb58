"""An application is withdrawn outside court while a hearing of it has begun: nothing can be decided on it from then. What
the court decided before is recorded late, and stands."""

from datetime import timedelta

import pytest

from haven.cases.models import CaseEvent
from haven.courts.models import Application, Hearing, HearingOutcome
from haven.courts.operations.hear import (
    AdjournHearing,
    RefuseApplication,
    WithdrawnInCourt,
    adjourn_hearing,
    refuse_application,
    withdrawn_in_court,
)
from haven.courts.operations.list_hearing import Slot
from haven.courts.operations.withdraw_application import (
    AskWithdrawal,
    WithdrawApplication,
    ask_withdrawal,
    withdraw_application,
)
from haven.courts.states import application_status, hearing_status, with_application_status
from haven.notices.models import Notice
from haven.orders.models import Order
from haven.orders.operations.make_order import make_order
from haven_law.findings import Refused
from tests.operations.court_helpers import begun_hearing, decided, order_command

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WHY = "A charge was laid this morning, with bail conditions that cover the same ground."


@pytest.fixture
def hearing(house, now):
    """Begun, and its application withdrawn an hour later."""
    hearing = begun_hearing(house, now)
    ref, at = hearing.application.ref, hearing.begun_at + HOUR
    ask_withdrawal(AskWithdrawal(ref, "charged", WHY), by=house.okoro, at=at)
    withdraw_application(WithdrawApplication(ref), by=house.halloran, at=at)
    return Hearing.objects.select_related("application", "court").get(pk=hearing.pk)


def at_court(hearing, after):
    return decided(hearing, decided_at=hearing.begun_at + after)


def acts(hearing, after):
    court = hearing.court
    slot = Slot(court=court, room="1", listed_for=hearing.begun_at + timedelta(days=3))
    return {
        "made": (make_order, order_command(hearing, decided=at_court(hearing, after))),
        "refused": (refuse_application, RefuseApplication(at_court(hearing, after))),
        "adjourned": (adjourn_hearing, AdjournHearing(at_court(hearing, after), "time", slot)),
        "withdrawn": (withdrawn_in_court, WithdrawnInCourt(at_court(hearing, after), "evidence")),
    }


@pytest.mark.parametrize("result", ["made", "refused", "adjourned", "withdrawn"])
@pytest.mark.parametrize("after", [HOUR, HOUR + MINUTE])
def test_nothing_is_decided_on_a_dead_application(house, hearing, result, after):
    act, command = acts(hearing, after)[result]
    with pytest.raises(Refused, match="The application was withdrawn by then"):
        act(command, by=house.moss, at=hearing.begun_at + 3 * HOUR)
    assert not HearingOutcome.objects.filter(hearing=hearing).exists()
    assert not Order.objects.filter(case=hearing.application.case).exists()
    assert Hearing.objects.filter(application=hearing.application).count() == 1


def test_the_hearing_that_had_begun_is_closed_by_it(hearing):
    withdrawn_at = hearing.begun_at + HOUR
    assert hearing_status(hearing, withdrawn_at - MINUTE) == "begun"
    assert hearing_status(hearing, withdrawn_at) == "closed"
    application = Application.objects.prefetch_related("hearings__outcomes").get(pk=hearing.application_id)
    for at, expected in ((withdrawn_at - MINUTE, "begun"), (withdrawn_at, "withdrawn")):
        row = with_application_status(Application.objects.filter(pk=application.pk), at).get()
        assert application_status(application, at) == row.status == expected


@pytest.mark.parametrize(("result", "ended"), [("made", "order_made"), ("refused", "application_refused")])
def test_what_was_decided_before_is_recorded_late_and_stands(house, hearing, result, ended):
    act, command = acts(hearing, 30 * MINUTE)[result]
    act(command, by=house.moss, at=hearing.begun_at + 3 * HOUR)
    application = Application.objects.get(pk=hearing.application_id)
    notice = Notice.objects.get(pk=application.after_notice_id)
    decided_at = hearing.begun_at + 30 * MINUTE
    assert (application.withdrawn_at, application.withdrawn_by, application.withdrawn_second) == (None, None, None)
    assert application.determined_at == decided_at
    assert (notice.ended_at, notice.ended_because) == (decided_at, ended)
    events = {e.kind: e for e in CaseEvent.objects.filter(case=application.case)}
    assert events["application.withdrawal_set_aside"].corrects == events["application.withdrawn"]
    assert events["notice.end_corrected"].corrects == events["notice.ended"]
    assert events["notice.end_corrected"].facts["was_because"] == "application_withdrawn"


def test_an_adjournment_before_it_has_nothing_to_go_on_with(house, hearing):
    act, command = acts(hearing, 30 * MINUTE)["adjourned"]
    with pytest.raises(Refused, match="no hearing to adjourn to"):
        act(command, by=house.moss, at=hearing.begun_at + 3 * HOUR)


def test_withdrawn_in_court_is_never_set_aside_by_another_hearing(house, now):
    first = begun_hearing(house, now)
    withdrawn_in_court(WithdrawnInCourt(decided(first), "evidence"), by=house.moss, at=first.begun_at + HOUR)
    second = Hearing.objects.create(
        public_id="b" * 32, application=first.application, court=first.court, room="2", hearing_kind="adjourned",
        listed_for=first.begun_at, listed_at=first.listed_at, begun_at=first.begun_at,
    )  # fmt: skip
    before = decided(second, decided_at=second.begun_at + MINUTE)
    with pytest.raises(Refused, match="decided at another hearing"):
        refuse_application(RefuseApplication(before), by=house.moss, at=second.begun_at + HOUR)
