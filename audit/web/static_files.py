"""Style, script and icon: a browser keeps them until they change, for then they have another address."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

FILES = {"static", "bootstrap.static"}
A_YEAR = 365 * 24 * 60 * 60


def _version(folder: str | None, filename: str) -> str | None:
    """What tells the file from others of its name: the beginning of its hash. None where there is no such file."""
    file = Path(folder or "") / filename
    return _hash(file, file.stat().st_mtime_ns) if file.is_file() else None


@lru_cache(maxsize=100)
def _hash(file: Path, changed: int) -> str:  # noqa: ARG001 - a file that changes is read anew
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def _folder(app: Flask, endpoint: str) -> str | None:
    blueprint = endpoint.rpartition(".")[0]
    return app.blueprints[blueprint].static_folder if blueprint else app.static_folder


def install(app: Flask) -> None:
    @app.url_defaults
    def name_the_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in FILES:
            values["v"] = _version(_folder(app, endpoint), values["filename"])

    @app.after_request
    def keep_what_is_of_this_version(response: Response) -> Response:
        if request.endpoint in FILES and response.status_code in {200, 304}:
            version = _version(_folder(app, request.endpoint), str((request.view_args or {}).get("filename")))
            if version and request.args.get("v") == version:
                response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        return response
