"""An inspector authorises a notice: signs it now, or tells the officer by telephone and signs later."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from haven.accounts.actors import held_on
from haven.accounts.models import User
from haven.accounts.signing import Signature, require_signature
from haven.cases.advice import legal_view
from haven.cases.chronology import record
from haven.cases.deadlines import meet
from haven.cases.deadlines import start as start_clock
from haven.cases.operations.share_case import keep_sharing
from haven.notices.clocks import serve_clock
from haven.notices.gates import GIVE, STATE_RULE, Judgement, in_same_minute, lawful_to_give, must
from haven.notices.models import Authorisation, Notice, NoticeProposal, NoticeTerm
from haven.notices.operations.deciding import Deciding, as_it_was, begin_deciding, require_reasons, write_decision
from haven.notices.operations.sign_notice import SignedPaper, keep_signed, render_for_signing
from haven.notices.terms import ChosenTerm, Worded, as_json, from_json, in_order, worded
from haven.notices.views import Authority, name_known_to_subject
from haven_law.findings import Decision, Finding


@dataclass(frozen=True)
class AuthoriseNotice:
    """`terms` None: as asked; else what the notice is to say instead (only s.23). `signature` None with
    `told_by_telephone_at`: the officer was told then, and nothing is printed or served before the inspector signs."""

    proposal_ref: str
    reasons: str
    judgement: Judgement = field(default_factory=Judgement)
    read_and_of_rank: bool = False
    terms: tuple[ChosenTerm, ...] | None = None
    signature: Signature | None = None
    told_by_telephone_at: datetime | None = None


@transaction.atomic
def authorise_notice(command: AuthoriseNotice, *, by: User, at: datetime) -> Notice:
    """Authorise a notice (s.22(1)), with or without changes to its terms. Meets `decide_notice`, starts `serve_notice`.
    The notice is that of the inspector's force, whichever force leads the case: its chief officer must apply (s.28(3)).

    What was told by telephone is judged as at the time it was told: role, rank, ages and area; who may record it, as at
    `at`.

    Refused: to who may not or may not decide this one (own request, conflict, decided already); below inspector when it
    was decided (s.22(8)); when a finding of ss.22-25 or the area is not met then; LawyerMustDecide unless advice on the
    open points is recorded; without reasons or signature; when a text for the subject holds something sealed."""
    deciding = begin_deciding(command.proposal_ref, "authorise", by=by, at=at)
    decided_at = _decided_at(command, deciding.proposal, at)
    if decided_at != at:
        deciding = as_it_was(deciding, by=by, at=decided_at)
    reasons = require_reasons(command.reasons)
    must(
        command.read_and_of_rank, "Confirm that you are an inspector or above and have read the account and the reasons"
    )
    _no_other_notice(deciding)
    asked = from_json(deciding.proposal.terms)
    terms = in_order(command.terms) if command.terms is not None else asked
    allowed = _lawful(deciding, terms, command.judgement, decided_at)
    decision = "authorised" if set(terms) == set(asked) else "authorised_with_changes"
    rank = held_on(by, decided_at)
    authority = Authority(by, deciding.who.rank or "", decided_at, by.force.name, rank.held if rank else "substantive")
    clauses = worded(terms, protected=name_known_to_subject(deciding.case.protected))
    signed = _signed_now(command, deciding, clauses, authority)
    authorisation = write_decision(
        deciding,
        decision,
        reasons,
        by=by,
        at=at,
        terms=as_json(terms),
        findings=allowed.findings,
        told_by_telephone_at=decided_at if signed is None else None,
        signed_sha256=signed.rendered.sha256 if signed is not None else "",
    )
    notice = _write_notice(deciding, authorisation, authority, clauses)
    if by.force_id != deciding.case.lead_force_id:
        keep_sharing(deciding.case, by.force, notice.ref, by=by, at=at)
    if signed is not None:
        keep_signed(notice, signed, by=by)
    meet(notice.ref, "decide_notice", at=at)
    start_clock(deciding.case, serve_clock(notice))
    _tell(deciding, notice, decision, allowed.findings, signed is not None, by=by, at=at)
    return notice


def _no_other_notice(deciding: Deciding) -> None:
    live = Notice.objects.filter(
        case=deciding.case, ended_at__isnull=True, authority_withdrawn_at__isnull=True, voided_at__isnull=True
    ).first()
    must(live is None, f"A notice of these two people is running already: {live.ref if live else ''}", STATE_RULE)


def _lawful(deciding: Deciding, terms: tuple[ChosenTerm, ...], judgement: Judgement, at: datetime) -> Decision:
    """All that the Act asks at that instant. What the inspector has not judged stands in the way too: it is theirs to judge."""
    decision = lawful_to_give(deciding.proposal, terms, at, giver=deciding.who, judgement=judgement)
    decision = decision.require(legal_view(deciding.case, deciding.proposal.ref, GIVE, decision))
    # A point that a lawyer settled is marked for_you as well; those that carry no ambiguity are the inspector's.
    not_judged = [f for f in decision.for_you if f.ambiguity is None]
    if not_judged:
        Decision(tuple(Finding(f.provision, False, f.because) for f in not_judged)).require()
    return decision


def _decided_at(command: AuthoriseNotice, proposal: NoticeProposal, at: datetime) -> datetime:
    """When it was decided: when the officer was told, where it is not signed yet. Not before the request was sent (in
    the minute of it is not before: people write minutes), and not in the future."""
    told = command.told_by_telephone_at
    if command.signature is not None or told is None:
        return at
    must(told <= at, "The time you told the officer cannot be in the future")
    told = in_same_minute(told, proposal.proposed_at)
    must(told >= proposal.proposed_at, "The time you told the officer must be after the request was sent")
    return told


def _signed_now(
    command: AuthoriseNotice, deciding: Deciding, clauses: Sequence[Worded], authority: Authority
) -> SignedPaper | None:
    if command.signature is None and command.told_by_telephone_at is not None:
        return None
    require_signature(command.signature, by=authority.by)
    return render_for_signing(deciding.proposal, clauses, authority)


def _write_notice(
    deciding: Deciding, authorisation: Authorisation, authority: Authority, clauses: Sequence[Worded]
) -> Notice:
    proposal = deciding.proposal
    notice = Notice.objects.create(
        ref=proposal.ref,
        case=deciding.case,
        force_id=authority.by.force_id,
        proposal=proposal,
        authorisation=authorisation,
        authorised_at=authority.at,
        authorised_by=authority.by,
        recorded_by=authority.by,
    )
    NoticeTerm.objects.bulk_create(
        NoticeTerm(
            notice=notice,
            clause=clause.number,
            term=clause.term,
            distance_m=clause.distance_m,
            shared_home=proposal.shared_home,
            wording_en=clause.legal,
            plain_en=clause.plain,
            provision=clause.provision,
        )
        for clause in clauses
    )
    return notice


def _tell(
    deciding: Deciding,
    notice: Notice,
    decision: str,
    findings: Sequence[Finding],
    signed: bool,
    *,
    by: User,
    at: datetime,
) -> None:
    kind = "notice.authorised" if signed else "notice.authorised_by_telephone"
    facts = {
        "changed": decision == "authorised_with_changes",
        "terms": [term["term"] for term in notice.authorisation.terms],
    }
    happened = at if signed else notice.authorised_at
    record(deciding.case, kind, by=by, at=happened, about=("notice", notice.ref), facts=facts, findings=findings)
