"""The frozen view of the notice that is handed to the subject. What is not a field here cannot be printed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from haven.accounts.models import RankHeld, User
from haven.documents.papers import Clause, NoticePaper
from haven.notices.models import NoticeProposal
from haven.notices.terms import Worded
from haven.parties.models import Person
from haven.parties.queries import display_name, recorded_names
from haven.sealed.ciphers import decipher
from haven_law.definitions import RANKS


@dataclass(frozen=True)
class Authority:
    """Who authorised, in which rank and how it was held, for which force, when, for the paper."""

    by: User
    rank: str
    at: datetime
    force_name: str
    held: str = "substantive"


def notice_paper(proposal: NoticeProposal, clauses: Sequence[Worded], authority: Authority) -> NoticePaper:
    """The paper of a notice as authorised. Its grounds are those written for the subject (s.25(2)(a)), never the
    officer's account; where the protected person lives is not on it."""
    case = proposal.case
    return NoticePaper(
        reference=proposal.ref,
        force_name=authority.force_name,
        subject_name=display_name(case.subject),
        subject_born=born_on_paper(case.subject),
        protected_name_as_ordered=name_known_to_subject(case.protected),
        grounds=decipher(case.ref, proposal.grounds_enc),
        terms=tuple(
            Clause(number=c.number, text_legal=c.legal, text_plain=c.plain, provision=c.provision) for c in clauses
        ),
        authorised_by_name=authority.by.name,
        authorised_by_rank=rank_words(authority.rank, authority.held),
        authorised_by_number=authority.by.collar_no,
        authorised_at=authority.at,
        practice=settings.PRACTICE,
    )


def rank_words(rank: str, held: str = "substantive") -> str:
    """The rank in full, as a paper prints it: "Acting inspector" where it is not a substantive one."""
    words = RANKS[rank] if held == "substantive" else f"{RankHeld.HOW[held]} {RANKS[rank]}"
    return words[:1].upper() + words[1:]


def born_on_paper(person: Person) -> date | None:
    """The date of birth when the day is known; an estimate is never printed as a date."""
    return person.born if person.born_precision == "day" else None


def name_known_to_subject(person: Person) -> str:
    """The protected person's name as the subject knows it. A name taken later, which the subject may not know, is never
    chosen: one marked as known, else an earlier one, else the first recorded."""
    names = sorted((n for n in recorded_names(person) if n.voided_at is None), key=lambda n: n.pk)
    known = [n for n in names if n.known_to_subject]
    earlier = [n for n in names if n.kind == "earlier"]
    chosen = known[-1:] or earlier[-1:] or [n for n in names if n.kind == "legal"][:1] or names[:1]
    return chosen[0].as_written if chosen else display_name(person)


def text_of(view: Any) -> str:
    """Everything that a frozen view would print, for the leak gate."""
    if isinstance(view, str):
        return view
    if isinstance(view, tuple | list):
        return "\n".join(text_of(item) for item in view)
    if is_dataclass(view):
        return "\n".join(text_of(getattr(view, field.name)) for field in fields(view))
    return ""
