"""What all decisions on a request share: the case is locked, the request is read again, and three questions are asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from haven.accounts.actors import Actor, actor, words_at
from haven.accounts.models import User
from haven.cases.chronology import lock_case
from haven.cases.mirrors import decided_in, turned_round
from haven.cases.models import Case
from haven.cases.permissions import may
from haven.notices.gates import SEPARATION_RULE, already, must
from haven.notices.models import Authorisation, NoticeProposal
from haven.notices.states import can_move
from haven.sealed.ciphers import encipher
from haven_law.findings import Decision, Finding, as_json, refuse

LEAST_REASONS = 20
MOST_REASONS = 2000


@dataclass(frozen=True)
class Deciding:
    """A request that may be decided now by this person, its case locked."""

    proposal: NoticeProposal
    case: Case
    who: Actor


def begin_deciding(proposal_ref: str, move: str, *, by: User, at: datetime) -> Deciding:
    """Lock the case and make sure that this person may decide and that the request still waits. `move` is one of
    `states.PROPOSAL_MOVES`.

    Refused: to who may not; on one's own request; to an inspector who decided the other way round; when it was decided
    or withdrawn meanwhile, with who and when."""
    found = NoticeProposal.objects.filter(ref=proposal_ref).only("case_id").first()
    if found is None:
        refuse("Haven access rule 3", "There is no such request").require()
    assert found is not None
    case = lock_case(found.case_id)
    may(by, "decide_notice", case, at).require()
    proposal = NoticeProposal.objects.select_related("proposed_by", "case").get(pk=found.pk)
    must(proposal.proposed_by_id != by.pk, "Nobody decides on their own request", SEPARATION_RULE)
    _not_the_other_way_round(case, by)
    _still_waits(proposal, at, move)
    return Deciding(proposal, case, actor(by, at))


def as_it_was(deciding: Deciding, *, by: User, at: datetime) -> Deciding:
    """The same, decided at an earlier instant: the role that decides and the rank are those held then. Refused to who
    could not have decided it then."""
    may(by, "decide_notice", deciding.case, at).require()
    return replace(deciding, who=actor(by, at))


def _not_the_other_way_round(case: Case, by: User) -> None:
    """Who decided anything between the same two people the other way round does not decide here: in the case that was
    there first, and in the one that the decision on the primary aggressor let through."""
    must(not decided_in(by, turned_round(case)), "Another inspector must decide this request", SEPARATION_RULE)


def _still_waits(proposal: NoticeProposal, at: datetime, move: str) -> None:
    """Who was quicker is named with the time; every other reason is that of the table of moves."""
    decided = Authorisation.objects.select_related("by").filter(proposal=proposal).first()
    if decided is not None:
        outcome = Authorisation.DECISIONS[decided.decision].lower()
        person = words_at(decided.by, decided.at)
        Decision((already(f"This request was already decided by {person} ({outcome})", decided.at),)).require()
    can_move(proposal, move, at).require()


def require_reasons(reasons: str) -> str:
    """Two to four sentences: shown to the court, so more than a word."""
    tidy = reasons.strip()
    must(len(tidy) >= LEAST_REASONS, f"Give your reasons in two to four sentences, {LEAST_REASONS} characters or more")
    must(len(tidy) <= MOST_REASONS, f"Reasons must be {MOST_REASONS:,} characters or fewer")
    return tidy


def write_decision(
    deciding: Deciding,
    decision: str,
    reasons: str,
    *,
    by: User,
    at: datetime,
    terms: Sequence[dict[str, object]] = (),
    findings: Sequence[Finding] = (),
    told_by_telephone_at: datetime | None = None,
    signed_sha256: str = "",
) -> Authorisation:
    """The one final decision on a request. `signed_sha256` is the hash of the document that was signed with it."""
    return Authorisation.objects.create(
        proposal=deciding.proposal,
        decision=decision,
        by=by,
        rank_at=deciding.who.rank or "",
        rank_held_id=deciding.who.rank_id,
        at=at,
        reasons_enc=encipher(deciding.case.ref, reasons),
        terms=list(terms),
        findings=[as_json(finding) for finding in findings],
        told_by_telephone_at=told_by_telephone_at,
        signed_at=at if signed_sha256 else None,
        signed_sha256=signed_sha256,
        recorded_by=by,
    )
