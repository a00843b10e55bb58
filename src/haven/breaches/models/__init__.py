"""The tables of breaches, each part in a file of its own."""

from haven.breaches.models.breach import LAY_SOURCES, PRECISIONS, SOURCES, Breach, BreachClause, BreachOutcome
from haven.breaches.models.following import Candidate, Correction, Milestone, Retraction

__all__ = [
    "LAY_SOURCES",
    "PRECISIONS",
    "SOURCES",
    "Breach",
    "BreachClause",
    "BreachOutcome",
    "Candidate",
    "Correction",
    "Milestone",
    "Retraction",
]
