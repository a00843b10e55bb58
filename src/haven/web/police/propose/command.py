"""From the answers to the one command of the operation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from haven.cases.models import Case
from haven.cases.operations.agree_safe_contact import ChannelFacts, WindowFacts
from haven.notices.operations.propose_notice import (
    BailFacts,
    ChildFacts,
    ConnectionFacts,
    ConsiderationFacts,
    DetentionFacts,
    FirearmsFacts,
    IncidentFacts,
    OccupantFacts,
    PersonFacts,
    PlanFacts,
    ProposeNotice,
    RiskFacts,
    TermFacts,
)
from haven.parties.operations.record_person import CommitmentFacts, NeedFacts, PlaceFacts, SealedPlaceFacts
from haven.web.police.propose.flow import Flow
from haven.web.police.propose.in_case import open_detentions, recorded

Data = dict[str, Any]


def command_of(flow: Flow) -> ProposeNotice:
    """The command. Only for a flow in which nothing is left to answer."""
    behaviour, home = _data(flow, "behaviour"), flow.saved("subject-home")
    assert home is not None
    return ProposeNotice(
        subject=_subject(flow),
        protected=_protected(flow),
        connections=_connections(flow),
        area=home.area,  # type: ignore[attr-defined]
        lives_in=home.lives_in if home.area_reason else "",  # type: ignore[attr-defined]
        area_reason=home.area_reason,  # type: ignore[attr-defined]
        behaviours=tuple(behaviour["behaviours"]),
        account=behaviour["account"],
        necessity=_data(flow, "necessity")["necessity"],
        grounds=_data(flow, "grounds")["grounds"],
        considerations=_considerations(flow),
        terms=terms_of(_data(flow, "terms")),
        shared_home=flow.shared_home,
        abuse_when_protected_aged=_data(flow, "age").get("age"),
        children=tuple(_child(form.cleaned_data) for form in flow.items("children")),
        occupants=tuple(
            OccupantFacts(f.cleaned_data["name"], f.cleaned_data["connected"], f.cleaned_data["adult"])
            for f in flow.items("occupants")
        ),
        risks=_risks(_data(flow, "risk")),
        incidents=_incidents(_data(flow, "numbers")),
        firearms=FirearmsFacts(_data(flow, "firearms")["answer"], _data(flow, "firearms").get("detail") or ""),
        detentions=_detentions(_data(flow, "held")),
        bail=tuple(_bail(form.cleaned_data) for form in flow.items("bail")),
        plan=_plan(flow),
        flags=_flags(flow),
    )


def again_command(flow: Flow, case: Case) -> ProposeNotice:
    """The command for a request in a case that exists, sent back or a later one: what is argued anew, and what is new
    since. What the case holds already is not written twice."""
    behaviour = _data(flow, "behaviour")
    return ProposeNotice(
        case=case,
        behaviours=tuple(behaviour["behaviours"]),
        account=behaviour["account"],
        necessity=_data(flow, "necessity")["necessity"],
        grounds=_data(flow, "grounds")["grounds"],
        considerations=_considerations(flow),
        terms=terms_of(_data(flow, "terms")),
        shared_home=flow.shared_home,
        abuse_when_protected_aged=_data(flow, "age").get("age"),
        connections=tuple(
            ConnectionFacts(c["code"], c.get("since") or "", c.get("until") or "")
            for c in (form.cleaned_data for form in flow.items("connection-more"))
        ),
        children=_new_children(flow, case),
        occupants=_new_occupants(flow, case),
        incidents=_new_incidents(flow, case),
        detentions=_new_detentions(flow, case),
        bail=_new_bail(flow, case),
    )


def _new_children(flow: Flow, case: Case) -> tuple[ChildFacts, ...]:
    held = set(case.children.filter(voided_at__isnull=True).values_list("initials", "year_born"))
    told = (_child(form.cleaned_data) for form in flow.items("children"))
    return tuple(child for child in told if child.school or (child.initials, child.year_born) not in held)


def _new_occupants(flow: Flow, case: Case) -> tuple[OccupantFacts, ...]:
    held = set(case.occupants.filter(voided_at__isnull=True).values_list("name", "is_adult"))
    told = (form.cleaned_data for form in flow.items("occupants"))
    return tuple(
        OccupantFacts(o["name"], o["connected"], o["adult"]) for o in told if (o["name"], o["adult"]) not in held
    )


def _new_incidents(flow: Flow, case: Case) -> tuple[IncidentFacts, ...]:
    held = set(case.incident_refs.values_list("kind", "number"))
    return tuple(i for i in _incidents(_data(flow, "numbers")) if (i.kind, i.number) not in held)


def _new_detentions(flow: Flow, case: Case) -> tuple[DetentionFacts, ...]:
    held = {(row.kind, row.place) for row in open_detentions(case)}
    return tuple(d for d in _detentions(_data(flow, "held")) if (d.kind, d.place) not in held)


def _new_bail(flow: Flow, case: Case) -> tuple[BailFacts, ...]:
    held = set(recorded(case, "bail", flow.now))
    return tuple(b for b in (_bail(form.cleaned_data) for form in flow.items("bail")) if b.words not in held)


def _data(flow: Flow, code: str) -> Data:
    form = flow.saved(code)
    return form.cleaned_data if form is not None else {}


def terms_of(data: Data) -> tuple[TermFacts, ...]:
    """The chosen terms; the distance and the exception go with the term they belong to."""
    return tuple(
        TermFacts(
            code,
            data.get("metres") if code == "distance_from_home" else None,
            (data.get("exception") or "") if code == "no_contact" else "",
        )
        for code in data.get("terms") or []
    )


def _person(flow: Flow, who: str) -> PersonFacts:
    facts = flow.person(who)
    assert facts is not None
    about = _data(flow, f"{who}-about")
    found = flow.candidates(who)
    chosen = _data(flow, f"{who}-same").get("same") or ""
    same = next((person for person in found if str(person.public_id) == chosen), None)
    return replace(
        facts,
        sex=about["sex"],
        gender_said=about.get("gender_said") or "",
        needs=_needs(_data(flow, f"{who}-needs")),
        same_as=same,
        not_same_as=frozenset(person.pk for person in found if same is None),
    )


def _needs(data: Data) -> tuple[NeedFacts, ...]:
    needs = [NeedFacts("language", data["language"])] if data.get("language") else []
    if data.get("interpreter"):
        needs.append(NeedFacts("interpreter", data.get("dialect") or data.get("language") or ""))
    return (*needs, *(NeedFacts(kind) for kind in data.get("others") or []))


def _subject(flow: Flow) -> PersonFacts:
    home, form = _data(flow, "subject-home"), flow.saved("subject-home")
    assert form is not None
    area = form.lives_in  # type: ignore[attr-defined]
    places: tuple[PlaceFacts, ...] = ()
    if home["fixed"]:
        places = (PlaceFacts(home["lines"], home["postcode"], area),)
    elif home.get("found"):
        places = (PlaceFacts(home["found"], "", area, kind="regularly_found"),)
    work = (form.cleaned_data for form in flow.items("subject-work"))
    return replace(
        _person(flow, "subject"),
        no_fixed_abode=not home["fixed"],
        places=places,
        service_law={"yes": True, "no": False}.get(_data(flow, "forces")["forces"]),
        commitments=tuple(CommitmentFacts(w["kind"], w["words"], w.get("hours") or "") for w in work),
    )


def _protected(flow: Flow) -> PersonFacts:
    """An address that the subject may know becomes a row; every other is sealed. In a shared home it is the subject's."""
    home, subject = _data(flow, "protected-home"), _data(flow, "subject-home")
    places: tuple[PlaceFacts, ...] = ()
    sealed = [
        SealedPlaceFacts(f.cleaned_data["lines"], f.cleaned_data.get("postcode") or "", f.cleaned_data["kind"])
        for f in flow.items("protected-places")
    ]
    if home["shared"] and subject["fixed"]:
        places = (PlaceFacts(subject["lines"], subject["postcode"], kind="shared"),)
    elif home.get("safe") == "yes":
        places = (PlaceFacts(home["lines"], home["postcode"]),)
    elif home.get("safe") == "no":
        sealed.append(SealedPlaceFacts(home["sealed_lines"], home["sealed_postcode"], home["sealed_kind"]))
    return replace(_person(flow, "protected"), places=places, sealed_places=tuple(sealed))


def _connections(flow: Flow) -> tuple[ConnectionFacts, ...]:
    form = flow.saved("connection")
    assert form is not None
    since, until = form.cleaned_data.get("since") or "", form.cleaned_data.get("until") or ""
    return tuple(ConnectionFacts(code, since, until) for code in form.codes)  # type: ignore[attr-defined]


def _considerations(flow: Flow) -> dict[str, ConsiderationFacts]:
    opinion, said = _data(flow, "opinion"), _data(flow, "representations")
    none = ConsiderationFacts("not_applicable")
    children, others = none, none
    if flow.children_there:
        children = ConsiderationFacts("obtained", words=_data(flow, "welfare")["words"])
    if _data(flow, "occupant-opinion"):
        others = _considered(_data(flow, "occupant-opinion"))
    could_not = opinion["view"] == "could_not"
    return {
        "child_welfare": children,
        "protected_opinion": ConsiderationFacts(
            "could_not" if could_not else "obtained",
            view="not_known" if could_not else opinion["view"],
            steps=opinion.get("steps") or "",
            words=opinion.get("words") or "",
        ),
        "subject_representations": _considered(said),
        "occupant_opinion": others,
    }


def _considered(data: Data) -> ConsiderationFacts:
    return ConsiderationFacts(
        data["answer"], view=data.get("view") or "", steps=data.get("steps") or "", words=data.get("words") or ""
    )


def _child(data: Data) -> ChildFacts:
    saw = {"yes": True, "no": False}.get(data["saw_it"])
    return ChildFacts(
        data["initials"], data["year"], data["related"], data.get("lives_with") or "", saw, data.get("school") or ""
    )


def _risks(data: Data) -> tuple[RiskFacts, ...]:
    if not data.get("done"):
        return ()
    tool = data["tool_name"] if data["tool"] == "other" else data["tool"]
    facts = RiskFacts(
        tool=tool,
        grade=data["grade"],
        judgement=data.get("judgement") or "",
        force_record_no=data.get("number") or "",
        assessed_at=data.get("assessed"),
    )
    return (facts,)


def _incidents(data: Data) -> tuple[IncidentFacts, ...]:
    return tuple(IncidentFacts(kind, data[kind]) for kind in ("incident", "crime", "custody") if data.get(kind))


def _detentions(data: Data) -> tuple[DetentionFacts, ...]:
    if not data["held"]:
        return ()
    return (DetentionFacts(data["kind"], data["place"], data.get("since"), data.get("release")),)


def _bail(data: Data) -> BailFacts:
    return BailFacts(data["words"], tuple(data["covers"]), data.get("ends"), power=data["power"])


def _flags(flow: Flow) -> tuple[str, ...]:
    flags = []
    if _data(flow, "firearms")["answer"] == "yes":
        flags.append("weapons")
    if flow.items("children"):
        flags.append("children_present")
    if _data(flow, "protected-home").get("safe") == "no" or flow.items("protected-places"):
        flags.append("never_say_place")
    if _data(flow, "subject-needs").get("interpreter") or _data(flow, "protected-needs").get("interpreter"):
        flags.append("interpreter")
    return tuple(flags)


def _plan(flow: Flow) -> PlanFacts | None:
    plan, said = _data(flow, "plan"), _data(flow, "plan-words")
    if plan["now_safe"] != "yes":
        return None
    return PlanFacts(
        mode=plan["mode"],
        made_how=plan["how"],
        channels=tuple(_channel(form.cleaned_data) for form in flow.items("channels")),
        windows=tuple(
            WindowFacts(tuple(int(d) for d in w["days"]), w["start"], w["end"], w["kind"])
            for w in (form.cleaned_data for form in flow.items("windows"))
        ),
        call_drop_rule=said["others_answer"],
        told_as=said.get("told_as") or "",
        interpreter_wanted=said.get("interpreter") or "",
        feedback_ok=bool(said["feedback"]),
        review_in_days=said.get("review"),
    )


def _channel(data: Data) -> ChannelFacts:
    return ChannelFacts(
        kind=data["kind"],
        value=data.get("value") or "",
        visible_to_other=data["visible"],
        shared_account=bool(data["shared"]),
        voicemail=data.get("voicemail") or "never",
        withheld_ok=bool(data.get("withheld")),
    )
