"""Short fixed sentences that a person must see before acting."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.models import AlertFlag, Case
from haven.cases.permissions import may
from haven_law.findings import refuse

# code -> (the sentence, seen at the door). A closed list: no flag can carry an address.
FLAGS: dict[str, tuple[str, bool]] = {
    "no_contact_plan": ("Do not contact the protected person until a safe contact plan is agreed", False),
    "weapons": ("Weapons: the subject may have access to firearms", True),
    "violent_to_police": ("The subject has been violent to police", True),
    "children_present": ("Children may be present", True),
    "speak_apart": ("Speak to the protected person only apart from the subject", True),
    "never_say_place": ("Never say where the protected person lives or works", True),
    "interpreter": ("Use a professional interpreter, never family or community", True),
}

# Raised and ended by the safe contact plan itself, never by hand.
BY_THE_PLAN = "no_contact_plan"


def standing_flags(case: Case) -> list[AlertFlag]:
    """The flags that a person may end."""
    rows = case.flags.filter(until_at__isnull=True).exclude(code=BY_THE_PLAN)
    return list(rows.order_by("pk"))


def may_be_raised(case: Case) -> list[str]:
    """The codes of the flags that a person may raise now."""
    standing = {flag.code for flag in standing_flags(case)}
    return [code for code in FLAGS if code != BY_THE_PLAN and code not in standing]


@transaction.atomic
def raise_flag(case: Case, code: str, *, by: User, at: datetime) -> AlertFlag:
    """Raise a flag of the fixed list; one that stands is not raised twice. Refused to a role that may not. Raises
    ValueError for a code that is not in FLAGS."""
    may(by, "record_case_facts", case, at).require()
    hold_case(case.pk)
    return write_flag(case, code, by=by, at=at)


def write_flag(case: Case, code: str, *, by: User, at: datetime) -> AlertFlag:
    """The same, within an operation that has asked who may and holds the case."""
    if code not in FLAGS:
        raise ValueError(f"'{code}' is not a flag.")
    standing = case.flags.filter(code=code, until_at__isnull=True).first()
    if standing is not None:
        return standing
    words, at_door = FLAGS[code]
    flag = AlertFlag.objects.create(case=case, code=code, words=words, from_at=at, seen_at_door=at_door, recorded_by=by)
    record(case, "flag.raised", by=by, at=at, about=("case", case.ref), facts={"words": words})
    return flag


@transaction.atomic
def end_flag(flag: AlertFlag, *, by: User, at: datetime) -> AlertFlag:
    """End a flag. Refused when it has ended, for the one that only a safe contact plan ends, or to a role that may not."""
    may(by, "record_case_facts", flag.case, at).require()
    hold_case(flag.case_id)
    flag.refresh_from_db()
    if flag.code == BY_THE_PLAN:
        refuse("Haven flag rule", "This flag ends when a safe contact plan is agreed").require()
    if flag.until_at is not None:
        refuse("Haven flag rule", "This flag has already ended").require()
    return write_flag_end(flag, by=by, at=at)


def write_flag_end(flag: AlertFlag, *, by: User, at: datetime) -> AlertFlag:
    """The same, within an operation that has asked who may and holds the case."""
    flag.until_at = at
    flag.save(update_fields=["until_at"])
    record(flag.case, "flag.ended", by=by, at=at, about=("case", flag.case.ref), facts={"words": flag.words})
    return flag
