"""Rules of the house that a machine can hold us to."""

import re
import subprocess
import sys
import tomllib
from pathlib import PurePosixPath

import pytest

from core.static import inlined
from tests.support.sandbox_process import ROOT


@pytest.mark.parametrize("name", ["runtime", "test"])
def test_the_requirement_files_say_what_the_lock_says(name) -> None:
    locked = tomllib.loads((ROOT / "uv.lock").read_text())
    versions = {package["name"]: package["version"] for package in locked["package"]}
    hashes = {
        file["hash"]
        for package in locked["package"]
        for file in [*package.get("wheels", []), package.get("sdist", {"hash": ""})]
    }
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([^ \\]+)", text, re.MULTILINE))
    assert pinned
    assert {package: versions.get(package) for package in pinned} == pinned
    assert set(re.findall(r"--hash=(sha256:[0-9a-f]+)", text)) <= hashes


def test_every_direct_dependency_is_installed_by_the_demo() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]}
    text = (ROOT / "requirements" / "runtime.txt").read_text()
    assert wanted <= set(re.findall(r"^([a-z0-9-]+)(?:\[\w+\])?==", text, re.MULTILINE))


def test_a_page_group_is_one_stylesheet_with_its_components_inside() -> None:
    files = {
        "css/base.css": "body{margin:0}",
        "css/components/button.css": "@import url('../base.css');.button{color:red}",
    }
    css = inlined(
        '@import url("components/button.css") layer(components);', PurePosixPath("css"), files.get
    )
    assert "@import" not in css
    assert "@layer components {" in css
    assert "body{margin:0}.button{color:red}" in css


def test_a_port_in_use_is_named(tmp_path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = subprocess.run(
            [
                sys.executable,
                "-m",
                "core.supervisor",
                "--port",
                str(port),
                "--state",
                str(tmp_path),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=30,
        )
    assert result.returncode != 0
    assert f"port {port} is in use" in result.stderr
