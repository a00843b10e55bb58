"""The pages of an order that is over still take what came before its end."""

from datetime import datetime, timedelta

import time_machine

from haven.courts.requirements import Lasts
from haven.orders.models import OrderEnd
from haven.orders.operations.end_order import settle_ended_orders
from tests.operations.court_helpers import REASONS, made_order
from tests.pages.acting import command, moment, signed_in, text

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
HOUR = timedelta(hours=1)


def test_discharge_and_variation_are_offered_and_taken_the_morning_after(house):
    with time_machine.travel(AT, tick=False) as clock:
        lasts = Lasts("date", last_day=(AT + 14 * 24 * HOUR).date())
        order = made_order(house, AT, presence="absent", lasts=lasts)
        settle_ended_orders(order.ends_at + HOUR)
        clock.move_to(order.ends_at + 9 * HOUR)
        client, here = signed_in(house.moss), f"/orders/{order.ref}"
        page = text(client.get(here))
        assert "What came before its end can still be recorded" in page
        assert "Record a variation" in page and "Record service" in page and "Record a discharge" in page
        assert client.get(f"{here}/vary").status_code == 200
        answers = {"reasons": REASONS, "no_longer_necessary": "yes", "police_heard": "yes", "asked_by_protected": "no"}
        late = client.post(f"{here}/discharge", answers | command() | moment("decided_at", order.ends_at + HOUR))
        assert late.status_code == 422 and "had ended by then" in text(late) and REASONS in text(late)
        done = client.post(f"{here}/discharge", answers | command() | moment("decided_at", order.ends_at - HOUR))
        assert done.status_code == 302
        assert OrderEnd.objects.get(order=order, voided_at=None).because == "discharged"
        page = text(client.get(here))
        assert "Record a variation" in page and "Record a discharge" not in page
