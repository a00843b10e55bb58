"""The questions on paper in Easy Read: one idea a line, at most fifteen words, a picture beside each (experience 7, 13)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from haven.documents.papers import EasyAnswer, EasyFormPaper, EasyPart, EasyQuestion
from haven.feedback.questions import ASKED, Question
from haven.leaflets.texts import picture


def easy_form(values: dict[str, Any], code: str, moment: str) -> EasyFormPaper:
    """What the form says, in the language that is switched on. `values` is what every paper for the public carries."""
    return EasyFormPaper(
        **values,
        lead=_("We want to know how we treated you."),
        first=_first(),
        questions=tuple(_asked(question) for question in ASKED[moment]),
        last=_last(),
        code_words=_("You can answer on a screen. This is your code:"),
        code=code,
    )


def _first() -> tuple[EasyPart, ...]:
    return (
        _part(
            "phone",
            _("Are you safe now?"),
            _("If you are in danger, call 999."),
            _("If this is not a safe place, stop. Do it another day."),
        ),
        _part(
            "choose",
            _("You choose"),
            _("You do not have to answer."),
            _("You can leave out any question."),
            _("It changes nothing for you."),
        ),
        _part(
            "lock",
            _("What we do not ask"),
            _("We do not ask your name."),
            _("We do not ask what happened to you."),
        ),
        _part(
            "one",
            _("Who will see it"),
            _("We do not know who you are."),
            _("If you are less safe or afraid, one person will see who you are."),
            _("They see it too if we did not keep to your safe way."),
            _("They see it too if you want an answer from us."),
            _("Then they can help you."),
        ),
    )


def _last() -> tuple[EasyPart, ...]:
    return (
        _part(
            "message",
            _("Thank you"),
            _("Give this paper to anybody from us."),
            _("Throw it away if it is not safe to keep."),
            _("Nobody reads it at night."),
            _("If you are in danger, call 999."),
        ),
    )


def _part(drawn: str, heading: str, *lines: str) -> EasyPart:
    return EasyPart(picture=picture(drawn), heading=heading, lines=lines)


def _asked(question: Question) -> EasyQuestion:
    hint = _("Write here. Do not write names or addresses.")
    if question.answers:
        hint = _("You can tick more than one.") if question.several else _("Tick one box.")
    answers = tuple(EasyAnswer(words=str(w), picture=_face(question, code)) for code, w in question.answers)
    return EasyQuestion(picture=picture(question.picture), words=str(question.easy), hint=hint, answers=answers)


def _face(question: Question, answer: str) -> str:
    face = question.face(answer)
    return picture(f"face_{face}") if face else ""
