"""The pages of a report, in order."""

from __future__ import annotations

from dataclasses import dataclass

from haven.web.police.breaches.report import forms
from haven.web.police.propose.steps import StepForm


@dataclass(frozen=True)
class Question:
    """One page: its title, its form, and why it is asked."""

    code: str
    title: str
    form: type[StepForm]
    why: str
    provision: str = ""


QUESTIONS: tuple[Question, ...] = (
    Question("danger", "Is anyone in danger now?", forms.DangerForm, "Safety first: the report can wait."),
    Question("when", "When did it happen?", forms.WhenForm,
             "What was in force at that time counts: the version then, and the period of each clause."),
    Question("where", "How and where?", forms.WhereForm,
             "The offence extends to England and Wales. Conduct elsewhere is for a lawyer.", "DAA 2021 s.38(7)"),
    Question("clauses", "Which clauses were broken?", forms.ClausesForm,
             "They are shown in the exact words that were in force at the time you gave."),
    Question("account", "What happened?", forms.AccountForm,
             "A breach is an offence only without a reasonable excuse. Nobody can agree to a breach.", "DAA 2021 s.39(1)"),
    Question("done", "What was done?", forms.DoneForm,
             "A breach of a notice is no offence: whoever is arrested goes before the court within 24 counted hours. A "
             "breach of an order is an offence.", "DAA 2021 s.26, s.39"),
    Question("protected", "How is the protected person?", forms.ProtectedForm,
             "They are told what happens within one working day, in the way that is safe."),
)  # fmt: skip
BY_CODE = {question.code: question for question in QUESTIONS}
