"""The long form: `python3 dev.py soak [--answers N] [--kills N] [--database sqlite]`, `--requests N` or `--twice`."""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.soak.databases import DATABASES, durable
from tests.soak.fuzzing import Fuzzed, fuzz
from tests.soak.killing import Soaked, soak
from tests.soak.twice import send_all
from tests.support.house import build

HEAD = ("database", "saved", "kills", "unanswered", "journal", "seconds", "answers/s", "start", "faults")
COLUMNS = "{:<12}{:>8}{:>8}{:>12}{:>10}{:>10}{:>12}{:>8}{:>8}"


def measure(name: str, *, answers: int, kills: int) -> Soaked:
    with tempfile.TemporaryDirectory(prefix="stickprov-soak-") as folder:
        instance = Path(folder) / "instance"
        instance.mkdir()
        with durable(name, instance) as (address, _):
            house = build(address, instance)
            try:
                return soak(house, answers=answers, kills=kills)
            finally:
                house.database.close()


def as_row(name: str, kills: int, soaked: Soaked) -> str:
    """A line of the table; answers a second with the time that the starts took left out."""
    saved = len(soaked.acknowledged)
    rate = saved / (soaked.seconds - sum(soaked.starts))
    numbers = (f"{soaked.seconds:.0f}", f"{rate:.0f}", f"{median(soaked.starts):.1f} s", len(soaked.faults))
    return COLUMNS.format(name, saved, kills, soaked.unanswered, soaked.entries, *numbers)


# By how much memory may have grown since it was warm, and still be called flat.
FLAT = 1.15


def send(name: str, requests: int, seed: int) -> int:
    """Send requests of any content to a house on that kind of database, and tell what came of it."""
    try:
        fuzzed = fuzz(name, requests, seed, _on_the_way)
    except LookupError as error:
        print(f"{name}: {error}")
        return 1
    counted = ", ".join(f"{status}: {count:,}" for status, count in sorted(fuzzed.statuses.items()))
    print(f"{name}: {fuzzed.requests:,} requests in {fuzzed.seconds:.0f} s ({counted})")
    print(
        f"memory {fuzzed.memory_warm:.0f} MB when warm, {fuzzed.memory:.0f} MB at the end; {len(fuzzed.faults)} faults"
    )
    print("".join(f"  {fault}\n" for fault in fuzzed.faults[:20]), end="")
    return int(bool(fuzzed.faults) or fuzzed.memory > fuzzed.memory_warm * FLAT)


def _on_the_way(fuzzed: Fuzzed) -> None:
    """It takes an hour, and may be ended before."""
    print(f"{fuzzed.requests:,} requests, {fuzzed.memory:.0f} MB, {len(fuzzed.faults)} faults", flush=True)
    print("".join(f"  {fault}\n" for fault in fuzzed.faults[-3:]), end="", flush=True)


def send_twice() -> int:
    """Send each form twice at the same moment, and tell what came of it."""
    failed = carried_out = 0
    try:
        for sent in send_all():
            failed |= int(bool(sent.faults))
            carried_out += sent.both
            said = ["both", *sent.faults] if sent.both else sent.faults
            print(f"{sent.door} {sent.statuses} {', '.join(said)}".rstrip(), flush=True)
    except LookupError as error:
        print(error)
        return 1
    print(f"carried out for both: {carried_out}; faults: {'some' if failed else 'none'}")
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py soak", description="Kill the server while answers are given.")
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--database", choices=DATABASES, help="one of them; both without it")
    parser.add_argument("--requests", type=int, help="instead: send so many requests of any content in every role")
    parser.add_argument("--twice", action="store_true", help="instead: send each form twice at once (PostgreSQL)")
    parser.add_argument("--seed", type=int, default=1, help="of these requests")
    options = parser.parse_args()
    if options.twice:
        return send_twice()
    chosen = [options.database] if options.database else DATABASES
    if options.requests:
        return max([send(name, options.requests, options.seed) for name in chosen])
    print(COLUMNS.format(*HEAD), flush=True)
    failed = 0
    for name in chosen:
        try:
            soaked = measure(name, answers=options.answers, kills=options.kills)
        except LookupError as error:
            print(f"{name:<12}{error}")
            failed = 1
            continue
        print(as_row(name, options.kills, soaked), flush=True)
        print("".join(f"  {fault}\n" for fault in soaked.faults[:20]), end="")
        failed |= int(bool(soaked.faults) or len(soaked.acknowledged) != options.answers)
    return failed


if __name__ == "__main__":
    sys.exit(main())
