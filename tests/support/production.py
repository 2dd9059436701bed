"""Runs a command of this project with the settings that a real shop would have.

python -m tests.support.production manage.py check --deploy
"""

import os
import subprocess
import sys

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "a-long-random-value-that-only-this-check-uses-9f2c7d1b4e8a6053",
    "ALLOWED_HOSTS": "shop.example",
    "SITE_URL": "https://shop.example",
    "DATABASE_URL": "postgres://root@127.0.0.1:5432/test",
    "EMAIL_URL": "smtp+tls://mail.example:587",
    "DIGITALRIVER_API_URL": "https://api.example",
    "DIGITALRIVER_JS_URL": "https://js.example/v1/DigitalRiver.js",
    "DIGITALRIVER_CSS_URL": "https://js.example/v1/css/DigitalRiver.css",
    "DIGITALRIVER_SECRET_KEY": "sk_live_for_the_check",
    "DIGITALRIVER_PUBLIC_KEY": "pk_live_for_the_check",
    "DIGITALRIVER_WEBHOOK_SECRETS": "a-webhook-secret-for-the-check",
    "CRASHPOINT": "",
    "DEBUG": "0",
}


def environment(**changes: str) -> dict[str, str]:
    """The environment of a real shop, with changes; nothing of the suite's own is left in it."""
    clean = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return {**clean, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "config.settings", **changes}


if __name__ == "__main__":
    command = [sys.executable, *sys.argv[1:]]
    sys.exit(subprocess.run(command, env=environment()).returncode)
