"""The whole plan: kept ways stay sealed, wishes belong to their version, two people at once do not overwrite each other."""

from dataclasses import replace
from datetime import time

import pytest

from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, WindowFacts
from haven.parties.models import Channel, SafeContactPlan
from haven.sealed.models import SealedUse, SealedValue
from haven.support.models import NewsPreference, PlanWishes
from haven.support.operations.agree_plan import AgreePlan, Wishes, agree_plan
from haven.support.plans import plan_view
from haven_law.findings import Refused
from tests.rows import HOUR, a_case

TEXT = ChannelFacts("text", "07700 900471", "no")
FACTS = PlanFacts("we_contact", (TEXT,), (WindowFacts((0, 1), time(10), time(14)),))
WISHES = Wishes("Jo", "cy", "ask_first_name", True, {"order_made": "if_asked", "released": "at_once"})


@pytest.fixture
def case(house, now):
    return a_case(house, now - HOUR)


@pytest.fixture
def first(case, house, now):
    return agree_plan(AgreePlan(case.ref, FACTS, WISHES), by=house.ali, at=now)


def test_wishes_belong_to_their_version(first, case, house, now):
    assert (first.version, first.wishes.greeting, first.wishes.language) == (1, "Jo", "cy")
    assert plan_view(case.protected_id, now).preferences == {"order_made": "if_asked", "released": "at_once"}
    second = agree_plan(AgreePlan(case.ref, FACTS, Wishes(), after_version=1), by=house.ali, at=now + HOUR)
    assert second.wishes.greeting == "" and not second.wishes.line_news_allowed
    assert plan_view(case.protected_id, now + HOUR).preferences == {}
    assert (
        PlanWishes.objects.get(plan=first).greeting == "Jo" and NewsPreference.objects.filter(plan=first).count() == 2
    )


def test_a_way_is_kept_without_anybody_reading_it(first, case, house, now):
    command = AgreePlan(case.ref, replace(FACTS, channels=()), Wishes(), keep=("text",), after_version=1)
    second = agree_plan(command, by=house.ali, at=now + HOUR)
    old, new = Channel.objects.get(plan=first), Channel.objects.get(plan=second)
    assert old.handle == new.handle and new.automated_ok and new.visible_to_other == "no"
    assert SealedValue.objects.count() == 1 and not SealedUse.objects.exists()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"after_version": 0}, "changed since"),
        ({"after_version": 2}, "changed since"),
        ({"keep": ("email",), "after_version": 1}, "no such way"),
        ({"wishes": Wishes(news={"weather": "if_asked"}), "after_version": 1}, "kinds of news"),
        ({"wishes": Wishes(news={"order_made": "never"}), "after_version": 1}, "kinds of news"),
        ({"facts": replace(FACTS, in_private=False), "after_version": 1}, "apart from the subject"),
        ({"facts": replace(FACTS, channels=()), "after_version": 1}, "at least one safe way"),
    ],
)
def test_what_cannot_be_agreed(first, case, house, now, changes, why):
    with pytest.raises(Refused, match=why):
        agree_plan(replace(AgreePlan(case.ref, FACTS, WISHES), **changes), by=house.ali, at=now + HOUR)
    assert SafeContactPlan.objects.get(person=case.protected).version == 1


def test_only_those_who_may(case, house, now):
    for user in (house.castell, house.moss, house.quill):
        with pytest.raises(Refused):
            agree_plan(AgreePlan(case.ref, FACTS, WISHES), by=user, at=now)
