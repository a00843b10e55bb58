"""The address for the notice of hearing, asked for on service (s.25(4))."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.parties.models import Person
from haven.parties.operations.add_person import add_address
from haven.service.models import HearingAddress
from haven_law.citation import daa
from haven_law.findings import refuse


@dataclass(frozen=True)
class AddressAnswer:
    """`answer`: given (with lines and postcode), refused, none, or not_asked_because (with why_not)."""

    answer: str
    lines: str = ""
    postcode: str = ""
    why_not: str = ""


@transaction.atomic
def record_hearing_address(
    person: Person, about_ref: str, given: AddressAnswer, *, by: User, at: datetime
) -> HearingAddress:
    """Write the answer. An address that was given becomes a place of the subject, who named it.

    Refused: "given" without an address, "not asked" without the reason."""
    if given.answer == "given" and not given.lines.strip():
        refuse(daa("25(4)"), "Enter the address that the subject gave").require()
    if given.answer == "not_asked_because" and not given.why_not.strip():
        refuse(daa("25(4)"), "Say why the subject was not asked for an address").require()
    address = None
    if given.answer == "given":
        lines, postcode = given.lines.strip(), given.postcode
        address = add_address(person, kind="given_for_hearing", lines=lines, postcode=postcode, by=by)
    return HearingAddress.objects.create(
        person=person,
        about_ref=about_ref,
        asked_at=at,
        asked_by=by,
        answer=given.answer,
        why_not=given.why_not.strip() if given.answer == "not_asked_because" else "",
        address=address,
        recorded_by=by,
    )
