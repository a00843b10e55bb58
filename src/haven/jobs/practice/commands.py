"""From the plain values of a plan to the command that an officer's page would have sent."""

import random
from collections.abc import Mapping
from datetime import datetime

from haven.cases.operations.agree_safe_contact import ChannelFacts
from haven.jobs.practice import addresses, texts
from haven.jobs.practice.plan_values import CasePlan, Someone
from haven.notices.operations.propose_notice import (
    ChildFacts,
    ConnectionFacts,
    ConsiderationFacts,
    DetentionFacts,
    FirearmsFacts,
    IncidentFacts,
    PersonFacts,
    PlanFacts,
    ProposeNotice,
    RiskFacts,
    TermFacts,
)
from haven.parties.models import Person
from haven.parties.operations.record_person import CommitmentFacts, NameFacts, NeedFacts, PlaceFacts, SealedPlaceFacts
from haven_law.clock import to_london

VIEWS = ("supports", "supports", "supports", "no_view", "opposes")


def proposal_of(plan: CasePlan, people: Mapping[str, Person], *, swapped: bool = False) -> ProposeNotice:
    """The request of a plan. `swapped`: the other way round, as the subject tells it."""
    subject, protected = (plan.protected, plan.subject) if swapped else (plan.subject, plan.protected)
    chance = random.Random(plan.key)  # noqa: S311  chance for invented stories, not for secrets
    return ProposeNotice(
        behaviours=plan.behaviours,
        account=texts.account(plan.text),
        necessity=texts.NECESSITY,
        grounds=texts.grounds(plan.text, plan.proposed_at),
        considerations=_considered(plan, chance),
        terms=tuple(TermFacts(term, metres) for term, metres in plan.terms),
        subject=person_of(subject, plan.area, people, knows=True),
        protected=person_of(protected, plan.area, people, knows=False),
        connections=(ConnectionFacts(plan.connection, since="some years"),),
        area=plan.area,
        shared_home=plan.shared_home,
        children=tuple(ChildFacts(who, year, school=school) for who, year, school in plan.children),
        risks=(RiskFacts(chance.choice(("dash", "dara")), plan.risk, force_record_no=_number(chance, "RA")),),
        incidents=(IncidentFacts("incident" if plan.text % 2 else "crime", _number(chance, "IN")),),
        firearms=FirearmsFacts(plan.firearms),
        detentions=_held(plan),
        plan=_contact(chance, protected) if plan.contact_plan else None,
        flags=("interpreter",) if protected.interpreter else (),
    )


def person_of(someone: Someone, area: str, people: Mapping[str, Person], *, knows: bool) -> PersonFacts:
    """A person as facts; one who stands in an earlier case is that person. `knows`: the subject, who knows their own
    home; of the protected person only what the subject may know is written openly."""
    names: tuple[NameFacts, ...] = ()
    if someone.written is not None:
        names = (NameFacts("known_as", *someone.written, known_to_subject=not knows),)
    if someone.earlier_family:
        names = (*names, NameFacts("earlier", someone.given, someone.earlier_family, known_to_subject=not knows))
    needs = [NeedFacts("language", someone.language)] if someone.language else []
    if someone.interpreter:
        needs.append(NeedFacts("interpreter", someone.language))
    return PersonFacts(
        given=someone.given,
        family=someone.family,
        born=someone.born,
        born_precision=someone.precision,
        sex=someone.sex,
        gender_said=someone.gender_said,
        service_law=someone.service_law or None,
        no_fixed_abode=someone.no_fixed_abode,
        other_names=names,
        places=(PlaceFacts(*someone.home, area=area),) if someone.home is not None else (),
        sealed_places=(SealedPlaceFacts(*someone.hidden[1:], kind=someone.hidden[0]),) if someone.hidden else (),
        commitments=(CommitmentFacts(*someone.commitment),) if someone.commitment else (),
        needs=tuple(needs),
        same_as=people.get(someone.key),
    )


def _considered(plan: CasePlan, chance: random.Random) -> dict[str, ConsiderationFacts]:
    children = ConsiderationFacts("obtained", words="The children were seen, and are safe tonight.")
    asked = ConsiderationFacts("could_not", steps="Asked twice in custody. Would not speak.")
    said = ConsiderationFacts("obtained", words="Says that it was an argument like others.")
    return {
        "child_welfare": children if plan.children else ConsiderationFacts("not_applicable"),
        "protected_opinion": ConsiderationFacts("obtained", view=chance.choice(VIEWS), words="I want one quiet night."),
        "subject_representations": asked if chance.random() < 0.4 else said,
        "occupant_opinion": ConsiderationFacts("not_applicable"),
    }


def _held(plan: CasePlan) -> tuple[DetentionFacts, ...]:
    if plan.held is None:
        return ()
    kind, place, release = plan.held
    return (DetentionFacts(kind, place, _since(plan), release),)


def _since(plan: CasePlan) -> datetime:
    """Held since the start of the day of the request, or since the evening before it."""
    start = to_london(plan.proposed_at).replace(minute=0, second=0, microsecond=0)
    return min(start, plan.proposed_at)


def _contact(chance: random.Random, protected: Someone) -> PlanFacts:
    """A number that only the protected person answers; with some, a word that says it is not safe."""
    call = ChannelFacts("call", addresses.mobile(chance), visible_to_other="no", withheld_ok=True)
    return PlanFacts(
        mode="we_contact",
        channels=(call,),
        call_drop_rule="If anybody else answers, ask about the boiler and end the call",
        interpreter_wanted=protected.language if protected.interpreter else "",
    )


def _number(chance: random.Random, kind: str) -> str:
    return f"{kind}/{chance.randrange(1000, 9999)}/{chance.randrange(10, 99)}"
