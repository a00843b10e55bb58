"""Bail beside a notice: what is said of each condition, and above all of one that has ended."""

from datetime import datetime, timedelta

import pytest

from haven.notices.bail import compare_bail

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
OVER, LATER = AT - timedelta(days=1), AT + timedelta(days=1)


@pytest.mark.parametrize(
    ("terms", "covers", "ends_at", "mark", "says"),
    [
        (("no_contact",), ("no_contact",), OVER, "gap", "Only the notice would forbid it"),
        (("not_enter",), ("no_contact",), OVER, "gap", "the notice does not forbid it: nothing does"),
        ((), ("no_contact",), OVER, "gap", "the notice does not forbid it: nothing does"),
        (("no_contact",), ("no_contact", "not_enter"), OVER, "gap", "only a part of it"),
        (("leave_premises",), ("not_enter",), OVER, "gap", "Only the notice would forbid it"),
        (("no_contact",), ("contact_allowed",), OVER, "beside", "This condition has ended"),
        (("no_contact",), (), AT, "beside", "This condition has ended"),
        (("no_contact",), ("no_contact",), LATER, "same", "goes on when the bail ends"),
        (("not_enter",), ("no_contact",), LATER, "gap", "The notice does not forbid this"),
        (("no_contact",), ("contact_allowed",), None, "clash", "This allows what the notice forbids"),
        (("no_contact",), (), None, "beside", "This stands beside the notice"),
    ],
)
def test_what_is_said(terms, covers, ends_at, mark, says):
    (line,) = compare_bail(terms, [("Live at 3 Larkspur Walk", covers, ends_at)], AT)
    assert line.mark == mark and says in line.says
    if not set(terms):
        assert "Only the notice" not in line.says
