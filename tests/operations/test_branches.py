"""The ways in which ring 2 is asked: none may crowd another out, and threads share what they have read only when it is whole."""

from datetime import date

import pytest
from django.db import connection

from haven.parties.matching.question import question
from haven.parties.operations.add_person import NewPerson, add_address, add_person
from haven.register import candidates
from haven.register.branches import KNOWN, branches
from haven.register.engine import Engine
from haven.register.vocabulary import Vocabulary

TODAY = date(2026, 11, 20)
BORN = date(1987, 8, 9)


def asked(**parts):
    return question(today=TODAY, **parts)


class Words:
    """A vocabulary in which some words are known."""

    def __init__(self, **bearers):
        self.bearers = bearers

    def near(self, words):
        return {}


@pytest.mark.parametrize(
    ("bearers", "looked_for"),
    [({}, True), ({"david": KNOWN - 1}, True), ({"david": KNOWN}, False), ({"duncan": 4000, "david": 1}, False)],
)
def test_near_dates_are_looked_for_only_where_no_word_is_known(bearers, looked_for):
    assert ("near" in branches(asked(name="David Duncan", born=BORN), Words(**bearers))) == looked_for


def test_a_date_alone_is_looked_for_with_those_beside_it():
    assert set(branches(asked(born=BORN), Words())) == {"born", "near"}


def test_street_and_postcode_are_looked_for_apart():
    both = branches(asked(lines="9 Tansy Road", postcode="SE15 4AB"), Words())
    assert both["street"] and both["address"] and not both["street"] & both["address"]
    assert set(branches(asked(lines="9 Tansy Road"), Words())) == {"street"}


def test_a_crowd_with_part_of_the_date_does_not_hide_who_was_born_that_day(db, monkeypatch):
    meant = add_person(NewPerson("Priya", "Mahmood", BORN), by=None)
    for day in range(10, 16):
        add_person(NewPerson("Sana", f"Holt{day}", date(1987, 8, day)), by=None)
    monkeypatch.setitem(candidates.MOST, "parts", 2)
    found = Engine().search(asked(name="Sana Odell", born=BORN))
    assert meant.pk in {h.held.person_id for h in found.hits} and found.capped == ("parts",)


def test_a_crowd_in_streets_of_the_name_does_not_hide_who_lives_at_the_postcode(db, monkeypatch):
    meant = add_person(NewPerson("Nadia", "Ashraf"), by=None)
    add_address(meant, kind="home", lines="53 Maple Place", postcode="SE10 7ZS", by=None)
    for n in range(6):
        other = add_person(NewPerson("Ivor", f"Penn{n}"), by=None)
        add_address(other, kind="home", lines="53 Maple Terrace", postcode=f"L{n + 1} 1AA", by=None)
    monkeypatch.setitem(candidates.MOST, "street", 2)
    found = Engine().search(asked(lines="53 Maple Place", postcode="SE10 7ZS"))
    assert found.hits[0].held.person_id == meant.pk and found.capped == ("street",)


def test_what_is_being_read_is_not_shown_to_another_thread_as_nothing(db):
    """A word that stands as borne by nobody while its count is on the way would weigh as the rarest there is."""
    for n in range(3):
        add_person(NewPerson("Ines", f"Brandt{n}"), by=None)
    words = Vocabulary()
    assert words.prior() > 0
    shown = []

    def look(execute, sql, params, many, context):
        shown.append(dict(words.bearers) | dict(words.by_sound))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        words.weigh(["ines"])
        words.bearers_by_sound(["ines"])
    assert words.bearers["ines"] > 0
    assert len(shown) == 2 and all(0 not in seen.values() for seen in shown)
