"""The WSGI application of one surface; HAVEN_SURFACE says which."""

import os

from django.core.wsgi import get_wsgi_application

from haven.config.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haven.config.settings")
application = get_wsgi_application()
settle()
