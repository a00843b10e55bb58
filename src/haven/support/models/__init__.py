"""The tables of support, each part in a file of its own."""

from haven.support.models.asked import Asked
from haven.support.models.public_host import Begun, HerPost, Knock, ShownToHer, Visit
from haven.support.models.secrets import CredentialTry, LineCredential, Secret
from haven.support.models.supporters import Consent, Supporter
from haven.support.models.updates import Update
from haven.support.models.wishes import NewsPreference, PlanTrigger, PlanWishes

__all__ = [
    "Asked",
    "Begun",
    "Consent",
    "CredentialTry",
    "HerPost",
    "Knock",
    "LineCredential",
    "NewsPreference",
    "PlanTrigger",
    "PlanWishes",
    "Secret",
    "ShownToHer",
    "Supporter",
    "Update",
    "Visit",
]
