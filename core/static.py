"""Static files: hashed for ever, and one stylesheet a page group.

A page group such as ``css/shop.css`` only imports its components. In development the browser
follows the imports; here they are put in their place, so that a page needs one cached request.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r"""@import\s+url\(["']?([^"')]+)["']?\)\s*(?:layer\(([\w.-]+)\))?\s*;""")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class HashedStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with imports of stylesheets and of JavaScript modules resolved."""

    support_js_module_import_aggregation = True
    # Our modules only: a comment with an import in it makes Django look for files in foreign ones.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        yield from super().post_process({**paths, **_page_groups(paths)}, dry_run, **options)


class _Whole:
    """Stands where post_process expects the storage that a file was found in."""

    def __init__(self, css: str) -> None:
        self.css = css

    def open(self, name: str) -> ContentFile[bytes]:
        return ContentFile(self.css.encode(), name)


def _page_groups(paths: dict[str, Any]) -> dict[str, Any]:
    """The stylesheets of ours that import others, made whole.

    They are put together from the sources at every run: a changed component changes its groups.
    """

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            text: str = file.read().decode()
            return text

    groups = {}
    for name in paths:
        if name.startswith("css/") and name.endswith(".css") and "@import" in (css := read(name)):
            whole = inlined(css, PurePosixPath(name).parent, read)
            groups[name] = (_Whole(COMMENT.sub("", whole)), name)
    return groups


def inlined(css: str, folder: PurePosixPath, read: Callable[[str], str]) -> str:
    """The stylesheet with every ``@import url(…) layer(…);`` replaced by the file's text.

    ``url(…)`` inside an imported file must be absolute or free of folders: ours have none.
    """

    def replace(match: re.Match[str]) -> str:
        name, layer = match.groups()
        target = PurePosixPath(re.sub(r"[^/]+/\.\./", "", str(folder / name)))
        text = inlined(read(str(target)), target.parent, read)
        return f"@layer {layer} {{\n{text}\n}}" if layer else text

    return IMPORT.sub(replace, css)


__all__ = ["HashedStorage", "inlined"]
