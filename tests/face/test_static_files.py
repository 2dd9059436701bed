"""What a browser is sent: whole stylesheets, modules that find each other, and little of both."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path, PurePosixPath

import pytest
from django.contrib.staticfiles.finders import get_finders

from core.static import HashedStorage, inlined

ROOT = Path(__file__).resolve().parents[2]
GROUPS = ["css/shop.css", "css/checkout.css", "css/mailbox.css", "css/admin.css"]


@pytest.fixture
def collected(tmp_path: Path) -> dict[str, Path]:
    """Our own css, js and img as collectstatic leaves them: {"css/shop.css": its hashed file}."""
    storage = HashedStorage(location=str(tmp_path), base_url="/static/")
    storage.manifest_storage = storage
    paths = {}
    for finder in get_finders():
        for name, source in finder.list([]):
            if name.startswith(("css/", "js/")):
                paths[name] = (source, name)
                with source.open(name) as file:
                    storage.save(name, file)
    list(storage.post_process(paths))
    manifest = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    return {name: tmp_path / hashed for name, hashed in manifest.items()}


@pytest.mark.parametrize("group", GROUPS)
def test_a_page_group_is_one_file(collected: dict[str, Path], group: str) -> None:
    css = collected[group].read_text()
    assert "@import" not in css
    assert "--accent: light-dark(" in css


def test_modules_import_each_other_by_their_hashed_names(collected: dict[str, Path]) -> None:
    known = {path.name for path in collected.values()}
    for name, path in collected.items():
        if name.startswith("js/"):
            imports = re.findall(r'from "\./([^"]+)"', path.read_text())
            assert set(imports) <= known, name


def test_styles_and_behaviours_of_the_shop_stay_light(collected: dict[str, Path]) -> None:
    modules = re.findall(r'from "\./([^"]+)"', collected["js/shop.js"].read_text())
    files = [collected["css/shop.css"], collected["js/shop.js"]]
    files += [path for path in collected.values() if path.name in modules]
    weight = sum(len(gzip.compress(path.read_bytes())) for path in files)
    assert weight < 25_000, "60 KB for a page are half gone before its words"


def test_an_import_takes_its_layer_with_it() -> None:
    texts = {"css/shop.css": '@import url("parts/a.css") layer(parts);', "css/parts/a.css": "a {}"}
    whole = inlined(texts["css/shop.css"], PurePosixPath("css"), texts.__getitem__)
    assert whole == "@layer parts {\na {}\n}"
