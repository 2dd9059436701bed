import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest

import digitalriver
from digitalriver import errors, types

MODULES = [
    info.name for info in pkgutil.walk_packages(digitalriver.__path__, prefix="digitalriver.")
]


def test_the_package_exports_exactly_what_it_imports():
    submodules = {name.split(".")[1] for name in MODULES}
    public = {name for name in vars(digitalriver) if not name.startswith("_")} - submodules
    assert public == set(digitalriver.__all__)


@pytest.mark.parametrize("name", MODULES)
def test_every_public_definition_of_a_module_is_in_its_all(name):
    module = importlib.import_module(name)
    defined = {
        key
        for key, value in vars(module).items()
        if not key.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__ == name
    }
    assert defined <= set(getattr(module, "__all__", []))
    assert all(hasattr(module, key) for key in getattr(module, "__all__", ()))


def test_all_error_classes_and_types_are_reachable_from_the_package():
    reachable = set(digitalriver.__all__)
    assert set(types.__all__) <= reachable
    hidden = {"ERROR_TYPES", "SAFE_METHODS", "STATUSES", "error_class"}
    assert set(errors.__all__) - hidden <= reachable


def test_the_client_needs_no_django():
    code = "import sys, digitalriver; print([m for m in sys.modules if m.startswith('django')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
