"""What a lawyer has decided on points that the law leaves open, for one case and one question."""

from haven.accounts.actors import words_at
from haven.cases.models import Case, LegalAdvice
from haven.sealed.ciphers import decipher
from haven_law.citation import in_order
from haven_law.findings import Decision, LegalView


def open_points(decision: Decision) -> str:
    """The unsettled points that only a lawyer can decide, such as "A6" or "A6, A27"."""
    return ", ".join(in_order([f.ambiguity or f.provision for f in decision.undecided]))


def question_of(name: str, decision: Decision) -> str:
    """The question as advice is recorded for it: its name and the open points. Advice on one point does not answer
    another that comes up later."""
    return f"{name}: {open_points(decision)}"[:80]


def legal_view(case: Case, about_ref: str, name: str, decision: Decision) -> LegalView | None:
    """The latest advice for this question about this thing, or None. Nothing is needed where nothing is open."""
    if not decision.undecided:
        return None
    rows = LegalAdvice.objects.filter(case=case, about_ref=about_ref, voided_at__isnull=True)
    advice = rows.filter(question=question_of(name, decision)).select_related("lawyer").order_by("at", "pk").last()
    if advice is None:
        return None
    return LegalView(
        lawyer=words_at(advice.lawyer, advice.at),
        at=advice.at,
        reading=advice.reading,
        reasons=decipher(case.ref, advice.reasons_enc),
        permits=advice.permits,
    )
