"""A served notice and what follows from it, for the tests of courts and orders."""

from datetime import datetime, timedelta

from haven.courts.models import Application, Hearing, Sitting
from haven.courts.operations.hear import BeginHearing, Decided, begin_hearing
from haven.courts.operations.list_hearing import GiveHearingNotice, ListHearing, Slot, give_hearing_notice, list_hearing
from haven.courts.operations.prepare_application import PrepareApplication, prepare_application
from haven.courts.operations.send_application import SendApplication, send_application
from haven.courts.requirements import Lasts, RequirementFacts, ResponsibleFacts
from haven.jobs.practice.house import House
from haven.notices.models import Notice
from haven.orders.gates import CourtJudgement, MakeOrder
from haven.orders.models import Order
from haven.orders.operations.make_order import make_order
from haven.service.operations.record_hearing_address import AddressAnswer
from tests.factories import make_served_notice

GROUNDS = "On two days the subject threatened the protected person and broke down a door."
REASONS = "The court is satisfied that the subject has been abusive and that the order is necessary."
JUDGED = CourtJudgement(
    abusive=True,
    necessary=True,
    child_welfare=True,
    protected_opinion=True,
    occupant_opinion=None,
    conflicts_considered=True,
)


def served_notice(house: House, served_at: datetime, **request: object) -> Notice:
    """A notice served at an instant, with three clauses, its clocks running. The subject gives an address."""
    serving = {"address": AddressAnswer("given", "4 Larkspur Close", "CR0 1VV"), **request.pop("serving", {})}
    return make_served_notice(house, served_at, serving=serving, **request)


def sent_application(
    house: House,
    served_at: datetime,
    *,
    notice: Notice | None = None,
    requirements: tuple[RequirementFacts, ...] | None = None,
    **more: object,
) -> Application:
    """An application after a notice, sent an hour after service."""
    notice = notice or served_notice(house, served_at, **more)
    at = served_at + timedelta(hours=1)
    application = prepare_application(PrepareApplication(notice.ref, requirements=requirements), by=house.okoro, at=at)
    return send_application(SendApplication(application.ref, GROUNDS), by=house.okoro, at=at)


def listed_hearing(
    house: House, application: Application, *, at: datetime | None = None, confirmed: bool = False
) -> Hearing:
    """The first sitting after the application was sent, with notice given to the subject."""
    at = at or application.made_at + timedelta(minutes=10)
    sitting = Sitting.objects.filter(court=application.court, starts_at__gt=at).order_by("starts_at").first()
    hearing = list_hearing(ListHearing(application.ref, Slot(sitting), confirmed), by=house.okoro, at=at)
    return give_hearing_notice(
        GiveHearingNotice(hearing.public_id, "given", at + timedelta(minutes=20)),
        by=house.ali,
        at=at + timedelta(minutes=20),
    )


def begun_hearing(house: House, served_at: datetime, **more: object) -> Hearing:
    """A hearing that has begun in time."""
    hearing = listed_hearing(house, sent_application(house, served_at, **more))
    at = hearing.listed_for + timedelta(minutes=5)
    return begin_hearing(BeginHearing(hearing.public_id, at), by=house.moss, at=at)


def decided(hearing: Hearing, presence: str = "person", **more: object) -> Decided:
    """What every outcome says, half an hour after the hearing began."""
    values = {"decided_at": hearing.begun_at + timedelta(minutes=30), "reasons": REASONS} | more
    return Decided(hearing.public_id, values.pop("decided_at"), presence, values.pop("reasons"), **values)


def no_contact() -> RequirementFacts:
    return RequirementFacts("no_contact", {"exception": "through a solicitor"})


def stay_away(metres: int = 100, **more: object) -> RequirementFacts:
    return RequirementFacts("distance_from_home", {"distance_m": metres}, **more)


def programme(**more: object) -> RequirementFacts:
    values: dict[str, object] = {
        "params": {"programme": "Steps", "provider": "Steps Croydon", "sessions": 26},
        "responsible": ResponsibleFacts("Terry Marsh", "Steps Croydon"),
        "suitability_evidence": "Heard on oath",
    }
    return RequirementFacts("programme", **(values | more))


def tag(monitors: tuple[int, ...] = (1,), **more: object) -> RequirementFacts:
    values: dict[str, object] = {
        "params": {"monitors": list(monitors), "monitoring_kind": "location", "monitor": "Tag Provider"},
        "responsible": ResponsibleFacts("Tag Provider"),
        "lasts": Lasts("months", months=6),
        "occupier_consents": True,
        "provision_can_be_made": True,
        "monitor_fits": True,
    }
    return RequirementFacts("electronic_monitoring", **(values | more))


def order_command(hearing: Hearing, *requirements: RequirementFacts, **more: object) -> MakeOrder:
    """An order until further order with no contact and a distance, unless said otherwise."""
    values: dict[str, object] = {
        "decided": decided(hearing),
        "requirements": requirements or (no_contact(), stay_away()),
        "lasts": Lasts("further_order"),
        "judged": JUDGED,
    }
    return MakeOrder(**(values | more))


def made_order(house: House, served_at: datetime, *requirements: RequirementFacts, **more: object) -> Order:
    """An order made at the first hearing after a notice."""
    presence = str(more.pop("presence", "person"))
    request = more.pop("request", {})
    hearing = begun_hearing(house, served_at, **request)
    command = order_command(hearing, *requirements, **({"decided": decided(hearing, presence)} | more))
    return make_order(command, by=house.moss, at=command.decided.decided_at)
