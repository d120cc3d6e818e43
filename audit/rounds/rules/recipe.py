"""How anybody repeats a draw with the ordinary programs of a shell, in three lines."""

from shlex import quote

FRAME_FILE = "ram.csv"
TICKET = '$(printf \'%s,%s\' "$seed" "$id" | sha256sum | cut -c-64)'
LINES = f"""\
tail -n +2 {{file}} | cut -d';' -f1 | LC_ALL=C sort | sha256sum
seed={{seed}}
tail -n +2 {{file}} | while IFS=';' read -r id grupp; do printf '%s\\t%s\\t%s\\n' "$grupp" "{TICKET}" "$id"; done \
| LC_ALL=C sort | awk -F'\\t' 'n[$1]++ < {{most}}'"""


def recipe(*, seed: str, most: int, frame_file: str = FRAME_FILE) -> str:
    """The lines that give the frame's hash and then, stratum by stratum, the smallest tickets with their ids.

    Args:
        seed: as it stands in the protocol.
        most: how many tickets to give of each stratum: the units and reserves of the one that has most of them.
        frame_file: what the frame's file is called; a plain name without spaces.
    """
    return LINES.format(file=frame_file, seed=quote(seed), most=most)
