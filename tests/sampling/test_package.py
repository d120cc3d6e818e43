"""The package as others meet it: every name at hand, and nothing heavy until it is used."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import sampling

HEAVY = ("numpy", "scipy", "statsmodels", "pandas")
ABOUT_TEXTS = {f"sampling.{name}" for name in ("draw", "frame", "protocol", "protocol_reading", "text", "verification")}
LIGHT = """
import json, sys
import {module}
print(json.dumps([name for name in {heavy} if name in sys.modules]))
"""


@pytest.mark.parametrize(
    "module", ["sampling", "sampling.planning, sampling.discovery, sampling.comparing", "audit.app"]
)
def test_nothing_heavy_is_imported_before_it_is_used(module: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", LIGHT.format(module=module, heavy=HEAVY)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert json.loads(told.stdout) == []


def test_every_public_name_is_at_hand() -> None:
    for name in sampling.__all__:
        assert getattr(sampling, name) is not None
    assert sorted(set(sampling.__all__), key=str) == sorted(sampling.__all__)
    assert set(sampling.__all__) <= set(dir(sampling))


def test_a_name_that_there_is_not_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        sampling.guess  # type: ignore[attr-defined]  # noqa: B018


def test_every_method_says_what_it_stands_on() -> None:
    functions = [getattr(sampling, name) for name in sampling.__all__ if name.islower()]
    methods = [each for each in functions if each.__module__ not in ABOUT_TEXTS]
    assert len(methods) > 25
    for part in ("Args", "Returns:", "ource"):
        assert [each.__name__ for each in methods if part not in (each.__doc__ or "")] == []
