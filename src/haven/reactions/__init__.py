"""What follows from what: the one table. A follower gets the event and calls operations; it decides no law and writes
no fact of another stage itself. Followers run after the commit of the event, at most once each, retried until done."""

from collections.abc import Callable

from haven.cases.models import CaseEvent
from haven.reactions.breaches import FOLLOWERS as BREACHES
from haven.reactions.cases import FOLLOWERS as CASES
from haven.reactions.compliance import FOLLOWERS as COMPLIANCE
from haven.reactions.compliance import SETTLING as COMPLIANCE_SETTLING
from haven.reactions.corrections import FOLLOWERS as CORRECTIONS
from haven.reactions.courts import FOLLOWERS as COURTS
from haven.reactions.feedback import FOLLOWERS as FEEDBACK
from haven.reactions.leaflets import FOLLOWERS as LEAFLETS
from haven.reactions.line import FOLLOWERS as LINE
from haven.reactions.monitoring import FOLLOWERS as MONITORING
from haven.reactions.notices import FOLLOWERS as NOTICES
from haven.reactions.orders import FOLLOWERS as ORDERS
from haven.reactions.people import FOLLOWERS as PEOPLE
from haven.reactions.support import FOLLOWERS as SUPPORT
from haven.reactions.support import SETTLING as SUPPORT_SETTLING

Follower = Callable[[CaseEvent], None]
_TABLES = (
    CASES, PEOPLE, NOTICES, COURTS, ORDERS, CORRECTIONS, COMPLIANCE, MONITORING, BREACHES, SUPPORT, LINE, FEEDBACK,
    LEAFLETS,
)  # fmt: skip
# What follows an event in one stage and in another follows it in this order.
FOLLOWERS: dict[str, tuple[Follower, ...]] = {
    kind: tuple(follower for table in _TABLES for follower in table.get(kind, ()))
    for kind in dict.fromkeys(kind for table in _TABLES for kind in table)
}
# These answer for the whole order or person: after many events of one case at once, the last of them is enough.
SETTLING = COMPLIANCE_SETTLING | SUPPORT_SETTLING
