"""`publiccode.yml` against the standard of its version: what is mandatory, and the words of its controlled lists.

The lists are kept here as the standard has them (https://yml.publiccode.tools), so that nothing is looked up when tests run."""

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
MANDATORY = (
    "publiccodeYmlVersion",
    "name",
    "url",
    "releaseDate",
    "platforms",
    "categories",
    "developmentStatus",
    "softwareType",
    "description",
    "legal/license",
    "maintenance/type",
    "localisation/localisationReady",
    "localisation/availableLanguages",
)
OF_A_LANGUAGE = ("genericName", "shortDescription", "longDescription", "features")
STATUS = {"concept", "development", "beta", "stable", "obsolete"}
KIND = {
    *(f"standalone/{kind}" for kind in ("mobile", "iot", "desktop", "web", "backend", "other")),
    *("addon", "library", "configurationFiles"),
}
MAINTENANCE = {"internal", "contract", "community", "none"}
CATEGORIES = """
    accounting agile-project-management applicant-tracking application-development appointment-scheduling backup
    billing-and-invoicing blog budgeting business-intelligence business-process-management cad call-center-management
    cloud-management collaboration communications compliance-management contact-management content-management crm
    customer-service-and-support data-analytics data-collection data-visualization digital-asset-management
    digital-citizenship document-management donor-management e-commerce e-signature email-management email-marketing
    employee-management enterprise-project-management enterprise-social-networking erp event-management facility-management
    feedback-and-reviews-management financial-reporting fleet-management fundraising gamification
    geographic-information-systems grant-management graphic-design help-desk hr ide identity-management instant-messaging
    inventory-management it-asset-management it-development it-management it-security it-service-management
    knowledge-management learning-management-system marketing mind-mapping mobile-marketing mobile-payment
    network-management office online-booking online-community payment-gateway payroll predictive-analysis procurement
    productivity-suite project-collaboration project-management property-management real-estate-management remote-support
    resource-management sales-management seo service-desk social-media-management survey talent-management
    task-management taxes-management test-management time-management time-tracking translation video-conferencing
    video-editing visitor-management voip warehouse-management web-collaboration web-conferencing website-builder
    workflow-management
"""
SCOPES = """
    agriculture culture defence education emergency-services employment energy environment finance-and-economic-development
    foreign-affairs government healthcare infrastructures justice local-authorities manufacturing research
    science-and-technology security society sport tourism transportation welfare
"""


@pytest.fixture
def described() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    return found


def at(described: dict[str, Any], path: str) -> Any:
    value: Any = described
    for key in path.split("/"):
        value = value.get(key) if isinstance(value, dict) else None
    return value


@pytest.mark.parametrize("path", MANDATORY)
def test_what_is_mandatory(described: dict[str, Any], path: str) -> None:
    assert at(described, path) not in (None, "", [], {})


def test_words_of_the_controlled_lists(described: dict[str, Any]) -> None:
    assert described["publiccodeYmlVersion"] == "0.4"
    assert set(described["categories"]) <= set(CATEGORIES.split())
    assert set(described["intendedAudience"]["scope"]) <= set(SCOPES.split())
    assert described["developmentStatus"] in STATUS and described["softwareType"] in KIND
    assert described["maintenance"]["type"] in MAINTENANCE
    assert date.fromisoformat(described["releaseDate"])


def test_the_address_is_one_of_a_repository(described: dict[str, Any]) -> None:
    address = urlsplit(described["url"])
    assert address.scheme == "https" and address.hostname and address.path.endswith(".git")


def test_each_language_says_enough(described: dict[str, Any]) -> None:
    for language in described["description"].values():
        assert all(language.get(key) for key in OF_A_LANGUAGE)
        assert len(language["genericName"]) <= 35 and len(language["shortDescription"]) <= 150
        assert 500 <= len(language["longDescription"]) <= 10_000
        assert all(len(feature) <= 100 for feature in language["features"])


def test_a_community_names_whom_to_ask(described: dict[str, Any]) -> None:
    assert described["maintenance"]["type"] == "community" and described["maintenance"]["contacts"][0]["name"]


def test_languages_and_version_are_those_of_the_product(described: dict[str, Any]) -> None:
    spoken = {code.split("-")[0] for code, _name in settings.LANGUAGES}
    assert set(described["localisation"]["availableLanguages"]) == spoken == {"en", "cy"}
    assert f'version = "{described["softwareVersion"]}"' in (ROOT / "pyproject.toml").read_text()
    assert (ROOT / "LICENSE").read_text().startswith(described["legal"]["license"])
