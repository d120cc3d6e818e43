"""How anybody repeats a draw with the ordinary programs of a shell."""

from collections.abc import Sequence
from shlex import quote

FRAME_FILE = "ram.csv"
HASH = f"""\
# Ramens hash
tail -n +2 {FRAME_FILE} | cut -d';' -f1 | LC_ALL=C sort | sha256sum"""
TICKETS = f"""\
# Varje nämnds minsta lotter, med ärendenas id
lotter() {{
  awk -F';' -v n="$1" '$2 == n {{ print $1 }}' {FRAME_FILE} | while read -r id; do
    lott=$(printf '%s,%s' "$seed" "$id" | sha256sum)
    printf '%s %s\\n' "${{lott%% *}}" "$id"
  done | LC_ALL=C sort | head -n "$2"
}}"""


def recipe(*, seed: str, drawn: Sequence[tuple[str, int]], frame_file: str = FRAME_FILE) -> str:
    """The lines that give the frame's hash and then each stratum's tickets with their ids.

    Args:
        seed: as it stands in the protocol.
        drawn: the strata's names as they stand in the frame's file, each with its number of units and reserves.
        frame_file: what the frame's file is called; a plain name without spaces.
    """
    drawing = [f"lotter {quote(name)} {count}" for name, count in drawn]
    first = (lines.replace(FRAME_FILE, frame_file) for lines in (HASH, TICKETS))
    return "\n".join([*first, f"seed={quote(seed)}", *drawing])
