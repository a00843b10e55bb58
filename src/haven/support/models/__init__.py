"""The tables of support, each part in a file of its own."""

from haven.support.models.secrets import CredentialTry, LineCredential, Secret
from haven.support.models.supporters import Consent, Supporter
from haven.support.models.updates import Update
from haven.support.models.wishes import NewsPreference, PlanTrigger, PlanWishes

__all__ = [
    "Consent",
    "CredentialTry",
    "LineCredential",
    "NewsPreference",
    "PlanTrigger",
    "PlanWishes",
    "Secret",
    "Supporter",
    "Update",
]
