"""Two workers of one organisation, a stranger of another, and a case with an order, for the tests of support workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from haven.cases.models import Case
from haven.jobs.practice.house import House
from haven.support.models import Consent
from haven.supporters.models import Placement
from haven.supporters.operations.consents import GiveConsent, give_consent
from haven.supporters.operations.sign_ins import OpenWorker, WorkerCredentials, open_worker

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
EVERYTHING = tuple(Consent.SCOPES)


@dataclass
class Workers:
    tamar: WorkerCredentials
    bao: WorkerCredentials
    other: WorkerCredentials


def workers(house: House, at: datetime) -> Workers:
    made = [
        open_worker(OpenWorker(name, organisation, email), by=house.okoro, at=at)
        for name, organisation, email in (
            ("Tamar Quist", "Harbour Support", "tamar@harbour.example"),
            ("Bao Lindqvist", "Harbour Support", "bao@harbour.example"),
            ("Ida Marrow", "Quay House", "ida@quay.example"),
        )
    ]
    return Workers(*made)


def consent(house: House, case: Case, made: WorkerCredentials, at: datetime, *scopes: str, **changes: Any) -> Placement:
    values: dict[str, Any] = {
        "case": case.ref,
        "worker": made.worker.pk,
        "scopes": scopes or EVERYTHING,
        "until_at": at + 90 * DAY,
        "called": "Jo",
        "colleagues": True,
        "in_person": True,
    }
    return give_consent(GiveConsent(**(values | changes)), by=house.ali, at=at)
