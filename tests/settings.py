"""The shop's own settings, in the suite's environment: nothing outside 127.0.0.1, nothing slow."""

import os
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / f"millrace-tests-{os.getpid()}"
FOLDER.mkdir(parents=True, exist_ok=True)
REFUSED = "http://127.0.0.1:9"  # nobody listens: a test that needs Digital River asks for `sandbox`

os.environ["ENVIRONMENT"] = "test"
os.environ["MILLRACE_STATE"] = str(FOLDER)
os.environ["DIGITALRIVER_API_URL"] = REFUSED
os.environ.setdefault("CELERY_BROKER_URL", "memory://")
os.environ["LOG_LEVEL"] = "WARNING"
# Playwright's loop runs in the thread of the tests; the ORM is not used inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A test's menu must not stand on the next one's page.
CACHES = {
    **CACHES,
    "template_fragments": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
WHITENOISE_AUTOREFRESH = True
# A wake-up of the worker that nobody answers must not meet a real worker's queue.
CELERY_TASK_DEFAULT_QUEUE = f"millrace-tests-{os.getpid()}"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"
