"""The page of a hearing whose application was withdrawn while it was being heard: no outcome is offered but one that was
decided before."""

from datetime import datetime, timedelta

import time_machine

from haven.courts.models import HearingOutcome
from haven.courts.operations.withdraw_application import (
    AskWithdrawal,
    WithdrawApplication,
    ask_withdrawal,
    withdraw_application,
)
from tests.operations.court_helpers import REASONS, begun_hearing
from tests.pages.acting import moment, signed_in, text
from tests.pages.test_outcome_page import Desk

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
HOUR = timedelta(hours=1)


def test_the_page_says_it_is_closed_and_takes_what_was_decided_before(house):
    with time_machine.travel(AT, tick=False) as clock:
        hearing = begun_hearing(house, AT)
        ref, at = hearing.application.ref, hearing.begun_at + HOUR
        ask_withdrawal(AskWithdrawal(ref, "charged", "A charge was laid this morning."), by=house.okoro, at=at)
        withdraw_application(WithdrawApplication(ref), by=house.halloran, at=at)
        clock.move_to(at + HOUR)
        page = signed_in(house.moss).get(f"/hearings/{hearing.public_id}")
        assert "Closed" in text(page) and "Nothing is left to decide at this hearing" in text(page)
        assert "Record the outcome" not in text(page)
        assert "Record what the court decided before that" in text(page)
        assert "Record what the court decided" not in text(signed_in(house.okoro).get(f"/hearings/{hearing.public_id}"))
        late = {"result": "refused", "presence": "person", "reasons": REASONS}
        refused = Desk(house.moss, hearing).send("issue", **late, **moment("decided_at", at))
        assert refused.status_code == 422 and "The application was withdrawn by then" in text(refused)
        assert not HearingOutcome.objects.filter(hearing=hearing).exists()
        done = Desk(house.moss, hearing).send("issue", **late, **moment("decided_at", at - HOUR / 2))
        assert done.status_code == 302
        assert HearingOutcome.objects.get(hearing=hearing).result == "refused"
