"""One settings file. It runs with an empty environment (practice, the embedded server) and takes the rest from it."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from haven.config import environment, messaging, production, telephone

ENVIRONMENT = environment.read()
PRACTICE = ENVIRONMENT.practice
PUBLIC_SURFACE = ENVIRONMENT.surface == "public"
SECURE = not PRACTICE

DEBUG = ENVIRONMENT.debug and PRACTICE
SECRET_KEY = environment.key(ENVIRONMENT, "HAVEN_SECRET_KEY_FILE", "secret.key")
SEAL_KEY = environment.key(ENVIRONMENT, "HAVEN_SEAL_KEY_FILE", "seal.key")
production.check_environment(ENVIRONMENT)
EXIT_URL = ENVIRONMENT.exit_url
PUBLIC_URL = ENVIRONMENT.public_url
ALLOWED_HOSTS = [h for h in os.environ.get("HAVEN_HOSTS", "").split(",") if h] or ["localhost", "127.0.0.1", "[::1]"]

ROOT_URLCONF = "haven.config.urls_public" if PUBLIC_SURFACE else "haven.config.urls_staff"
WSGI_APPLICATION = "haven.config.wsgi.application"

_STAFF_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "axes",
    "procrastinate.contrib.django",
    "haven.lawdata",
    "haven.accounts",
    "haven.languages",
    "haven.sealed",
    "haven.outbox",
    "haven.audit",
    "haven.documents",
    "haven.parties",
    "haven.cases",
    "haven.service",
    "haven.notices",
    "haven.courts",
    "haven.orders",
    "haven.compliance",
    "haven.monitoring",
    "haven.support",
    "haven.line",
    "haven.feedback",
    "haven.leaflets",
    "haven.breaches",
    "haven.supporters",
    "haven.evidence",
    "haven.register",
    "haven.figures",
    "haven.lawkeeping",
    "haven.staffing",
    "haven.web",
    "haven.jobs",
]
# The public process holds no table of the staff's: it could not read one, and it has no code that would try.
INSTALLED_APPS = ["django.contrib.staticfiles", "haven.web"] if PUBLIC_SURFACE else _STAFF_APPS

_COMMON_MIDDLEWARE = [
    "haven.web.middleware.RequestLine",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "haven.web.middleware.SafeInput",
    "haven.web.middleware.NoStore",
    "haven.web.language.PublicLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
_STAFF_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "haven.web.staff.session.middleware.SignedInStaff",
    "haven.web.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]
MIDDLEWARE = _COMMON_MIDDLEWARE + ([] if PUBLIC_SURFACE else _STAFF_MIDDLEWARE)


def _database(url: str) -> dict[str, object]:
    """A DATABASE_URL as Django's dictionary. Without one the embedded server is started and asked."""
    if not url:
        from haven.config.embedded import ensure_started

        url = ensure_started().dsn
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    role = os.environ.get("HAVEN_DB_ROLE", "")
    options: dict[str, object] = {"options": f"-c role={role}"} if role else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or query.get("dbname", "haven"),
        "USER": unquote(parts.username or query.get("user", "")),
        "PASSWORD": unquote(parts.password or query.get("password", "")),
        "HOST": parts.hostname or query.get("host", ""),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


DATABASES = {"default": _database(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_TEMPLATE_OPTIONS = {
    "environment": "haven.web.parts.jinja.environment",
    "context_processors": [] if PUBLIC_SURFACE else ["haven.web.context.common"],
}
TEMPLATES = [
    {"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [], "APP_DIRS": False, "OPTIONS": _TEMPLATE_OPTIONS},
    # django-allauth asks for this engine at start; a test proves that no page of ours comes from it.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "haven.accounts.passwords.VariedValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in"
ACCOUNT_ADAPTER = "haven.web.staff.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
# django-axes counts in the database, for all processes; the limit of allauth behind it only counts in one.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/5m/key,60/5m/ip"}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "haven.web.staff.sign_in.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_COOKIE_NAME = ("__Host-" if SECURE else "") + ("u" if PUBLIC_SURFACE else "haven_staff")
CSRF_COOKIE_NAME = ("__Host-" if SECURE else "") + ("c" if PUBLIC_SURFACE else "haven_csrf")
# The limits of a staff session are in web/staff/session; its row lives an hour longer, so that what was typed is not lost.
SESSION_COOKIE_AGE = 20 * 60 if PUBLIC_SURFACE else 13 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = f"haven.web{'.public' if PUBLIC_SURFACE else ''}.errors.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer" if PUBLIC_SURFACE else "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_SSL_REDIRECT = SECURE
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

# Files that people send: enciphered, under one folder that every process of the staff site and every worker shares.
EVIDENCE_DIR = ENVIRONMENT.data_dir / "evidence"
# The virus scanner, if there is one: a path of a socket of clamd, or host:port. Without it files say "not scanned".
SCANNER = os.environ.get("HAVEN_SCANNER", "")

# Messages to protected people: by whom they leave. None: they can be read in the outbox, and nothing leaves.
NOTIFY_ACCOUNT = None if PUBLIC_SURFACE else messaging.notify_account()

# The phone line: who may ask the public host to speak. None: nobody.
LINE_ACCOUNT = telephone.line_account(PRACTICE, SECRET_KEY) if PUBLIC_SURFACE or PRACTICE else None

USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = True
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]

STATIC_URL = "static/"
STATICFILES_DIRS = [Path(__file__).resolve().parent.parent / "web" / "parts" / "static"]
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31536000

LOGGING_CONFIG = "haven.config.logs.configure_django"
LOGGING: dict[str, object] = {"version": 1}
SILENCED_SYSTEM_CHECKS = ["fields.W344", "axes.W003"]
APPEND_SLASH = False
