"""A doorstep check as an officer has it: asked, written down, and read again by the page of its answer."""

from datetime import datetime

from haven.accounts.models import User
from haven.register.operations.check_person import CheckPerson, DoorAnswer, check_person, read_answer


def checked(command: CheckPerson, *, by: User, at: datetime) -> DoorAnswer:
    shown = read_answer(check_person(command, by=by, at=at), by=by, at=at)
    assert shown is not None
    return shown
