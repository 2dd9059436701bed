"""The web server's door. In production a wrong configuration refuses to start."""

import os

from django.core.wsgi import get_wsgi_application

from core.tidy import read_as_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = read_as_utf8(get_wsgi_application())

from core.checks import refuse_to_start_when_wrong  # noqa: E402 - needs the app registry

refuse_to_start_when_wrong()
