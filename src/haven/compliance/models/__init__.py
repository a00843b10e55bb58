"""The tables of what the subject owes besides the tag, each part in a file of its own."""

from haven.compliance.models.checks import Check, CheckPlanItem, Marker, SignOn
from haven.compliance.models.notification import ExemptingDuty, Notification, NotificationDuty, SubjectChange
from haven.compliance.models.supervision import (
    SuitabilityEvidence,
    Supervision,
    SupervisionReport,
    SupervisorAccount,
    SupervisorPost,
    SupervisorSession,
    SupervisorTry,
)

__all__ = [
    "Check",
    "CheckPlanItem",
    "ExemptingDuty",
    "Marker",
    "Notification",
    "NotificationDuty",
    "SignOn",
    "SubjectChange",
    "SuitabilityEvidence",
    "Supervision",
    "SupervisionReport",
    "SupervisorAccount",
    "SupervisorPost",
    "SupervisorSession",
    "SupervisorTry",
]
