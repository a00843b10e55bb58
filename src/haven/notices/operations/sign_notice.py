"""The inspector signs what was authorised by telephone. Before that nothing is printed or served."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.accounts.signing import Signature, require_signature
from haven.cases.chronology import record
from haven.cases.papers import keep_case_paper
from haven.cases.permissions import may
from haven.documents.papers import NoticePaper, PaperError, RenderedPaper, render_notice
from haven.notices.gates import STATE_RULE, already, must
from haven.notices.models import Notice, NoticeProposal
from haven.notices.operations.holding import hold_notice
from haven.notices.terms import Worded, from_json, worded
from haven.notices.views import Authority, name_known_to_subject, notice_paper, text_of
from haven_law.citation import daa
from haven_law.definitions import is_inspector_or_above
from haven_law.findings import Decision, refuse


@dataclass(frozen=True)
class SignedPaper:
    """The paper whose hash is signed, and the view that it was made from."""

    view: NoticePaper
    rendered: RenderedPaper


@dataclass(frozen=True)
class SignNotice:
    notice_ref: str
    signature: Signature | None


@transaction.atomic
def sign_notice(command: SignNotice, *, by: User, at: datetime) -> Notice:
    """Sign a notice authorised by telephone: render it, keep it, and keep the hash of what was signed.

    Refused: to anybody but the inspector who decided, still an inspector; twice; after the authority was withdrawn."""
    notice = hold_notice(command.notice_ref)
    authorisation = notice.authorisation
    may(by, "decide_notice", notice.case, at).require()
    must(authorisation.by_id == by.pk, "Only the inspector who decided signs this notice", STATE_RULE)
    rank = actor(by, at).rank
    must(
        rank is not None and is_inspector_or_above(rank),
        "Only an inspector or above may sign. Withdraw this authority, so that another inspector can decide",
        daa("22(8)"),
    )
    must(notice.authority_withdrawn_at is None, "The authority for this notice was withdrawn")
    if authorisation.signed_at is not None:
        Decision((already("This notice is signed already", authorisation.signed_at),)).require()
    require_signature(command.signature, by=by)
    clauses = worded(from_json(authorisation.terms), protected=name_known_to_subject(notice.case.protected))
    how = authorisation.rank_held.held if authorisation.rank_held is not None else "substantive"
    authority = Authority(by, authorisation.rank_at, notice.authorised_at, notice.force.name, how)
    signed = render_for_signing(notice.proposal, clauses, authority)
    authorisation.signed_at, authorisation.signed_sha256 = at, signed.rendered.sha256
    authorisation.save(update_fields=["signed_at", "signed_sha256"])
    keep_signed(notice, signed, by=by)
    record(notice.case, "notice.signed", by=by, at=at, about=("notice", notice.ref))
    return notice


def render_for_signing(proposal: NoticeProposal, clauses: Sequence[Worded], authority: Authority) -> SignedPaper:
    """Make the paper. Refused in words when it cannot be made, for example for a character without a shape."""
    try:
        view = notice_paper(proposal, clauses, authority)
        return SignedPaper(view, render_notice(view))
    except PaperError as problem:
        refuse("Haven papers", str(problem)).require()
        raise


def keep_signed(notice: Notice, signed: SignedPaper, *, by: User) -> None:
    """Through the leak gate, then kept: it is this document that is served."""
    notice.document = keep_case_paper(
        notice.case,
        signed.rendered,
        text=text_of(signed.view),
        audience="served",
        about=("notice", notice.ref),
        by=by,
        supersedes=notice.document,
    )
    notice.save(update_fields=["document"])
