"""The two commands, `demo` and `test`, and their helpers; needs nothing but Python's standard library."""

import argparse
import hashlib
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - nothing below this block runs on an older Python
    sys.stdout.write("Stickprov needs Python 3.11 or newer; this is %d.%d.\n" % sys.version_info[:2])  # noqa: UP031
    for name in ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python", "py"):
        newer = shutil.which(name)
        wanted = "import sys; sys.exit(sys.version_info < (3, 11))"
        if newer and subprocess.call([newer, "-c", wanted], stderr=subprocess.DEVNULL) == 0:
            sys.stdout.write("Going on with %s.\n" % newer)  # noqa: UP031
            sys.stdout.flush()
            sys.exit(subprocess.call([newer] + sys.argv))  # noqa: RUF005
    sys.exit("No newer Python was found on the path. Install one (https://www.python.org) and try again.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
STICKPROV = BIN / ("stickprov.cmd" if WINDOWS else "stickprov")
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
PIP_LOCK = ROOT / "requirements-pip.lock"
DEMO_MARKER = "DEMO"

CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-logo"],
}
CACHES = (".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis", "build")


def say(text: str) -> None:
    """Print a line at once, so that it stands before what a child process prints."""
    print(text, flush=True)


def stop(text: str) -> None:
    """End with an explanation on stderr and exit code 1."""
    sys.stdout.flush()
    sys.exit(text)


def setup(lock: Path) -> None:
    """Make .venv hold what the lock file names; at once when it already does."""
    if PYTHON.exists() and stamp_of(lock).is_file() and stamp_of(lock).read_text() == fingerprint(lock):
        return
    if not PYTHON.exists():
        make_environment()
    say(f"Installing what {lock.name} names into .venv (a minute at most, the first time)")
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    pip += ["--no-compile", "--no-deps", "--require-hashes"]  # what is imported is compiled then
    for each in (PIP_LOCK, lock):  # a newer pip first: Python 3.11's own takes three times as long
        if subprocess.call([*pip, "-r", str(each)], cwd=ROOT):
            stop("pip could not install the packages: its words stand above. Is the package index in reach?")
    put_project_on_path()
    for installed in {lock, RUN_LOCK}:  # the lock for tests holds all of the lock for running
        stamp_of(installed).write_text(fingerprint(installed))


def stamp_of(lock: Path) -> Path:
    """Where it is noted which version of a lock file .venv holds."""
    return VENV / f"installed-{lock.stem}.sha256"


def fingerprint(lock: Path) -> str:
    """Changes with the lock file, this file and the place of the clone (scripts in .venv name it)."""
    parts = (lock.read_bytes(), Path(__file__).read_bytes(), str(ROOT).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_environment() -> None:
    """Make .venv with the Python that runs this file."""
    say("Making .venv with Python {}.{}".format(*sys.version_info))
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
        return
    install_with_apt("python3-venv")
    if subprocess.call(command):
        stop(f"{sys.executable} cannot make a virtual environment. On Debian: apt-get install python3-venv")


def put_project_on_path() -> None:
    """Let .venv import this clone from anywhere, and give it the command `stickprov`."""
    ask = [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip())
    # Not the bare path: such a line is read in the locale's encoding, and a path may hold any letter.
    line = f"import sys; sys.path.append({str(ROOT)!a})\n"
    (packages / "stickprov.pth").write_text(line, encoding="ascii")
    body = "import sys\nfrom audit.cli import main\nsys.exit(main())\n"
    if WINDOWS:
        STICKPROV.with_suffix(".py").write_text(body, encoding="utf-8")
        STICKPROV.write_text('@"%~dp0python.exe" "%~dp0stickprov.py" %*\n', encoding="utf-8")
        return
    # The shell starts Python: a path with spaces or of great length cannot stand in a #! line.
    start = f"#!/bin/sh\n'''exec' {shlex.quote(str(PYTHON))} \"$0\" \"$@\"\n' '''\n"
    STICKPROV.write_text(start + body, encoding="utf-8")
    STICKPROV.chmod(0o755)


def find_chromium() -> str | None:
    """The system's Chromium (first the one without windows: it costs less), Chrome or Edge, or STICKPROV_CHROMIUM."""
    names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    apps = ["Chromium", "Google Chrome", "Microsoft Edge"]
    tails = ["Chromium/Application/chrome", "Google/Chrome/Application/chrome", "Microsoft/Edge/Application/msedge"]
    roots = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    places = [os.environ.get("STICKPROV_CHROMIUM"), *map(shutil.which, [*names, "chrome", "microsoft-edge", "msedge"])]
    places += [f"/Applications/{app}.app/Contents/MacOS/{app}" for app in apps]
    places += [f"{root}/{tail}.exe" for root in roots for tail in tails]
    return first_file(places)


def find_initdb() -> str | None:
    """PostgreSQL's initdb, the newest where there are several; its server lies beside it."""
    roots = [Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), Path("/usr/local/opt")]
    roots.append(Path(os.environ.get("PROGRAMFILES", "/nowhere")) / "PostgreSQL")
    patterns = ("[0-9]*/bin/initdb*", "postgresql*/bin/initdb*")
    found = [path for root in roots for pattern in patterns for path in root.glob(pattern)]
    found.sort(key=lambda path: [int("".join(filter(str.isdigit, path.parts[-3])) or 0)], reverse=True)
    return first_file([shutil.which("initdb"), *map(str, found)])


def first_file(places: list[str | None]) -> str | None:
    """The first of the places that is a file."""
    return next((place for place in places if place and Path(place).is_file()), None)


# The Debian packages whose programs the tests need, and how these are found; of two for one program the first will do.
TOOLS = {"chromium-headless-shell": find_chromium, "chromium": find_chromium, "postgresql": find_initdb}


def install_with_apt(package: str) -> None:
    """Install a Debian package where that is possible (root, apt-get); elsewhere do nothing."""
    if WINDOWS or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"Installing {package} with apt-get")
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        result = subprocess.run([*apt, *arguments], env=settings, capture_output=True, text=True)
        if result.returncode:
            say(f"apt-get {arguments[0]} failed: {result.stderr.strip()[-500:]}")


def setup_command() -> int:
    """make .venv with everything that running and testing need"""
    setup(DEV_LOCK)
    say("Ready: .venv holds everything. Next: python3 dev.py demo, or python3 dev.py test")
    return 0


def demo_command(arguments: list[str]) -> int:
    """run the program with invented data (--port 8000, --instance DIR, --reset)"""
    parser = argparse.ArgumentParser(prog="dev.py demo", allow_abbrev=False)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--instance", metavar="DIR", type=Path, default=ROOT / "instance" / "demo")
    parser.add_argument("--reset", action="store_true", help="start over with fresh invented data")
    options = parser.parse_args(arguments)
    instance = options.instance.absolute()
    stop_if_port_is_taken(options.port)
    if options.reset and os.path.lexists(instance):
        reset(instance)
    setup(RUN_LOCK)
    place = ["--instance", str(instance), "--port", str(options.port)]
    return subprocess.call([str(STICKPROV), "demo", *place]) or become([str(STICKPROV), "serve", *place])


def become(command: list[str]) -> int:
    """Hand the process over to the command, so that signals reach it and not a parent."""
    if not WINDOWS:
        os.execv(command[0], command)  # noqa: S606
    return subprocess.call(command)


def stop_if_port_is_taken(port: int) -> None:
    """End with an explanation if nothing can listen on the port."""
    with socket.socket() as probe:
        if not WINDOWS:  # there the option would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            stop(f"Port {port} cannot be used ({error}). Choose another: python3 dev.py demo --port 8123")


def reset(instance: Path) -> None:
    """Remove a demonstration; a folder without its marker is never touched."""
    if instance.is_symlink() or not (instance / DEMO_MARKER).is_file():
        stop(f"{instance} is not a demonstration (it holds no file {DEMO_MARKER}), so it is left alone.")
    say(f"Removing the demonstration in {instance} with all that was entered in it")
    shutil.rmtree(instance)


def test_command(arguments: list[str]) -> int:
    """run every check and test; what follows goes to pytest (a path, -k WORD, ...)"""
    setup(DEV_LOCK)
    for package, find in TOOLS.items():
        if not find():
            install_with_apt(package)
    missing = [package for package, find in TOOLS.items() if not find()]
    for name in missing:
        say(f"{name} was not found and could not be installed: the tests that need it will say so")
    processes = str(min(4, (os.cpu_count() or 1) + 1))  # one more than processors: each waits now and then
    failed = run_all({**CHECKS, "tests": ["-m", "pytest", "-n", processes, "--dist", "worksteal", *arguments]})
    if missing and os.environ.get("CI") == "true":
        say(f"CI=true, and missing: {', '.join(missing)}")
        return 1
    return failed


def check_command() -> int:
    """run the checks alone: format, lint, types, import contracts"""
    setup(DEV_LOCK)
    return run_all(CHECKS)


def run_all(steps: dict[str, list[str]]) -> int:
    """Run every step even if one fails, then sum up; 1 if any failed. What they import is kept compiled."""
    lines, failed = [], 0
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for name, arguments in steps.items():
        say(f"\n--- {name}")
        started = time.perf_counter()
        code = subprocess.call([str(PYTHON), *arguments], cwd=ROOT, env=settings)
        failed |= int(code != 0)
        lines.append(f"{name:<10}{'failed' if code else 'ok':<8}{time.perf_counter() - started:6.1f} s")
    say("\n" + "\n".join(lines))
    return failed


def bench_command(arguments: list[str]) -> int:
    """measure against a plain alternative in the same run (NAME ..., --json FILE)"""
    setup(DEV_LOCK)  # the plain alternatives are not installed for running
    return subprocess.call([str(PYTHON), "-m", "benchmarks.run", *arguments])


def soak_command(arguments: list[str]) -> int:
    """kill the server while answers are given, and look for each (--answers N, --kills K; --requests N; --twice)"""
    setup(DEV_LOCK)
    return subprocess.call([str(PYTHON), "-m", "tests.soak.run", *arguments])


def lock_command(arguments: list[str]) -> int:
    """write the lock files anew from pyproject.toml; what follows goes to uv (--upgrade, ...)"""
    if not PYTHON.exists():
        make_environment()
    if subprocess.call([str(PYTHON), "-c", "import uv"], stderr=subprocess.DEVNULL):
        subprocess.check_call([str(PYTHON), "-m", "pip", "install", "--quiet", "uv"])
    uv = [str(PYTHON), "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    uv += ["--generate-hashes", "--no-header", "--no-annotate", *arguments]
    both = ["pyproject.toml", "--extra", "dev", "--constraint", RUN_LOCK.name]
    for lock, source in ((PIP_LOCK, ["-"]), (RUN_LOCK, ["pyproject.toml"]), (DEV_LOCK, both)):
        subprocess.run([*uv, *source, "--output-file", lock.name], cwd=ROOT, input=b"pip", check=True)
    return 0


def clean_command() -> int:
    """remove .venv and the caches; instances and their data stay"""
    bytecode = [path for path in ROOT.rglob("__pycache__") if VENV not in path.parents]
    for path in (VENV, *(ROOT / name for name in CACHES), *bytecode):
        shutil.rmtree(path, ignore_errors=True)
    return 0


ALONE = {"setup": setup_command, "check": check_command, "clean": clean_command}
MORE = {"demo": demo_command, "test": test_command, "bench": bench_command, "soak": soak_command, "lock": lock_command}


def main(words: list[str]) -> int:
    """Run the command that the first word names; list them where there is none such."""
    name, arguments = (words[0], words[1:]) if words else ("", [])
    try:
        if name in MORE:
            return MORE[name](arguments)
        if name in ALONE and not arguments:
            return ALONE[name]()
    except KeyboardInterrupt:
        return 130
    except subprocess.CalledProcessError as error:  # it has said itself what was wrong
        return error.returncode
    say("python3 dev.py COMMAND\n")
    for each in ("demo", "test", "setup", "check", "bench", "soak", "lock", "clean"):
        say(f"  {each:<7}{({**ALONE, **MORE})[each].__doc__}")
    return 0 if name in ("", "-h", "--help", "help") else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
