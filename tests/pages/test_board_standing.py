"""What the board says of one notice, for every way it can stand against its clock."""

import pytest

from haven.web.staff.board.standing import Facts, standing
from tests.operations.clock_helpers import hours, minutes, utc

AT = utc("2026-11-20T14:14")
PLENTY = {"left": hours(30), "act_by": AT + hours(30), "sitting": AT + hours(20), "next_sitting": AT + hours(1)}
SHORT = {"left": hours(5), "act_by": AT + hours(5), "sitting": AT + hours(3), "next_sitting": AT + hours(1)}
LAST = PLENTY | {"next_sitting": AT + hours(20)}
MADE = {"prepared": True, "made": True}
LISTED = MADE | {"listed_for": AT + hours(20)}


@pytest.mark.parametrize(
    ("facts", "kind", "word", "urgent"),
    [
        (PLENTY, "draft", "Being prepared", False),
        (PLENTY | {"prepared": True}, "draft", "Being prepared", False),
        (SHORT, "act", "Not listed", True),
        (SHORT | {"prepared": True}, "act", "Not listed", True),
        (LAST, "act", "Not listed", True),
        (PLENTY | {"sitting": None}, "act", "Not listed", True),
        (PLENTY | MADE, "wait", "Listing to be given", False),
        (SHORT | MADE, "act", "Not listed", True),
        (LAST | MADE, "act", "Not listed", True),
        (PLENTY | LISTED, "wait", "Notice to give", False),
        (PLENTY | LISTED | {"notice_given": True}, "ready", "Listed", False),
        (SHORT | LISTED | {"listed_for": AT + hours(3)}, "wait", "Notice to give", True),
        (SHORT | LISTED | {"notice_given": True, "listed_for": AT + hours(3)}, "ready", "Listed", True),
        (PLENTY | LISTED | {"listed_for": AT + hours(30)}, "wait", "Notice to give", False),
        (PLENTY | LISTED | {"listed_for": AT + hours(30) + minutes(1)}, "act", "Listed too late", True),
        (PLENTY | LISTED | {"listed_for": AT - minutes(29)}, "wait", "Notice to give", False),
        (PLENTY | LISTED | {"listed_for": AT - minutes(31)}, "act", "Hearing not recorded", False),
        (PLENTY | {"position": "may_be_late"}, "act", "May be late", True),
        (PLENTY | LISTED | {"position": "past_deadline", "notice_given": True}, "act", "Past deadline", True),
    ],
)
def test_standing(facts, kind, word, urgent):
    stands = standing(Facts(**({"position": "running", "at": AT} | facts)))
    assert (stands.kind, stands.word, stands.urgent) == (kind, word, urgent)
    assert "expired" not in stands.step.lower() and stands.step


def test_without_a_sitting_the_step_says_so():
    assert "No sitting is left" in standing(Facts(position="running", at=AT, **(PLENTY | {"sitting": None}))).step
