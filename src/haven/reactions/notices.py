from collections.abc import Callable

from haven.cases.models import CaseEvent

FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {}
