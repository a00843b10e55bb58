"""The tables of support organisations, each part in a file of its own."""

from haven.supporters.models.access import WorkerPost, WorkerSession, WorkerTry
from haven.supporters.models.caseload import Cover, Note, Placement
from haven.supporters.models.people import Organisation, Worker

__all__ = ["Cover", "Note", "Organisation", "Placement", "Worker", "WorkerPost", "WorkerSession", "WorkerTry"]
