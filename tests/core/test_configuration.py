"""Wrong configuration is said at start-up, and a real shop does not start with the demo's."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from core import checks
from tests.support.production import environment
from tests.support.sandbox_process import ROOT


def ids(messages) -> set[str]:
    return {message.id for message in messages}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ENVIRONMENT", "prod", "millrace.E001"),
        ("SITE_URL", "shop.example", "millrace.E002"),
        ("DIGITALRIVER_API_URL", "ftp://x", "millrace.E002"),
        ("DIGITALRIVER_CREDENTIALS", {"a": {"secret_key": "", "public_key": ""}}, "millrace.E003"),
        (
            "DIGITALRIVER_CREDENTIALS",
            {"a": {"secret_key": "pk_test_1", "public_key": "sk_test_1"}},
            "millrace.E003",
        ),
        (
            "DIGITALRIVER_CREDENTIALS",
            {"a": {"secret_key": "sk_live", "public_key": "pk_test_1"}},
            "millrace.E004",
        ),
        ("TRUSTED_PROXIES", ["10.0.0.0/40"], "millrace.E005"),
        ("DIGITALRIVER_WEBHOOK_SECRETS", [""], "millrace.E006"),
        ("DIGITALRIVER_WEBHOOK_BASIC", "nameonly", "millrace.E007"),
    ],
)
def test_a_wrong_value_is_a_clear_system_check_error(settings, name, value, expected) -> None:
    setattr(settings, name, value)
    assert expected in ids(checks.configuration())


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "foo", "DATABASE_URL is no address of a database"),
        ("DATABASE_URL", "nosuch://user:hunter2@host/db", "DATABASE_URL is no address"),
        ("DIGITALRIVER_WEBHOOK_TOLERANCE", "abc", "DIGITALRIVER_WEBHOOK_TOLERANCE is no whole"),
        ("DIGITALRIVER_READ_TIMEOUT", "ten", "DIGITALRIVER_READ_TIMEOUT is no number"),
        ("CACHE_URL", "foo", "CACHE_URL is no address of a cache"),
        ("EMAIL_URL", "foo", "EMAIL_URL is no address of a mail server"),
        ("DEBUG", "maybe", "DEBUG is neither yes nor no"),
        ("CELERY_BROKER_URL", "bogus://x", "CELERY_BROKER_URL names no broker"),
    ],
)
def test_what_cannot_be_read_is_said_without_a_traceback(name, value, words) -> None:
    result = run(["manage.py", "check"], ENVIRONMENT="demo", **{name: value})
    assert result.returncode != 0
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert "hunter2" not in result.stderr


def test_the_suites_own_configuration_is_clean() -> None:
    assert checks.configuration() == []


def test_a_shop_in_production_refuses_everything_of_the_demo(settings) -> None:
    settings.ENVIRONMENT = "production"
    settings.IS_PRODUCTION = True
    settings.DEBUG = True
    settings.CRASHPOINT = "x"
    settings.EMAIL_BACKEND = "core.mail.TableBackend"
    settings.ALLOWED_HOSTS = ["*"]
    wanted = {f"millrace.E02{n}" for n in range(9)}
    assert wanted <= ids(checks.production())


def run(arguments: list[str], **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(**changes),
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"SECRET_KEY": "not-secret-for-the-demo-only-0123456789-abcdefghijklmnop"}, "SECRET_KEY"),
        (
            {
                "DIGITALRIVER_SECRET_KEY": "sk_test_sandbox",
                "DIGITALRIVER_PUBLIC_KEY": "pk_test_sandbox",
            },
            "sandbox's",
        ),
    ],
)
def test_the_web_server_refuses_to_start_with_it(changes, words) -> None:
    result = run(["-c", "import config.wsgi"], **changes)
    assert result.returncode != 0
    assert ImproperlyConfigured.__name__ in result.stderr
    assert words in result.stderr


def test_production_settings_pass_the_deployment_check_without_a_warning() -> None:
    result = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])
    assert result.returncode == 0, result.stderr
