"""One of everything that is owed under an order, for the walk of the addresses."""

from datetime import datetime, timedelta
from typing import Any

from haven.compliance.operations.checks import begin_plan
from haven.compliance.operations.enter_exempting_duty import EnterExemptingDuty, enter_exempting_duty
from haven.compliance.operations.recompute_notification import recompute_notification
from haven.compliance.operations.recompute_supervision import recompute_supervision
from haven.compliance.operations.record_notification import RecordNotification, record_notification
from haven.compliance.operations.supervisor_access import OpenSignIn, give_access, open_sign_in
from haven.courts.requirements import RequirementFacts, ResponsibleFacts
from haven.jobs.practice.house import House
from haven.orders.models import Order
from haven_law.clock import to_london
from haven_law.notification import STALKING

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROGRAMME, SIGN_ON, TAG = 3, 4, 5


def sign_on(**params: Any) -> RequirementFacts:
    blanks: dict[str, Any] = {
        "station": "Croydon police station",
        "days": ["monday", "thursday"],
        "from_time": "09:00",
        "to_time": "17:00",
    }
    person = ResponsibleFacts("The station officer", "Croydon police station")
    return RequirementFacts("station_sign_on", blanks | params, person, "Officer's evidence")


def visit(order: Order, at: datetime) -> RecordNotification:
    """The subject tells their name and home at a station."""
    return RecordNotification(
        order.ref,
        at,
        "Croydon police station",
        True,
        "police_officer",
        names=("A name that they use",),
        home_lines="4 Larkspur Close",
        home_postcode="CR0 1VV",
    )


def compliance_things(house: House, order: Order, at: datetime, *, of_people: bool = True) -> dict[str, Any]:
    """Duties, a visit, another regime to come, what is supervised, a plan of checks; a sign-in, which is of no case."""
    recompute_notification(order.subject, at=order.made_at)
    supervised = recompute_supervision(order.ref, at=order.made_at)
    begin_plan(order, at=order.made_at)
    given = record_notification(visit(order, at - 2 * HOUR), by=house.ali, at=at - 2 * HOUR)
    day = to_london(at).date()
    regime = enter_exempting_duty(
        EnterExemptingDuty(order.ref, STALKING, day + 30 * DAY, "Register entry"), by=house.okoro, at=at - HOUR
    )
    email = f"{order.ref.lower()}@steps.example"
    programme = next(s for s in supervised if s.clause == PROGRAMME)
    things = {
        "given": given,
        "regime": regime,
        "supervision": programme,
        "account": None,
        "check_item": order.check_plan.order_by("pk").first(),
    }
    if not of_people:
        return things
    made = open_sign_in(OpenSignIn("Terry Marsh", "Steps Croydon", email), by=house.okoro, at=at - HOUR)
    give_access(str(programme.public_id), made.account.pk, by=house.okoro, at=at - HOUR)
    return things | {"account": made.account}
