"""The rows of a request: its texts enciphered under the case, its terms, what was considered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from haven.accounts.models import User
from haven.accounts.references import new_reference
from haven.cases.models import Case
from haven.notices.models import Consideration, NoticeProposal
from haven.notices.states import AUTHORISED, QUESTION, SENT_BACK, WAITING, proposal_status
from haven.sealed.ciphers import encipher
from haven.sealed.gate import sealed_kinds_in
from haven_law.findings import refuse
from haven_law.terms import MAXIMUM_DISTANCE_M

if TYPE_CHECKING:
    from haven.notices.operations.propose_notice import ProposeNotice

REQUEST_RULE = "Haven request rule"
GROUNDS_RULE = "Haven leak gate"


@dataclass(frozen=True)
class TermFacts:
    """A term of s.23. `distance_m` for "distance_from_home" only, 1 to 5,000; `exception` says which contact "no_contact"
    still allows."""

    term: str
    distance_m: int | None = None
    exception: str = ""


@dataclass(frozen=True)
class ConsiderationFacts:
    """How one thing of s.24(1) was considered. `answer`: obtained, could_not (then `steps`) or not_applicable. `view`:
    supports, opposes, no_view or not_known. `words` are kept enciphered."""

    answer: str
    view: str = ""
    steps: str = ""
    words: str = ""


def check_texts(account: str, necessity: str, grounds: str) -> None:
    """The three texts that a request cannot be without."""
    if not account.strip():
        refuse("DAA 2021 s.22(3)", "Say what the subject has done").require()
    if not necessity.strip():
        refuse("DAA 2021 s.22(4)", "Say why a notice is needed now").require()
    if not grounds.strip():
        refuse("DAA 2021 s.25(2)(a)", "Write the grounds that the notice will state to the subject").require()


def stored_terms(terms: tuple[TermFacts, ...]) -> list[dict[str, object]]:
    """The terms as the row holds them, "not_abuse" first, each once."""
    stored: dict[str, dict[str, object]] = {"not_abuse": {"term": "not_abuse"}}
    for term in terms:
        row: dict[str, object] = {"term": term.term}
        if term.term == "distance_from_home":
            if term.distance_m is None or not 1 <= term.distance_m <= MAXIMUM_DISTANCE_M:
                refuse("DAA 2021 s.23(1)(b)", "Enter how many metres they must stay away, from 1 to 5,000").require()
            row["distance_m"] = term.distance_m
        if term.term == "no_contact" and term.exception:
            row["exception"] = term.exception
        stored.setdefault(term.term, row)
    return list(stored.values())


def earlier_version(case: Case, at: datetime) -> NoticeProposal | None:
    """The request that was sent back, if this one follows it. Refused while another request or a notice runs."""
    if case.closed_at is not None and case.closed_at <= at:
        refuse(REQUEST_RULE, "This case is closed").require()
    live = case.notices.filter(
        ended_at__isnull=True, authority_withdrawn_at__isnull=True, voided_at__isnull=True
    ).first()
    if live is not None:
        refuse(
            REQUEST_RULE, f"A notice of these two people is running: {live.ref}. It must be served or ended first"
        ).require()
    for earlier in case.proposals.prefetch_related("questions").order_by("-pk"):
        status = proposal_status(earlier, at)
        if status in (WAITING, QUESTION):
            refuse(REQUEST_RULE, f"A request of these two people is already waiting: {earlier.ref}").require()
        if status == SENT_BACK:
            return earlier
        if status == AUTHORISED:
            break
    return None


def write_proposal(
    command: ProposeNotice,
    case: Case,
    terms: list[dict[str, object]],
    earlier: NoticeProposal | None,
    *,
    by: User,
    at: datetime,
) -> NoticeProposal:
    """The request itself. The grounds pass the leak gate first: a sealed place would be printed."""
    owners = (f"person:{case.protected_id}", case.ref)
    if sealed_kinds_in(command.grounds, owners=owners, asked_by=f"user:{by.pk}"):
        refuse(
            GROUNDS_RULE,
            "The grounds hold something that the subject may not know. Take out places, telephone numbers and names of "
            "schools",
        ).require()
    return NoticeProposal.objects.create(
        ref=_fresh(),
        case=case,
        force_id=case.lead_force_id,
        proposed_by=by,
        proposed_at=at,
        behaviours=list(command.behaviours),
        account_enc=encipher(case.ref, command.account),
        necessity_enc=encipher(case.ref, command.necessity),
        grounds_enc=encipher(case.ref, command.grounds),
        shared_home=command.shared_home,
        abuse_when_protected_aged=command.abuse_when_protected_aged,
        terms=terms,
        earlier_version=earlier,
        release_at=command.release_at or earliest_release(case, at),
        recorded_by=by,
    )


def write_considerations(proposal: NoticeProposal, topics: Mapping[str, ConsiderationFacts], *, by: User) -> None:
    Consideration.objects.bulk_create(
        Consideration(
            proposal=proposal,
            topic=topic,
            answer=given.answer,
            view=given.view,
            steps_taken=given.steps,
            words_enc=encipher(proposal.case.ref, given.words) if given.words else None,
            recorded_by=by,
        )
        for topic, given in topics.items()
    )


def earliest_release(case: Case, at: datetime) -> datetime | None:
    """The earliest expected release of the subject that is still to come."""
    rows = case.detentions.filter(
        person_id=case.subject_id, released_at__isnull=True, voided_at__isnull=True, expected_release_at__gt=at
    )
    return rows.order_by("expected_release_at").values_list("expected_release_at", flat=True).first()


def _fresh() -> str:
    ref = new_reference("DN")
    while NoticeProposal.objects.filter(ref=ref).exists():
        ref = new_reference("DN")
    return ref
