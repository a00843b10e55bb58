"""A request in a case that exists: what is recorded there already, and with what answers a draft begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from haven.accounts.models import User
from haven.cases.models import Case
from haven.notices.models import Consideration, NoticeProposal
from haven.notices.states import AUTHORISED, proposal_status
from haven.sealed.ciphers import decipher
from haven_law.definitions import CONNECTIONS

Typed = dict[str, list[str]]
Answers = dict[str, dict[str, Any]]
# What a later request takes over from answers that were given for a case of its own.
TAKEN_OVER = (
    "independent", "bail", "held", "behaviour", "age", "numbers", "necessity", "opinion", "children", "welfare",
    "representations", "occupants", "occupant-opinion", "terms", "grounds",
)  # fmt: skip


def last_request(case: Case) -> NoticeProposal | None:
    """The request that was made last in this case."""
    rows = NoticeProposal.objects.filter(case=case).select_related("case")
    return rows.prefetch_related("questions", "considerations").order_by("-proposed_at", "-pk").first()


def answers_to_begin(case: Case, user: User, at: datetime) -> Answers:
    """The answers of the last request, where no notice was served on it: they were argued for the same hour. After a notice
    that was served something new has happened, and nothing is taken over."""
    last = last_request(case)
    if last is None:
        return {}
    notice = getattr(last, "notice", None)
    if proposal_status(last, at) == AUTHORISED and notice is not None and notice.served_at is not None:
        return {}
    return answers_of(last, user)


def answers_of(proposal: NoticeProposal, user: User) -> Answers:
    """The answers of a request as they would be typed, from its rows: so anybody of the case may take it up. What is
    recorded in the case already is not in them; what may have changed since is asked."""
    ref = proposal.case.ref
    typed: dict[str, Typed] = {
        "behaviour": {"behaviours": list(proposal.behaviours), "account": [decipher(ref, proposal.account_enc)]},
        "necessity": {"necessity": [decipher(ref, proposal.necessity_enc)]},
        "grounds": {"grounds": [decipher(ref, proposal.grounds_enc)]},
        "terms": _terms(proposal),
    }
    if proposal.abuse_when_protected_aged is not None:
        typed["age"] = {"age": [str(proposal.abuse_when_protected_aged)]}
    if proposal.proposed_by_id == user.pk:
        typed["independent"] = {"knows": ["no"]}
    for row in proposal.considerations.all():
        typed |= _considered(row, ref)
    return {code: {"typed": values} for code, values in typed.items()}


def begun_again(proposal: NoticeProposal) -> Answers:
    """What may have changed since a request that was sent back an hour ago: as it stood then, to be changed where it has."""
    held = open_detentions(proposal.case).first()
    where = {"kind": [held.kind], "place": [held.place]} if held is not None else {}
    answers: Answers = {
        code: {"items": [], "done": True} for code in ("connection-more", "bail", "children", "occupants")
    }
    answers["shared"] = {"typed": {"shared": ["yes" if proposal.shared_home else "no"]}}
    answers["held"] = {"typed": {"held": ["yes" if held is not None else "no"], **where}}
    answers["numbers"] = {"typed": {}}
    return answers


def _terms(proposal: NoticeProposal) -> Typed:
    typed: Typed = {"terms": [str(term["term"]) for term in proposal.terms if term["term"] != "not_abuse"]}
    for term in proposal.terms:
        if term.get("distance_m"):
            typed["metres"] = [str(term["distance_m"])]
        if term.get("exception"):
            typed["exception"] = [str(term["exception"])]
    return typed


def _considered(row: Consideration, ref: str) -> dict[str, Typed]:
    """One thing that was considered, as it is typed on its page."""
    words = decipher(ref, row.words_enc) if row.words_enc is not None else ""
    if row.answer == "not_applicable":
        return {}
    if row.topic == "child_welfare":
        return {"welfare": {"words": [words]}} if words else {}
    if row.topic == "protected_opinion":
        view = "could_not" if row.answer == "could_not" else row.view
        return {"opinion": {"view": [view], "words": [words], "steps": [row.steps_taken]}}
    code = {"subject_representations": "representations", "occupant_opinion": "occupant-opinion"}[row.topic]
    typed = {"answer": [row.answer], "words": [words], "steps": [row.steps_taken]}
    return {code: typed | ({"view": [row.view]} if row.view else {})}


def taken_over(raw: Answers, case: Case) -> Answers:
    """What was typed for a case of its own, for the case that there is already: its people are recorded here, so it is
    what was argued, and what may be new."""
    kept = {code: raw[code] for code in TAKEN_OVER if code in raw}
    shared = (raw.get("protected-home", {}).get("typed") or {}).get("shared")
    if shared:
        kept["shared"] = {"typed": {"shared": shared}}
    typed = raw.get("connection", {}).get("typed") or {}
    held = set(case.connections.filter(voided_at__isnull=True).values_list("code", flat=True))
    codes = [code for name in ("couple", "parents", "relatives") for code in typed.get(name, []) if code not in held]
    dates = {name: typed[name] for name in ("since", "until") if typed.get(name)}
    if typed:
        kept["connection-more"] = {"items": [{"code": [code], **dates} for code in codes], "done": True}
    return kept


def recorded(case: Case, code: str, at: datetime) -> list[str]:
    """What the case holds already on a question, in words: only what is new is asked for."""
    return list(_RECORDED[code](case, at)) if code in _RECORDED else []


def _children(case: Case, at: datetime) -> Iterator[str]:
    for child in case.children.filter(voided_at__isnull=True).order_by("pk"):
        yield f"{child.initials}, born {child.year_born}"


def _occupants(case: Case, at: datetime) -> Iterator[str]:
    for person in case.occupants.filter(voided_at__isnull=True).order_by("pk"):
        yield f"{person.name}{'' if person.is_adult else ', under 18'}"


def _connections(case: Case, at: datetime) -> Iterator[str]:
    for row in case.connections.filter(voided_at__isnull=True).order_by("pk"):
        yield CONNECTIONS[row.code].words


def _bail(case: Case, at: datetime) -> Iterator[str]:
    for row in case.bail_conditions.filter(voided_at__isnull=True).order_by("pk"):
        if row.ends_at is None or row.ends_at > at:
            yield row.words


def _held(case: Case, at: datetime) -> Iterator[str]:
    for row in open_detentions(case):
        yield f"{row.get_kind_display()}, {row.place}"


def open_detentions(case: Case) -> Any:
    """Where the subject is held by what is recorded."""
    return case.detentions.filter(person_id=case.subject_id, released_at__isnull=True, voided_at__isnull=True).order_by(
        "pk"
    )


_RECORDED = {
    "children": _children,
    "occupants": _occupants,
    "connection-more": _connections,
    "bail": _bail,
    "held": _held,
}
