"""Static files: hashed for ever, and one stylesheet a page group.

A page group such as ``css/shop.css`` only imports its components. In development the browser
follows the imports; here they are put in their place, so that a page needs one cached request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r"""@import\s+url\(["']?([^"')]+)["']?\)\s*(?:layer\(([\w.-]+)\))?\s*;""")


class HashedStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with imports of stylesheets and of JavaScript modules resolved."""

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if not dry_run:
            for name in paths:
                if name.startswith("css/") and name.endswith(".css"):
                    self._inline_imports(name)
        yield from super().post_process(paths, dry_run, **options)

    def _inline_imports(self, name: str) -> None:
        file = Path(self.path(name))
        css = file.read_text()
        if "@import" in css:
            file.write_text(inlined(css, PurePosixPath(name).parent, self._read_css))
            file.touch()

    def _read_css(self, name: str) -> str:
        return Path(self.path(name)).read_text()


def inlined(css: str, folder: PurePosixPath, read: Any) -> str:
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
