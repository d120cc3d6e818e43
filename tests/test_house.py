"""The house keeps its shape: small rooms, the same file names everywhere, nothing left undone, nothing foreign."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import audit

ROOT = Path(__file__).parent.parent
LIBRARIES = ("audit", "sampling", "checklists")

# A room that is too large today may only become smaller. New ones are not let in.
MODULE_LIMIT, FUNCTION_LIMIT = 300, 40
LARGER_MODULES: dict[str, int] = {}
LARGER_FUNCTIONS: dict[str, int] = {}

# Learn one room, know them all. A room that has grown is a folder of the same name (`operations/`), or pages of
# its own (`views_boards`); what a package needs beside these stands here.
ROOMS = {"__init__", "models", "rules", "operations", "forms", "views", "commands"}
EXTRA_ROOMS: dict[str, set[str]] = {
    "accounts": {
        "access",
        "administration",
        "again",
        "codes",
        "invitations",
        "meanwhile",
        "passwords",
        "provider",
        "second_factor",
        "sessions",
        "sharing",
        "signed_in",
        "vouched",
    },
    "backups": {"contents", "sealing"},
    "comparison": {"paper"},
    "encryption": {"cipher", "columns", "keys"},
    "demo": {
        "answers",
        "areas",
        "autumn",
        "cases",
        "chance",
        "comments",
        "controls",
        "dirt",
        "examples",
        "figures",
        "flags",
        "founding",
        "history",
        "log_checks",
        "paper_years",
        "payments",
        "people",
        "planted",
        "registers",
        "report_2014",
        "review_rounds",
        "talks",
        "texts",
    },
    "home": {"navigation"},
    "journal": {"anchoring", "belonging", "checking"},
    "mail": {"heads", "postman", "sending"},
    "registers": {"delimited", "examining", "reading", "refusals", "workbook"},
    "reports": {"content", "renderings"},
    "rounds": {"draw_wording", "forms_faults", "forms_hits", "forms_seed", "frame_file"},
    "web": {
        "bodies",
        "compiled",
        "draining",
        "errors",
        "formats",
        "headers",
        "logs",
        "meanwhile",
        "resending",
        "static_files",
        "transactions",
    },
    "wording": {
        "agreeing",
        "arguments",
        "by_amount",
        "chances",
        "changes",
        "counts",
        "limits",
        "methods",
        "money",
        "plans",
        "trends",
    },
}
NO_STEP_OF_THE_PROCESS = {"demo"}
PAGES = ("views", "forms")
WEB = {"flask", "flask_bootstrap", "flask_wtf", "werkzeug", "wtforms"}
TABLES = {"alembic", "sqlalchemy", "sqlmodel"}
DOORS = (
    "audit/web/",
    "audit/app.py",
    "audit/accounts/access.py",
    "audit/accounts/signed_in.py",
    "audit/home/navigation.py",
)
GROUND_FLOOR = {
    "__init__",
    "app",
    "checklists_shipped",
    "cli",
    "clock",
    "command_line",
    "command_line_words",
    "config",
    "database",
    "documents",
    "one_server",
    "refusals",
    "serving",
    "tables",
    "ways_in",
    "wording",
}
TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "audit",
    "benchmarks",
    "checklists",
    "dev.py",
    "docs",
    "instance",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements-pip.lock",
    "requirements.lock",
    "sampling",
    "templates",
    "tests",
}
NOT_OURS = {".git", ".venv", "__pycache__", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
NOT_OURS |= {".import_linter_cache", "build", "stickprov.egg-info"}
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def our_files(folder: Path = ROOT) -> Iterator[Path]:
    """The files that belong in version control, as far as names tell."""
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.parent == ROOT / "instance":
            continue
        if path.is_dir():
            yield from our_files(path)
        else:
            yield path


def modules() -> list[Path]:
    """The program's own Python files; migrations are written once and never grow."""
    files = [file for library in LIBRARIES for file in our_files(ROOT / library) if file.suffix == ".py"]
    return [file for file in files if "migrations" not in file.parts]


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file with its number of lines."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name_of(file)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def beyond(limit: int, sizes: dict[str, int], allowed: dict[str, int]) -> list[str]:
    """What is too large, and what has become smaller than its exception says."""
    grown = [f"{name} has {size} lines" for name, size in sizes.items() if size > allowed.get(name, limit)]
    for name, size in allowed.items():
        actual = sizes.get(name, 0)
        if actual <= limit:
            grown.append(f"{name} no longer needs its exception")
        elif actual < size:
            grown.append(f"{name} has shrunk: lower its exception to {actual}")
    return grown


def test_every_package_stands_in_the_table_of_the_house_and_no_other() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## The checks")[0]
    named = re.findall(r"`audit/(\w+)`", table)
    packages = {path.parent.name for path in (ROOT / "audit").glob("*/__init__.py")}
    assert set(named) == packages
    assert len(named) == len(packages), "one is named twice"


def test_no_module_outgrows_its_limit() -> None:
    sizes = {name_of(file): file.read_text(encoding="utf-8").count("\n") for file in modules()}
    assert beyond(MODULE_LIMIT, sizes, LARGER_MODULES) == []


def test_no_function_outgrows_its_limit() -> None:
    sizes: dict[str, int] = {}
    for file in modules():
        for name, size in functions(file):
            sizes[name] = max(size, sizes.get(name, 0))
    assert beyond(FUNCTION_LIMIT, sizes, LARGER_FUNCTIONS) == []


def test_an_exception_can_only_shrink() -> None:
    assert beyond(300, {"a": 301}, {}) == ["a has 301 lines"]
    assert beyond(300, {"a": 301}, {"a": 301}) == []
    assert beyond(300, {"a": 302}, {"a": 301}) == ["a has 302 lines"]
    assert beyond(300, {"a": 301}, {"a": 305}) == ["a has shrunk: lower its exception to 301"]
    assert beyond(300, {"a": 300}, {"a": 305}) == ["a no longer needs its exception"]


def test_every_package_has_the_same_file_names() -> None:
    strangers = []
    packages = {path.parent for path in (ROOT / "audit").glob("*/__init__.py")}
    for package in sorted(package for package in packages if package.name not in NO_STEP_OF_THE_PROCESS):
        known = ROOMS | EXTRA_ROOMS.get(package.name, set())
        rooms = {path.stem for path in package.iterdir() if path.suffix in {"", ".py"}} - {"__pycache__"}
        rooms -= {room for room in rooms if room.startswith("views_")}
        strangers += [f"audit/{package.name}/{room}" for room in sorted(rooms - known)]
    assert strangers == []


def imported(file: Path) -> set[str]:
    """The top names of what a file imports itself."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {
        name.split(".")[0] for name in plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    }


def test_only_pages_and_doors_know_the_web() -> None:
    rooms = [file for file in modules() if not name_of(file).startswith(DOORS) and not is_page(file)]
    assert [name_of(file) for file in rooms if imported(file) & WEB] == []


def test_no_page_knows_the_tables() -> None:
    assert [name_of(file) for file in modules() if is_page(file) and imported(file) & TABLES] == []


def is_page(file: Path) -> bool:
    """Whether a file is one of a package's views or forms."""
    return file.stem.startswith(PAGES) or file.parent.name in PAGES


def test_only_the_ground_floor_stands_outside_the_packages() -> None:
    assert {path.stem for path in (ROOT / "audit").glob("*.py")} <= GROUND_FLOOR


def test_the_top_holds_only_what_a_visitor_expects() -> None:
    assert {file.relative_to(ROOT).parts[0] for file in our_files()} <= TOP


def texts() -> Iterator[tuple[str, int, str]]:
    """Every line of every text file: the file, the line's number, the line."""
    for file in our_files():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            yield name_of(file), number, line


def lines_with(pattern: str) -> list[str]:
    """The places where the pattern stands."""
    return [f"{name}:{number}" for name, number, line in texts() if re.search(pattern, line)]


def test_nothing_is_left_undone() -> None:
    assert lines_with(r"\b(TOD[O]|FIXM[E])\b") == []


def test_nothing_names_a_place_on_somebodys_machine() -> None:
    assert lines_with(r"(?<![\w.<])/(wor[k]|roo[t]|hom[e]|User[s])/|[A-Z]:\\User[s]") == []


def test_one_place_tells_which_day_it_is_in_sweden() -> None:
    # By UTC it is still the day before for an hour or two after midnight: `Stamp.day` and `swedish_day` know better.
    apart = re.compile(r"\.at\.date\(\)|now\(\)\.date\(\)|astimezone\(SWEDEN\)\.date\(\)")
    found = [file.name for file in (ROOT / "audit").rglob("*.py") if apart.search(file.read_text("utf-8"))]
    assert found == ["clock.py"]


def test_the_version_is_told_where_nothing_is_installed() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert audit.__version__ == declared
    asking = [file.name for file in (ROOT / "audit").rglob("*.py") if "importlib.metadata" in file.read_text("utf-8")]
    assert asking == []  # a clone is run as it lies: no package of this name is known


def test_the_build_runs_the_command_that_the_readme_names() -> None:
    command = "python3 dev.py test"
    assert f"exec {command}\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def requirements(lock: Path) -> dict[str, list[str]]:
    """Each requirement of a lock file (name, version, marker) with its hashes."""
    found: dict[str, list[str]] = {}
    for entry in lock.read_text(encoding="utf-8").replace("\\\n", "").splitlines():
        requirement, *hashes = entry.split("--hash=")
        found[requirement.strip()] = hashes
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.name))
def test_everything_locked_is_pinned_by_its_hashes_and_names_no_address(lock: Path) -> None:
    for requirement, hashes in requirements(lock).items():
        assert re.match(r"[a-z0-9-]+==[\w.]+( ; .+)?$", requirement), requirement
        assert hashes, f"{requirement} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", value) for value in hashes)


def test_what_tests_run_on_is_what_runs() -> None:
    running, testing = (requirements(ROOT / name) for name in ("requirements.lock", "requirements-dev.lock"))
    assert running.items() <= testing.items()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[\[<>=~!; ]", each, maxsplit=1)[0].lower() for each in wanted} - {"stickprov"}
    locked = {requirement.split("==")[0] for requirement in requirements(ROOT / "requirements-dev.lock")}
    assert names - locked == set()
