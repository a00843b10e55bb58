"""Words with what comparing them needs, worked out once: how rare each is, how it sounds, how long it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from haven.parties.matching.phonetic import sound_id
from haven.parties.matching.words import forms_of

Weigh = Callable[[Sequence[str]], Mapping[str, float]]


# In a row of numbers: where a person, another name of theirs, and the family name begin; below them are compounds.
PERSON, NAME, FAMILY_NAME = -1, -2, -3
_FIRST_COMPOUND = -4


class Lexicon(dict[str, int]):
    """Stored words and the marks between names, by number; a word is numbered when it is first asked for. Number 0 is no
    word. A word of several forms has a number below the marks, under which `compounds` holds the numbers of its forms.
    `weigh` gives weights in bits; new words are weighed together by `settle`.

    Many threads read one lexicon. A new word is numbered and weighed by one at a time, and nothing is shown to the others
    before it is whole; a word that is known costs no waiting."""

    def __init__(self, weigh: Weigh) -> None:
        super().__init__({";": PERSON, "|": NAME, "/": FAMILY_NAME})
        self._weigh = weigh
        self._one_at_a_time = RLock()
        self.tokens: list[str] = [""]
        self._number: dict[str, int] = {"": 0}
        self.compounds: dict[int, tuple[int, ...]] = {}
        self._size = 1
        self.weights: NDArray[np.float64] = np.zeros(1024)
        self.sounds: NDArray[np.int64] = np.zeros(1024, np.int64)
        self.lengths: NDArray[np.int16] = np.zeros(1024, np.int16)
        self.firsts: NDArray[np.int32] = np.zeros(1024, np.int32)

    def __missing__(self, word: str) -> int:
        with self._one_at_a_time:
            number = self.get(word)
            if number is None:
                numbers = tuple(self._number_of(form) for form in forms_of(word))
                number = numbers[0] if len(numbers) == 1 else _FIRST_COMPOUND - len(self.compounds)
                if len(numbers) > 1:
                    self.compounds[number] = numbers
                self[word] = number
            return number

    def _number_of(self, form: str) -> int:
        number = self._number.get(form)
        if number is None:
            number = self._number[form] = len(self.tokens)
            self.tokens.append(form)  # only here, and by one thread at a time
        return number

    def settle(self) -> None:
        """Work out what is needed of words that were met since the last time."""
        if self._size < len(self.tokens):
            with self._one_at_a_time:
                self._settle(self.tokens[self._size :])

    def _settle(self, new: list[str]) -> None:
        end = self._size + len(new)
        if end > len(self.weights):
            room = max(end, 2 * len(self.weights))
            self.weights, self.sounds = _grown(self.weights, room), _grown(self.sounds, room)
            self.lengths, self.firsts = _grown(self.lengths, room), _grown(self.firsts, room)
        weight = self._weigh(new) if new else {}
        self.weights[self._size : end] = [weight.get(t, 0.0) for t in new]
        self.sounds[self._size : end] = [sound_id(t) for t in new]
        self.lengths[self._size : end] = [len(t) for t in new]
        self.firsts[self._size : end] = [ord(t[0]) for t in new]
        self._size = end


def _grown(held: NDArray[Any], room: int) -> NDArray[Any]:
    grown = np.zeros(room, held.dtype)
    grown[: len(held)] = held
    return grown
