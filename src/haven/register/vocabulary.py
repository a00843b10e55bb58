"""The words of all names: how rare each is, and which are written nearly as an asked one. Read by key, and remembered in
the process for a while: a count that is a little old moves a score by a fraction of a point, and never hides anybody."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from time import monotonic

import numpy as np
from django.db import connection
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from haven.parties.matching.keys import WORD, key, slips
from haven.parties.matching.lexicon import Lexicon
from haven.parties.matching.phonetic import sound, sound_id

KEPT_FOR = 600.0
MOST_KEPT = 400_000
MOST_NEAR = 14
MOST_BEGUN = 12
_NEAR = """
SELECT %s, n.word, n.bearers, false FROM parties_words_by_keys(%s::int4[], 3000) n UNION ALL
(SELECT %s, word, bearers, true FROM parties_nameword WHERE word > %s AND word < %s ORDER BY bearers DESC, word LIMIT %s)
"""
# A small register says little of how rare a name is in the country: it is read as part of a larger one.
SMALLEST = 20_000
RAREST = 18.0


class Vocabulary:
    """What is known of words, for one set of people. `size` is how many people there are. Threads share it: what one has
    read is shown to the others whole, and each works on the memory that it found."""

    def __init__(self) -> None:
        self._anew = Lock()
        self.bearers: dict[str, int] = {}
        self.lexicon = Lexicon(self.weigh)
        self.by_sound: dict[str, int] = {}
        self._size = 0
        self._since = -KEPT_FOR

    @property
    def size(self) -> int:
        self._refresh()
        return self._size

    def _refresh(self) -> None:
        if self._is_old():
            with self._anew:
                if self._is_old():
                    self._size = _people()
                    self.bearers, self.by_sound, self.lexicon = {}, {}, Lexicon(self.weigh)
                    self._since = monotonic()

    def _is_old(self) -> bool:
        return monotonic() - self._since > KEPT_FOR or len(self.bearers) > MOST_KEPT

    def prior(self) -> float:
        """Bits against anybody in particular being the person at the door."""
        return self.prior_among(self.size)

    def prior_among(self, people: int) -> float:
        """The same, among so many people."""
        return math.log2(people + SMALLEST)

    def known_words(self) -> Lexicon:
        """The words that this process has met, as fresh as the counts."""
        self._refresh()
        return self.lexicon

    def weigh(self, words: Sequence[str]) -> Mapping[str, float]:
        """The weight of each word in bits."""
        self._refresh()
        bearers = self.bearers
        missing = [w for w in words if w and w not in bearers]
        if missing:
            with connection.cursor() as cursor:
                cursor.execute("SELECT word, bearers FROM parties_nameword WHERE word = ANY(%s)", [missing])
                bearers.update(dict.fromkeys(missing, 0) | dict(cursor.fetchall()))
        total = math.log2(self._size + SMALLEST)
        log2 = math.log2
        return {w: min(RAREST, total - log2(bearers[w] + 4)) for w in words if w}

    def near(self, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Words that are written or sound nearly the same as each of these, nearest first, and the commonest that begin with
        it: half a name, or one that is still being typed. Always read anew: a new word is found at once."""
        long = [word for word in dict.fromkeys(words) if len(word) >= 3]
        if not long:
            return {}
        values = [
            value
            for word in long
            for value in (word, _array(slips(word)), word, word, word + chr(0x10FFFF), MOST_BEGUN)
        ]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([_NEAR] * len(long)), values)
            rows = cursor.fetchall()
        alike: dict[str, list[str]] = {word: [] for word in long}
        begun: dict[str, list[str]] = {word: [] for word in long}
        for word, other, bearers, begins in rows:
            self.bearers.setdefault(other, bearers)
            (begun if begins else alike)[word].append(other)
        return {
            word: tuple(
                dict.fromkeys([*_nearest(word, [o for o in alike[word] if o != word])[:MOST_NEAR], *begun[word]])
            )
            for word in long
        }

    def bearers_by_sound(self, words: Iterable[str]) -> dict[str, int]:
        """How many people bear a word that sounds like each of these; what was not asked lately in one statement."""
        self._refresh()
        by_sound = self.by_sound
        heard = {word: sound(word) for word in words}
        missing = {said for said in heard.values() if said not in by_sound}
        if missing:
            keys = _array(key(WORD, sound_id(word)) for word, said in heard.items() if said in missing)
            read = dict.fromkeys(missing, 0)
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM parties_words_by_keys(%s::int4[], %s)", [keys, 3000 * len(missing)])
                rows = cursor.fetchall()
            for other, bearers in rows:
                said = sound(other)
                if said in missing:
                    read[said] += bearers
            by_sound.update(read)
        return {word: by_sound[said] for word, said in heard.items()}


def _people() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'parties_personsearch'::regclass"
        )
        size = int(cursor.fetchone()[0])
        if size < SMALLEST:
            cursor.execute("SELECT count(*) FROM parties_personsearch")
            size = int(cursor.fetchone()[0])
    return size


def _array(keys: Iterable[int]) -> str:
    return "{" + ",".join(map(str, keys)) + "}"


def _nearest(word: str, others: list[str]) -> list[str]:
    """Those within two slips, or that sound the same, nearest first: a slip counts one, less where it sounds the same."""
    if not others:
        return []
    slips_of = cdist([word], others, scorer=OSA.distance, score_cutoff=4, dtype=np.uint8)[0]
    heard = sound(word)
    close = [
        (slip - (0.8 if same else 0.0), other)
        for slip, other in zip(slips_of.tolist(), others, strict=True)
        for same in [slip <= 4 and sound(other) == heard]
        if slip <= 2 or same
    ]
    return [other for _close, other in sorted(close)]
