"""What in an answer means that somebody must look at once, and that one person sees whose it is (F19). Knows no table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

LESS_SAFE, UNSAFE_CONTACT, WORDS = "less_safe", "unsafe_contact", "words"
SIGNS = {
    LESS_SAFE: "They feel less safe",
    UNSAFE_CONTACT: "We did not contact them in the way they asked",
    WORDS: "Words of fear or danger",
}
# As whole words and parts of phrases, without accents. A machine only brings it to the top: a person reads it.
_DANGER = re.compile(
    r"\b(afraid|scared|frighten\w*|terrif\w*|kill\w*|die|dead|suicid\w*|end my life|hurt (?:me|myself|us)|threat\w*|"
    r"weapon|knife|gun|stalk\w*|follow(?:s|ed|ing) me|found me|knows where|came (?:to|back|round)|(?:he|she|they) came|"
    r"outside my|broke in|breaking in|strangl\w*|chok(?:e|ed|ing)|not safe|unsafe|in danger|"
    r"ofn\w*|lladd\w*|marw|hunanladdiad|brifo|bygwth\w*|cyllell|gwn|dilyn fi|gwybod ble|perygl|ddim yn ddiogel)\b"
)


def signs(answers: Mapping[str, Sequence[str]], words: str) -> tuple[str, ...]:
    """The signs in one response; none for most."""
    found = []
    if "less_safe" in answers.get("safer", ()):
        found.append(LESS_SAFE)
    if "no" in answers.get("contacted_as_asked", ()):
        found.append(UNSAFE_CONTACT)
    if _DANGER.search(_plain(words)):
        found.append(WORDS)
    return tuple(found)


def wants_reply(answers: Mapping[str, Sequence[str]]) -> bool:
    """She asked for a reply, so that one person must know to whom."""
    return "yes" in answers.get("reply", ())


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().replace("’", "'")
