"""The WSGI application of one surface; HAVEN_SURFACE says which. What production refuses ends the process with its sentence."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from haven.config.environment import BadEnvironment
from haven.config.memory import settle
from haven.config.production import check_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haven.config.settings")
try:
    application = get_wsgi_application()
    # The public process can read none of those tables; the staff process beside it asks.
    if os.environ.get("HAVEN_SURFACE") != "public":
        check_database()
except BadEnvironment as problem:
    print(f"haven: {problem}", file=sys.stderr)
    raise
settle()
