"""The case, its chronology, its clocks, who holds it, and what a person must know before acting on it."""

from haven.cases.models.case import Case, CaseForce, Child, Connection, Occupant
from haven.cases.models.chronology import CaseEvent, FollowUp, PendingEvent
from haven.cases.models.clocks import Deadline, DeadlineRung, Heartbeat
from haven.cases.models.corrections import PersonCorrection
from haven.cases.models.facts import AlertFlag, BailCondition, Detention, FirearmsAnswer, IncidentRef, RiskAssessment
from haven.cases.models.people import Assignment, Conflict, CounterAllegation, Mirror, Restriction, RestrictionNamed
from haven.cases.models.staff import StaffEntry, StaffLink
from haven.cases.models.tasks import Task, Unrecorded
from haven.cases.models.writing import Draft, LegalAdvice

__all__ = [
    "AlertFlag",
    "Assignment",
    "BailCondition",
    "Case",
    "CaseEvent",
    "CaseForce",
    "Child",
    "Conflict",
    "Connection",
    "CounterAllegation",
    "Deadline",
    "DeadlineRung",
    "Detention",
    "Draft",
    "FirearmsAnswer",
    "FollowUp",
    "Heartbeat",
    "IncidentRef",
    "LegalAdvice",
    "Mirror",
    "Occupant",
    "PendingEvent",
    "PersonCorrection",
    "Restriction",
    "RestrictionNamed",
    "RiskAssessment",
    "StaffEntry",
    "StaffLink",
    "Task",
    "Unrecorded",
]
