"""What people of the practice story said: whom they are chosen from."""

from datetime import timedelta

from haven.cases.operations.agree_safe_contact import PlanFacts, agree_safe_contact
from haven.jobs.practice.said import QUIET, _quiet
from tests.rows import a_case

DAY = timedelta(days=1)


def test_one_case_of_each_person_and_none_with_a_plan_since(house, now):
    """Two cases of one person would have her agree to a later plan first, and to an earlier one after it."""
    old = now - QUIET - 5 * DAY
    first, other, planned, noisy = (a_case(house, old) for _ in range(4))
    other.protected = first.protected
    other.save(update_fields=["protected"])
    elsewhere = a_case(house, old)
    elsewhere.protected = planned.protected
    elsewhere.save(update_fields=["protected"])
    agree_safe_contact(elsewhere, PlanFacts("they_contact"), by=house.ali, at=now - DAY)
    agree_safe_contact(noisy, PlanFacts("they_contact"), by=house.ali, at=now - DAY)
    assert _quiet(house, now) == [other]
