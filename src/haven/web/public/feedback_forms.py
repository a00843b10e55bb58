"""What is asked on each page of the feedback form. No answer has to be given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from haven.feedback.questions import ASKED, MOST_WORDS, Question
from haven.web.parts.forms import AccountField, HavenForm, OneOf, SeveralOf, TextField

SKIP = "skip"
GROUP = 3


class CodeForm(HavenForm):
    """The code on a card."""

    code = TextField(label=_("The code on your card"), called=_("the code on your card"), max_length=20)


class SafeForm(HavenForm):
    """The first question. Its answer is kept nowhere."""

    safe_now = OneOf(
        (("yes", _("Yes")), ("no", _("No"))),
        label=_("Are you safe to answer now?"),
        called=_("whether you are safe to answer now"),
    )


class AnswerForm(HavenForm):
    """One page of questions. In Easy Read the words are shorter."""

    def __init__(self, *args: Any, questions: Sequence[Question], easy: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.code] = _field(question, easy)

    def given(self) -> dict[str, list[str]]:
        """What was answered here, without what was left out."""
        found = {}
        for code, value in self.cleaned_data.items():
            values = list(value) if isinstance(value, list) else [value] if value else []
            if kept := [one for one in values if one != SKIP]:
                found[code] = kept
        return found


def _field(question: Question, easy: bool) -> Any:
    words = question.easy if easy else question.words
    if not question.answers:
        hint = _("Please write no names and no addresses. You can leave this empty.")
        return AccountField(label=words, help_text=hint, required=False, max_length=MOST_WORDS)
    if question.several:
        return SeveralOf(question.answers, label=words, required=False)
    return OneOf((*question.answers, (SKIP, _("Skip this question"))), label=words, required=False)


def groups_of(moment: str, easy: bool) -> list[tuple[Question, ...]]:
    """The pages: one question each in Easy Read, else short groups."""
    asked, size = ASKED[moment], 1 if easy else GROUP
    return [asked[n : n + size] for n in range(0, len(asked), size)]


def carried(moment: str, data: Mapping[str, Any], without: Sequence[Question]) -> dict[str, list[str]]:
    """The answers of the other pages, as the page itself carries them along: nothing is kept here meanwhile."""
    left_out = {question.code for question in without}
    getlist = getattr(data, "getlist", lambda code: [data[code]] if code in data else [])
    found = {q.code: [v for v in getlist(q.code) if v] for q in ASKED[moment] if q.code not in left_out}
    return {code: values for code, values in found.items() if values}
