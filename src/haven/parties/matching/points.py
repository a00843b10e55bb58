"""How alike a question and people are, in bits of evidence: log2 of how much likelier what is seen is for the same person
than for another. Everybody of a roster at once; `haven.parties.matching.reasons` says the same of one person in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from haven.parties.matching import born as dates
from haven.parties.matching.dictionary import SPELLING, same_names
from haven.parties.matching.phonetic import sound_id
from haven.parties.matching.places import Place, street_kind, street_sound, unpacked_place
from haven.parties.matching.question import ANY, FAMILY, GIVEN, MIDDLE, Question, Slot
from haven.parties.matching.roster import SEXES, Roster, place_ids
from haven.parties.matching.words import MOST_JOINED, is_initial

Floats = NDArray[np.float64]

# What a word loses when it is not written the same.
NOT_SAME = {
    "spelling": 1.2, "short": 2.2, "sound": 1.8, "sound_far": 4.0, "slip": 2.5, "two_slips": 5.5, "begins": 4.5, "alike": 7.0,
}  # fmt: skip
# A word that is not written the same may be any of its neighbours: short words have many, and say little.
MOST_UNLIKE = np.array([0, 2, 4, 6, 8, 10, 12, 13, 14] + [14] * (MOST_JOINED - 8), float)
INITIAL = 2.5
MISSING = {GIVEN: -4.5, FAMILY: -4.5, MIDDLE: -0.8, ANY: -4.5}
# A given name that stands as a family name, alone; and the whole name the other way round.
WRONG_PART, TURNED_ROUND = -4.0, -2.0
OTHER_FIRST_LETTER = 1.5
NO_WORD = -60.0
SEX_SAME, SEX_OTHER = 0.8, -4.0
NOWHERE_NEAR = -1.5


@dataclass
class Scores:
    """One figure a person. `born` holds the levels of haven.parties.matching.born, None when no date was asked."""

    total: Floats
    name: Floats
    born: NDArray[np.int8] | None
    age: Floats | None
    place: Floats | None


def score(asked: Question, people: Roster, rare: Mapping[str, float], *, dictionary: bool = True) -> Scores:
    """Compare a question with everybody of a roster. `rare` holds the weight in bits of each asked word, and of all the
    writings of its name together, by `words_to_weigh`."""
    n = len(people)
    total = np.zeros(n)
    name = np.zeros(n)
    if asked.slots and n:
        rows = names(asked.slots, people, rare, dictionary=dictionary)
        name = rows if len(rows) == n else np.maximum.reduceat(rows, people.starts)
        total = total + name
    born = age = place = None
    if asked.born:
        born = dates.levels(asked.born, people.born)
        total = total + dates.POINTS[born]
    elif asked.age is not None:
        age = dates.age_points(asked.age, asked.today, people.born)
        total = total + age
    if asked.sex in ("F", "M"):
        mine = SEXES[asked.sex]
        total = total + np.where(people.sex == mine, SEX_SAME, np.where(people.sex == 0, 0.0, SEX_OTHER))
    if asked.place is not None:
        place = _places(asked.place, people)
        total = total + place
    return Scores(total, name, born, age, place)


def words_to_weigh(asked: Question) -> list[str]:
    """The asked words and the other writings of their names, whose weights `score` needs."""
    forms = [form for slot in asked.slots for form in slot.forms]
    return list(dict.fromkeys([*forms, *(other for form in forms for other in same_names(form))]))


def names(slots: tuple[Slot, ...], people: Roster, rare: Mapping[str, float], *, dictionary: bool = True) -> Floats:
    """Evidence of each name of the roster: every asked word takes the best word of the name that no other has taken. A
    name without any word that counts has what is taken off for each missing word: it need not be looked at further."""
    gains = [_gain(slot, people, rare, dictionary) for slot in slots]
    missing = sum(MISSING[slot.part] for slot in slots)
    counts = np.zeros(len(people.tokens), np.bool_)
    for slot, gain in zip(slots, gains, strict=True):
        counts |= gain > MISSING[slot.part]
    rows = np.flatnonzero(counts[people.words].any(axis=1))
    points = np.full(len(people.words), missing)
    words, family = people.words[rows], people.family[rows]
    both = {GIVEN, FAMILY} <= {slot.part for slot in slots}
    if both:  # in the asked order, and the given and the family name changed round
        words, family = np.concatenate((words, words)), np.concatenate((family, ~family))
    best = _most(slots, _placed(slots, [gain[words] for gain in gains], family))
    points[rows] = np.maximum(best[: len(rows)], best[len(rows) :] + TURNED_ROUND) if both else best
    return points


def _placed(slots: tuple[Slot, ...], parts: list[Floats], family: NDArray[np.bool_]) -> list[Floats]:
    """What each word is worth where it stands: a given name among the family names is worth less, and the other way."""
    as_family, as_given = np.where(family, 0.0, WRONG_PART), np.where(family, WRONG_PART, 0.0)
    return [
        part if slot.part == ANY else part + (as_family if slot.part == FAMILY else as_given)
        for slot, part in zip(slots, parts, strict=True)
    ]


def _most(slots: tuple[Slot, ...], gains: list[Floats]) -> Floats:
    """The most that the asked words are worth together, where no two take the same word of a name."""
    leasts = [MISSING[slot.part] for slot in slots]
    if len(slots) == 1:
        alone: Floats = np.maximum(gains[0].max(axis=1), leasts[0])
        return alone
    if len(slots) == 2:
        return _two(gains[0], gains[1], leasts[0], leasts[1])
    best: Floats = np.maximum(_take(leasts, gains), _take(leasts[::-1], gains[::-1]))
    return best


def _two(first: Floats, second: Floats, least_first: float, least_second: float) -> Floats:
    """Two words: each takes its best, and where that is the same one, the better of the two ways to give way."""
    rows = np.arange(len(first))
    at, other = first.argmax(axis=1), second.argmax(axis=1)
    total: Floats = np.maximum(first[rows, at], least_first) + np.maximum(second[rows, other], least_second)
    clash = np.flatnonzero(at == other)
    if len(clash):
        a, b, among, shared = first[clash], second[clash], np.arange(len(clash)), at[clash]
        a_best, b_best = np.maximum(a[among, shared], least_first), np.maximum(b[among, shared], least_second)
        a[among, shared] = b[among, shared] = NO_WORD
        a_next, b_next = np.maximum(a.max(axis=1), least_first), np.maximum(b.max(axis=1), least_second)
        total[clash] = np.maximum(a_best + b_next, a_next + b_best)
    return total


def _take(leasts: list[float], gains: list[Floats]) -> Floats:
    """One word after the other. Where two want the same word the first has it; the other order is tried too."""
    rows = np.arange(len(gains[0]))
    taken = np.zeros(gains[0].shape, np.bool_)
    total = np.zeros(len(rows))
    for least, gain in zip(leasts, gains, strict=True):
        open_gain = np.where(taken, NO_WORD, gain)
        best = open_gain.argmax(axis=1)
        points = open_gain[rows, best]
        use = points > least
        taken[rows[use], best[use]] = True
        total += np.where(use, points, least)
    return total


def _gain(slot: Slot, people: Roster, rare: Mapping[str, float], dictionary: bool) -> Floats:
    """Evidence that each word of the roster is the asked word."""
    best = np.full(len(people.tokens), NO_WORD)
    for form in slot.forms:
        np.maximum(best, _form_gain(form, people, rare, dictionary), out=best)
    best[0] = NO_WORD
    return best


def _form_gain(form: str, people: Roster, rare: Mapping[str, float], dictionary: bool) -> Floats:
    lengths, weights = people.lengths, people.weights
    if is_initial(form):
        return np.where(people.firsts == ord(form), INITIAL, NO_WORD)
    loss = np.full(len(lengths), 99.0)
    slips = cdist([form], people.tokens, scorer=OSA.distance, score_cutoff=3, dtype=np.uint8)[0]
    shorter = np.minimum(lengths, len(form))
    loss[(slips == 2) & (shorter >= 5)] = NOT_SAME["two_slips"] + 1.5
    loss[(slips == 2) & (shorter >= 6)] = NOT_SAME["two_slips"]
    loss[(slips == 1) & (shorter >= 3)] = NOT_SAME["slip"] + 1.5
    loss[(slips == 1) & (shorter >= 4)] = NOT_SAME["slip"]
    same_sound = people.sounds == sound_id(form)
    heard = same_sound & (shorter >= 3)
    loss[heard] = np.minimum(loss[heard], np.where(slips[heard] <= 3, NOT_SAME["sound"], NOT_SAME["sound_far"]))
    if len(form) >= 3:
        _beginnings(form, people, loss)
    if len(form) >= 5:
        _alike(form, people, loss)
    loss[(slips > 0) & (loss < 90) & ~same_sound & (people.firsts != ord(form[0]))] += OTHER_FIRST_LETTER
    # The commoner of the two words says how much it is worth that they are alike.
    gain: Floats = np.minimum(np.minimum(weights, rare.get(form, 18.0)), MOST_UNLIKE[shorter]) - loss
    if dictionary:
        _same_names_gain(form, people, rare, gain)
    at = people.place_of.get(form)
    if at is not None:
        gain[at] = weights[at]
    initials = (lengths == 1) & (people.firsts < 128)
    gain[initials] = np.where(people.firsts[initials] == ord(form[0]), INITIAL - 0.5, NO_WORD)
    return gain


def _same_names_gain(form: str, people: Roster, rare: Mapping[str, float], gain: Floats) -> None:
    """Another writing of the name is worth what all its writings together are: who is called Mohamed may be written in
    many ways, and that one of them is rare says little."""
    others = same_names(form)
    if not others:
        return
    together = -np.log2(sum(2.0 ** -rare.get(other, 18.0) for other in (form, *others)))
    for other, kind in others.items():
        at = people.place_of.get(other)
        if at is not None:
            gain[at] = max(gain[at], together - NOT_SAME["spelling" if kind == SPELLING else "short"])


def _alike(form: str, people: Roster, loss: Floats) -> None:
    """Long words that begin alike and go on alike."""
    far = np.flatnonzero((loss > 90) & (people.firsts == ord(form[0])) & (people.lengths >= 5))
    if len(far):
        alike = cdist([form], [people.tokens[i] for i in far], scorer=JaroWinkler.similarity, dtype=np.float32)[0]
        loss[far[alike >= 0.88]] = NOT_SAME["alike"]


def _beginnings(form: str, people: Roster, loss: Floats) -> None:
    """A word that begins the other, or is begun by it: half a name."""
    for i in np.flatnonzero((people.firsts == ord(form[0])) & (loss > NOT_SAME["begins"])):
        token = people.tokens[i]
        if len(token) >= 3 and (token.startswith(form) or form.startswith(token)):
            loss[i] = NOT_SAME["begins"]


def _places(asked: Place, people: Roster) -> Floats:
    """Evidence of the best place of each person. Nothing held is neither for nor against."""
    found = np.zeros(len(people))
    if not people.places:
        return found
    out, inw, num, street = people.place_ids == place_ids([asked.packed()])
    near = (out & bool(asked.outward)) | (inw & bool(asked.inward)) | (num & street & bool(asked.street))
    near |= street & bool(asked.street)
    points = np.full(len(people.places), NOWHERE_NEAR)
    for i in np.flatnonzero(near):
        points[i] = place_points(asked, unpacked_place(people.places[i]))
    found[people.place_owner] = -99.0
    np.maximum.at(found, people.place_owner, points)
    return found


def place_points(asked: Place, held: Place) -> float:
    """Evidence of one place."""
    points = _postcode_points(asked, held)
    street = _street_points(asked.street, held.street) if asked.street else 0.0
    points += street
    if asked.number and (points >= 5 or street > 0):
        points += 5.0 if asked.number == held.number else -3.0
        if asked.number == held.number and (asked.unit or held.unit):
            points += 2.5 if asked.unit == held.unit else -2.0 if asked.unit else -1.0
    return max(points, NOWHERE_NEAR)


def _street_points(asked: str, held: str) -> float:
    """The same street; one that sounds the same; the same name of another kind, a hill for a road; a slip or two."""
    if asked == held:
        return 7.0
    if street_sound(asked) == street_sound(held):
        kinds = {street_kind(asked), street_kind(held)} - {""}
        return 6.0 if len(kinds) < 2 else 2.5
    return 5.0 if OSA.distance(asked, held, score_cutoff=3) <= 3 else -2.0


def _postcode_points(asked: Place, held: Place) -> float:
    if not asked.outward:
        return 0.0
    if not asked.inward:
        return 6.0 if asked.outward == held.outward else NOWHERE_NEAR
    if (asked.outward, asked.inward) == (held.outward, held.inward):
        return 12.0
    if OSA.distance(asked.outward + asked.inward, held.outward + held.inward, score_cutoff=1) == 1:
        return 6.0
    return 2.5 if asked.outward == held.outward else NOWHERE_NEAR
