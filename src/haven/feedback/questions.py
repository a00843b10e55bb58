"""What is asked, by moment: at most ten questions, each may be left out, none about what happened (experience 5.1).
Knows no table, so that the public host, the desk and the paper ask the same words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
MOMENTS: Mapping[str, Words] = {
    "after_notice": _("After the first visit"),
    "after_court": _("After the court"),
    "after_update": _("After we told you something"),
    "breach": _("After you told us something happened"),
    "order_ends": _("At the end"),
}
VERSIONS = ("online", "easy_read", "phone", "paper")
MOST_WORDS = 500


@dataclass(frozen=True)
class Question:
    """One question. `easy` is how the Easy Read version asks it, and `picture` what stands beside it on paper. `several`
    lets more than one answer stand; a question without answers takes words. `good` and `bad` say what counts as content
    and as not."""

    code: str
    words: Words
    easy: Words
    answers: tuple[tuple[str, Words], ...] = ()
    several: bool = False
    good: frozenset[str] = frozenset()
    bad: frozenset[str] = frozenset()
    picture: str = ""

    def face(self, answer: str) -> str:
        """The face beside an answer in Easy Read: good, flat or bad, or none. It says nothing that the word does not."""
        if answer in self.good:
            return "good"
        return "" if answer not in self.bad else "flat" if answer in HALF else "bad"


# Answers that are not good and not bad either.
HALF = ("sometimes", "partly", "mostly", "same", "neither")
CANNOT_SAY: tuple[str, Words] = ("cannot_say", _("I cannot say"))
LISTENED = Question(
    "listened",
    _("Did the officer listen to you?"),
    _("Did the officer listen?"),
    (
        ("always", _("Always")),
        ("mostly", _("Most of the time")),
        ("sometimes", _("Sometimes")),
        ("rarely", _("Not much")),
        ("never", _("Not at all")),
        CANNOT_SAY,
    ),
    good=frozenset({"always", "mostly"}),
    bad=frozenset({"sometimes", "rarely", "never"}),
    picture="listen",
)
BELIEVED = Question(
    "believed",
    _("Did you feel believed?"),
    _("Did the officer believe you?"),
    (("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No")), CANNOT_SAY),
    good=frozenset({"yes"}),
    bad=frozenset({"partly", "no"}),
    picture="believe",
)
EXPLAINED = Question(
    "explained",
    _("Did we explain what the paper does?"),
    _("Did we say what the paper does?"),
    (("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))),
    good=frozenset({"yes"}),
    bad=frozenset({"partly", "no"}),
    picture="paper",
)
TOLD_IN_TIME = Question(
    "told_in_time",
    _("Were you told what was happening soon enough?"),
    _("Did we tell you the news in time?"),
    (("yes", _("Yes")), ("too_late", _("Too late")), ("not_told", _("I was not told"))),
    good=frozenset({"yes"}),
    bad=frozenset({"too_late", "not_told"}),
    picture="clock",
)
CONTACTED = Question(
    "contacted_as_asked",
    _("Did we contact you in the way you asked?"),
    _("Did we contact you in your safe way?"),
    (("yes", _("Yes")), ("mostly", _("Mostly")), ("no", _("No"))),
    good=frozenset({"yes"}),
    bad=frozenset({"mostly", "no"}),
    picture="phone",
)
SAFER = Question(
    "safer",
    _("Do you feel safer than before?"),
    _("Do you feel safer now?"),
    (("safer", _("Safer")), ("same", _("The same")), ("less_safe", _("Less safe")), CANNOT_SAY),
    good=frozenset({"safer"}),
    bad=frozenset({"same", "less_safe"}),
    picture="safe",
)
SUPPORT = Question(
    "support_told",
    _("Which of these were you told about? Choose all that apply"),
    _("What did we tell you about?"),
    (("support", _("People who can support me")), ("rights", _("My rights")), ("neither", _("Neither of them"))),
    several=True,
    good=frozenset({"support", "rights"}),
    bad=frozenset({"neither"}),
    picture="people",
)
CHANGE = Question("change", _("What is one thing we should change?"), _("What should we do better?"), picture="write")
REPLY = Question(
    "reply",
    _("May we reply to you, in the safe way that you agreed with us?"),
    _("Do you want an answer from us?"),
    (("no", _("No")), ("yes", _("Yes, in my safe way"))),
    picture="reply",
)
BANK: Mapping[str, Question] = {
    q.code: q for q in (LISTENED, BELIEVED, EXPLAINED, TOLD_IN_TIME, CONTACTED, SAFER, SUPPORT, CHANGE, REPLY)
}
# The first question, whether it is safe to answer now, is asked on the first page and kept nowhere.
ASKED: Mapping[str, tuple[Question, ...]] = {
    "after_notice": (LISTENED, BELIEVED, EXPLAINED, CONTACTED, SAFER, SUPPORT, CHANGE, REPLY),
    "after_court": (LISTENED, EXPLAINED, TOLD_IN_TIME, CONTACTED, SAFER, SUPPORT, CHANGE, REPLY),
    "after_update": (LISTENED, TOLD_IN_TIME, CONTACTED, SAFER, SUPPORT, CHANGE, REPLY),
    "breach": (LISTENED, BELIEVED, TOLD_IN_TIME, CONTACTED, SAFER, SUPPORT, CHANGE, REPLY),
    "order_ends": (LISTENED, EXPLAINED, TOLD_IN_TIME, CONTACTED, SAFER, SUPPORT, CHANGE, REPLY),
}


def clean_answers(moment: str, given: Mapping[str, Any]) -> dict[str, list[str]]:
    """The answers that this moment asks for and that exist, in the order of the questions. Everything else is dropped:
    what stands in the table is only ever one of our own words."""
    kept: dict[str, list[str]] = {}
    for question in ASKED[moment]:
        said = given.get(question.code) or []
        chosen = [said] if isinstance(said, str) else [str(one) for one in said]
        found = [code for code, _words in question.answers if code in chosen]
        if found:
            kept[question.code] = found if question.several else found[:1]
    return kept
