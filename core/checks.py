"""Wrong or missing configuration, said at start-up in words an operator can act on."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from kombu.transport import TRANSPORT_ALIASES

ENVIRONMENTS = ("demo", "test", "production")
SANDBOX_KEYS = ("sk_test_sandbox", "pk_test_sandbox", "sk_test_second", "pk_test_second")
WAYS_TO_BOTH_KEYS = "Set DIGITALRIVER_SECRET_KEY and DIGITALRIVER_PUBLIC_KEY."


@register(Tags.compatibility)
def configuration(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Values that are wrong everywhere."""
    found: list[CheckMessage] = [
        Error(problem, hint="docs/operations.md lists the settings.", id="millrace.E008")
        for problem in settings.CONFIGURATION_PROBLEMS
    ]
    if urlsplit(settings.CELERY_BROKER_URL).scheme not in TRANSPORT_ALIASES:
        found.append(
            Error(
                "CELERY_BROKER_URL names no broker that Celery knows.",
                hint="For example redis://127.0.0.1:6379/0; nothing for the broker of files.",
                id="millrace.E009",
            )
        )
    if settings.ENVIRONMENT not in ENVIRONMENTS:
        found.append(
            Error(
                f"ENVIRONMENT is {settings.ENVIRONMENT!r}.",
                hint=f"Use one of {', '.join(ENVIRONMENTS)}.",
                id="millrace.E001",
            )
        )
    for name in (
        "SITE_URL",
        "DIGITALRIVER_API_URL",
        "DIGITALRIVER_JS_URL",
        "DIGITALRIVER_CSS_URL",
    ):
        parts = urlsplit(getattr(settings, name))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            found.append(
                Error(f"{name} is no web address.", hint="Use https://…", id="millrace.E002")
            )
    for name, keys in settings.DIGITALRIVER_CREDENTIALS.items():
        if not keys["secret_key"].startswith("sk_") or not keys["public_key"].startswith("pk_"):
            found.append(
                Error(
                    f"The Digital River keys {name!r} are missing or swapped: a secret key starts "
                    "with sk_, a public key with pk_.",
                    hint=WAYS_TO_BOTH_KEYS,
                    id="millrace.E003",
                )
            )
        elif ("sk_test_" in keys["secret_key"]) != ("pk_test_" in keys["public_key"]):
            found.append(
                Error(
                    f"The Digital River keys {name!r} mix test and live.",
                    hint=WAYS_TO_BOTH_KEYS,
                    id="millrace.E004",
                )
            )
    found += _networks() + _webhook()
    return found


def _networks() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for network in settings.TRUSTED_PROXIES:
        try:
            ip_network(network)
        except ValueError:
            found.append(
                Error(
                    f"TRUSTED_PROXIES has {network!r}, which is no address or network.",
                    hint="For example TRUSTED_PROXIES=10.0.0.0/8,192.0.2.7",
                    id="millrace.E005",
                )
            )
    return found


def _webhook() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not any(settings.DIGITALRIVER_WEBHOOK_SECRETS):
        found.append(
            Error(
                "No webhook secret is set, so every event would be refused.",
                hint="Set DIGITALRIVER_WEBHOOK_SECRETS to the secret in the vendor's dashboard.",
                id="millrace.E006",
            )
        )
    for name in ("DIGITALRIVER_WEBHOOK_BASIC", "DIGITALRIVER_WEBHOOK_OAUTH"):
        value = getattr(settings, name)
        if value and not all(value.partition(":")[::2]):
            found.append(
                Error(f"{name} needs the form name:secret.", id="millrace.E007"),
            )
    return found


@register(Tags.security)
def production(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """What a real shop must not start with."""
    if not settings.IS_PRODUCTION:
        return []
    found: list[CheckMessage] = []
    refuse = [
        (settings.DEBUG, "DEBUG is on.", "E020"),
        (settings.SECRET_KEY == settings.DEMO_SECRET_KEY, "SECRET_KEY is the demo's.", "E021"),
        (
            any(
                key in SANDBOX_KEYS
                for pair in settings.DIGITALRIVER_CREDENTIALS.values()
                for key in pair.values()
            ),
            "The Digital River keys are the sandbox's.",
            "E022",
        ),
        (
            any(
                secret.startswith("whsec_sandbox")
                for secret in settings.DIGITALRIVER_WEBHOOK_SECRETS
            ),
            "The webhook secret is the sandbox's.",
            "E023",
        ),
        (
            not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
            "ALLOWED_HOSTS is open or empty.",
            "E024",
        ),
        (not settings.SITE_URL.startswith("https://"), "SITE_URL is not https.", "E025"),
        (bool(settings.CRASHPOINT), "CRASHPOINT is set; it is for tests.", "E026"),
        (
            settings.EMAIL_BACKEND == "core.mail.TableBackend",
            "EMAIL_URL is not set, so no letter would leave.",
            "E027",
        ),
        (
            any(
                not url.startswith("https://")
                for url in (
                    settings.DIGITALRIVER_API_URL,
                    settings.DIGITALRIVER_JS_URL,
                    settings.DIGITALRIVER_CSS_URL,
                )
            ),
            "A Digital River address is not https.",
            "E028",
        ),
    ]
    found += [
        Error(
            message, hint="docs/operations.md lists what production needs.", id=f"millrace.{number}"
        )
        for wrong, message, number in refuse
        if wrong
    ]
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        found.append(
            checks.Warning(
                "The database is SQLite: fine for one machine, PostgreSQL is for more.",
                hint="Set DATABASE_URL=postgres://…",
                id="millrace.W020",
            )
        )
    return found


def refuse_to_start_when_wrong() -> None:
    """Raises ImproperlyConfigured with every error found; for the web server's start."""
    errors = [
        message
        for message in run_checks(
            tags=[Tags.compatibility, Tags.security],
            include_deployment_checks=settings.IS_PRODUCTION,
        )
        if message.is_serious(40)
    ]
    if errors:
        raise ImproperlyConfigured("\n".join(str(error) for error in errors))
