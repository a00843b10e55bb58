"""What the timeline says of each kind of event: for staff, and for the protected person (or nothing).

One dictionary, kept whole by a test: an operation that records a kind without a sentence fails it."""

from haven.cases.sentences.breaches import SENTENCES as BREACHES
from haven.cases.sentences.cases import SENTENCES as CASES
from haven.cases.sentences.compliance import SENTENCES as COMPLIANCE
from haven.cases.sentences.courts import SENTENCES as COURTS
from haven.cases.sentences.evidence import SENTENCES as EVIDENCE
from haven.cases.sentences.line import SENTENCES as LINE
from haven.cases.sentences.monitoring import SENTENCES as MONITORING
from haven.cases.sentences.notices import SENTENCES as NOTICES
from haven.cases.sentences.orders import SENTENCES as ORDERS
from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    **CASES, **NOTICES, **COURTS, **ORDERS, **COMPLIANCE, **MONITORING, **BREACHES, **EVIDENCE, **LINE
}  # fmt: skip

__all__ = ["SENTENCES", "Sentence"]
