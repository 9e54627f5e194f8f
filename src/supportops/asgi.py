"""The door for a web server: `uvicorn supportops.asgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supportops.settings")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
