"""The row by which a person is found and compared, made from their names, date and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from haven.parties.matching.keys import coarse_and_sounds, date_keys, place_keys, sound_keys
from haven.parties.matching.places import Place
from haven.parties.matching.words import all_words, folded_words, forms_of, written_together

MOST_NAMES, MOST_PLACES = 12, 8


@lru_cache(maxsize=300_000)
def _word(word: str) -> tuple[tuple[str, ...], tuple[int, ...], frozenset[int]]:
    """Of one folded word: its forms, their sounds, their coarse sounds."""
    forms = forms_of(word)
    sounds, coarse = coarse_and_sounds(forms)
    return forms, sounds, coarse


def _ways(names: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words of each name, given and family names, and of one that is also written in one word that word."""
    for given, family in names:
        first, last = folded_words(given), folded_words(family)
        if not first and not last:  # a name that is nothing but a title is a name
            first, last = all_words(given, titled=False), all_words(family, titled=False)
        if first or last:
            yield first, last
        if together := written_together(f"{' '.join(first)}/{' '.join(last)}"):
            yield (together.removesuffix("/"),), ()


def search_row(
    names: Iterable[tuple[str, str]], born: int, places: Iterable[Place]
) -> tuple[str, str, list[int], set[str]]:
    """The packed names and places of a person, their keys, and the words they bear."""
    packed: list[str] = []
    keys: set[int] = set()
    coarse: set[int] = set()
    words: set[str] = set()
    for first, last in _ways(names):
        name = f"{' '.join(first)}/{' '.join(last)}"
        if name in packed:
            continue
        packed.append(name)
        parts = [_word(w) for w in (*first, *last)]
        keys |= sound_keys(tuple(p[1] for p in parts), len(first))
        for n, (forms, _sounds, own) in enumerate(parts):
            words.update(forms)
            if n == 0 or n >= len(first):  # a middle name is seldom all that is right of a name
                coarse |= own
        if len(packed) == MOST_NAMES:
            break
    if born:
        keys |= date_keys(born, coarse)
    held = list(dict.fromkeys(p for p in places if p != Place()))[:MOST_PLACES]
    for place in held:
        keys |= place_keys(place)
    return "|".join(packed), "|".join(p.packed() for p in held), sorted(keys), words
