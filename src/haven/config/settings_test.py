"""Settings of the tests: the same, on a fast throw-away server, with a cheap password hash and plain static files."""

import os

os.environ.setdefault("HAVEN_MODE", "practice")
if not os.environ.get("DATABASE_URL"):
    from haven.config.embedded import ensure_started

    os.environ["DATABASE_URL"] = ensure_started(fast=True).dsn

from haven.config.settings import *  # noqa: E402, F403
from haven.config.settings import _COMMON_MIDDLEWARE, _STAFF_MIDDLEWARE, DATABASES, ENVIRONMENT, PUBLIC_SURFACE  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = _COMMON_MIDDLEWARE + ([] if PUBLIC_SURFACE else _STAFF_MIDDLEWARE)
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["CONN_MAX_AGE"] = 0
EVIDENCE_DIR = ENVIRONMENT.data_dir / "test-evidence"
SCANNER = ""
