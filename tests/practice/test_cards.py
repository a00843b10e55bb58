"""Cards of the practice story: whoever rings with one hears what stands beside it, and nothing is given twice."""

import pytest

from haven.jobs.practice.cards import give_cards
from haven.line.models import LineShown, PracticeCard
from haven.line.practice import DURESS_PIN, PHRASE, PIN
from haven.support.proving import why_not_phrase, why_not_pin
from tests.line.conftest import Phone, clock, public  # noqa: F401  fixtures
from tests.rows import HOUR, a_case, a_notice, an_order


@pytest.fixture
def story(house, now):
    """A notice that runs, and two orders that were given."""
    a_notice(house, a_case(house, now - 3 * HOUR), now - 2 * HOUR, served=now - HOUR)
    for _n in range(2):
        an_order(house, a_case(house, now - 3 * HOUR), now - 2 * HOUR, served=now - HOUR)


def test_three_cards_and_what_each_may_hear(house, story, public, now):  # noqa: F811
    assert len(give_cards(house, now)) == 3 and len(give_cards(house, now)) == 0
    assert PracticeCard.objects.count() == 3 and LineShown.objects.count() == 2
    heard = [Phone(public).all("1", "1", one.card.card_number, PIN) for one in PracticeCard.objects.order_by("pk")]
    assert [words.startswith("It is in force.") for words in heard] == [True, True, False]
    page = public.get("/line/phone").content.decode()
    assert all(f"{one.card.card_number[:4]} {one.card.card_number[4:]}" in page for one in PracticeCard.objects.all())


def test_a_story_without_papers_has_no_card(house, now):
    assert give_cards(house, now) == []


def test_its_secrets_are_such_as_anybody_may_have():
    assert not why_not_pin(PIN) and not why_not_pin(DURESS_PIN) and not why_not_phrase(PHRASE)
