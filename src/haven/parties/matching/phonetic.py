"""How a word sounds, for many languages at once: classes of consonants, with vowels left out. It is coarse on purpose: it
finds candidates, and the comparison of letters then tells them apart."""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

# Groups of letters first, the longest first; then single letters. Vowels are "-": they part two equal sounds.
_GROUPS = [
    (r"^(?:wr)", "r"), (r"^(?:kn|gn|pn)", "n"), (r"^(?:ps)", "s"), (r"^(?:mac|mc)(?=[a-z]{3})", "mk"), (r"^x", "s"),
    (r"tsch|tch|cz|ch(?=[aeiouy])|ci(?=[ao])", "C"), (r"schw", "sv"), (r"sch|sz|sh|sj|zh|ż|rz(?=[eiy])", "s"),
    (r"ough|augh|igh(?=t)|eigh", "-"), (r"gh(?=[tns]|$)", "-"), (r"ph", "f"), (r"kh|ch|ck|qu|q", "k"), (r"gh", "g"),
    (r"th|dh|tt|dd", "t"), (r"dge?(?=[aeiy]|$)|dj|dz", "j"), (r"x", "ks"), (r"c(?=[eiy])", "s"), (r"lh", "l"), (r"nh", "n"),
    (r"rh", "r"), (r"^y(?=[aeiou])|^i(?=[aou])", "j"), (r"w(?=[^aeiouy]|$)", "-"), (r"bh", "b"),
]  # fmt: skip
_RULES = [(re.compile(pattern), to) for pattern, to in _GROUPS]
_SINGLE = {
    "a": "-", "e": "-", "i": "-", "o": "-", "u": "-", "y": "-", "h": "-", "b": "B", "p": "P", "f": "F", "v": "F", "w": "F",
    "c": "K", "k": "K", "q": "K", "g": "G", "j": "J", "d": "T", "t": "T", "s": "S", "z": "S", "C": "C", "l": "L", "m": "M",
    "n": "N", "r": "R", "-": "-",
}  # fmt: skip
_MOST = 6


@lru_cache(maxsize=500_000)
def sound(word: str) -> str:
    """The key of a folded word: mohammed, muhammad and mohamed are one; smith, smyth and schmidt are one. A letter of
    a script that is not read here is heard as itself."""
    text = word
    for pattern, to in _RULES:
        text = pattern.sub(to, text)
    codes: list[str] = []
    last = ""
    for letter in text:
        code = _SINGLE.get(letter, "-" if letter.isascii() and not letter.isdigit() else letter)
        if code != "-" and code != last:
            codes.append(code)
        last = code
    begins = "A" if text[:1] and _SINGLE.get(text[0], "-") == "-" else ""
    return begins + "".join(codes[:_MOST]) or "A"


@lru_cache(maxsize=500_000)
def sound_id(word: str) -> int:
    return crc32(sound(word).encode())


@lru_cache(maxsize=500_000)
def coarse_id(word: str) -> int:
    """The first three consonants that are heard: what most slips in the rest of a word leave as it is."""
    heard = sound(word)
    return crc32(heard.lstrip("A")[:3].encode() or heard.encode())
