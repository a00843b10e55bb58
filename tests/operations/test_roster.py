"""People laid out in columns and compared together: the fast ways against plain ones."""

import random
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import permutations
from threading import Barrier

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haven.parties.matching.lexicon import Lexicon
from haven.parties.matching.places import Place
from haven.parties.matching.points import MISSING, _most
from haven.parties.matching.question import FAMILY, GIVEN, MIDDLE, Slot, question
from haven.parties.matching.record import search_row
from haven.parties.matching.roster import WIDTH, Held, roster
from haven.parties.matching.shortlist import likeliest
from haven.parties.matching.words import forms_of
from haven.register.processes import in_processes

WORDS = st.sampled_from(["amara", "ben", "chi-keung", "smith-jones", "al-hassan", "o-brien", "quill", "r", "verity"])
SIDE = st.lists(WORDS, max_size=5).map(" ".join)
NAME = st.tuples(SIDE, SIDE).map("/".join) | st.just("")
PEOPLE = st.lists(st.lists(NAME, min_size=1, max_size=3).map("|".join), max_size=8)


def plainly(names):
    """What roster answers, word by word."""
    for name in names.split("|"):
        first, _slash, last = name.partition("/")
        own, family = ([f for w in side.split() for f in forms_of(w)] for side in (first, last))
        yield (own + family)[:WIDTH], len(own)


@given(PEOPLE)
def test_each_name_has_its_words_and_its_family_name_begins_where_it_begins(people):
    found = roster(
        [Held(n, names, 0, "", "") for n, names in enumerate(people)],
        Lexicon(lambda words: dict.fromkeys(words, 1.0)),
        places=False,
    )
    wanted = [plain for names in people for plain in plainly(names)]
    assert [[found.tokens[i] for i in row if i] for row in found.words.tolist()] == [words for words, _given in wanted]
    first_family = [next((n for n, family in enumerate(row) if family), len(row)) for row in found.family.tolist()]
    width = found.words.shape[1]
    assert first_family == [min(given, width) for _words, given in wanted]
    assert found.starts.tolist() == np.cumsum([0, *(len(p.split("|")) for p in people)])[: len(people)].tolist()


POINTS = st.floats(-60, 20).map(lambda x: round(x, 2))


@given(st.data())
def test_two_words_share_a_name_in_the_best_way_and_never_take_the_same_word(data):
    width = data.draw(st.integers(1, 5))
    slots = (Slot(("a",), GIVEN), Slot(("b",), FAMILY))
    gains = [np.array([data.draw(st.lists(POINTS, min_size=width, max_size=width))]) for _ in slots]
    least = [MISSING[s.part] for s in slots]
    ways = [least[0] + least[1]]
    ways += [max(gains[0][0, i], least[0]) + least[1] for i in range(width)]
    ways += [least[0] + max(gains[1][0, i], least[1]) for i in range(width)]
    ways += [gains[0][0, i] + gains[1][0, j] for i, j in permutations(range(width), 2)]
    assert _most(slots, gains)[0] == pytest.approx(max(ways))


def test_three_words_take_three_words():
    slots = (Slot(("a",), GIVEN), Slot(("b",), MIDDLE), Slot(("c",), FAMILY))
    gains = [np.array([[9.0, 8.0, 1.0]]), np.array([[9.0, 2.0, 1.0]]), np.array([[1.0, 1.0, 7.0]])]
    assert _most(slots, gains)[0] == 8 + 9 + 7


@pytest.fixture
def hasty_threads():
    kept = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(kept)


def test_threads_that_meet_new_words_together_number_each_once_and_weigh_it_right(hasty_threads):
    """A staff site answers eight checks at once out of one memory."""
    chance = random.Random(3)
    words = ["".join(chance.choices("abcdefgh", k=5)) for _ in range(1500)]
    lexicon = Lexicon(lambda new: {w: float(len(w) + ord(w[0])) for w in new})
    begin = Barrier(8)

    def lay_out(seed):
        own, laid = random.Random(seed), []
        begin.wait()
        for _ in range(150):
            names = [f"{own.choice(words)}/{own.choice(words)}-{own.choice(words)}" for _ in range(6)]
            laid.append((names, roster([Held(0, n, 0, "", "") for n in names], lexicon, places=False)))
        return laid

    with ThreadPoolExecutor(8) as pool:
        for names, found in (one for laid in pool.map(lay_out, range(8)) for one in laid):
            for name, row in zip(names, found.words.tolist(), strict=True):
                assert [found.tokens[i] for i in row if i] == next(plainly(name))[0]
            assert found.weights[1:].tolist() == [float(len(t) + ord(t[0])) for t in found.tokens[1:]]


def held(number, given_name, family, born=0, place=Place()):
    names, places, _keys, _words = search_row([(given_name, family)], born, (place,))
    return (number, names, born, "", places, "name")


CROWD = [held(n, "Priscilla", f"Okonkwo{'abcdefgh'[n % 8]}", 19600101 + n) for n in range(2, 400)]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({"name": "Dvaid Dunczn", "born": date(1975, 11, 21)}, held(1, "David", "Duncan", 19761121)),
        ({"name": "Duncan David"}, held(1, "David", "Duncan")),
        ({"name": "Bob Featherstone"}, held(1, "Robert", "Featherstone")),
        ({"name": "Priscilla Okonkwo", "born": date(1999, 5, 4)}, held(1, "Cilla", "Bright", 19990504)),
        ({"name": "Okonkwo", "postcode": "SE15 4AB"}, held(1, "Pat", "Hill", place=Place("SE15", "4AB", "9"))),
        (
            {"name": "Okonkwo", "lines": "9 Tansy Road"},
            held(1, "Pat", "Hill", place=Place("N1", "1AA", "9", "", "tansy road")),
        ),
    ],
)
def test_a_first_look_at_many_keeps_whom_the_name_the_date_or_the_place_speaks_for(asked, meant):
    wanted = question(today=date(2026, 11, 20), **asked)
    assert meant in likeliest(wanted, [*CROWD, meant], {}, 20)


def test_where_few_are_found_everybody_is_compared_in_the_order_found():
    wanted = question(name="Quill", today=date(2026, 11, 20))
    assert likeliest(wanted, CROWD[:20], {}, 20) == CROWD[:20]
    assert len(likeliest(wanted, CROWD, {}, 20)) == 20


def test_answers_of_many_processes_come_in_the_order_asked_and_a_fault_is_raised_here():
    assert list(in_processes(str.upper, iter("abcdefghij"))) == list("ABCDEFGHIJ")
    with pytest.raises(ValueError, match="invalid literal"):
        list(in_processes(int, ["1", "2", "x", "4"]))
