"""How anybody repeats a draw with the ordinary programs of a shell, in a few lines."""

from collections.abc import Mapping
from shlex import quote

FRAME_FILE = "ram.csv"
TICKET = '$(printf \'%s,%s\' "$seed" "$id" | sha256sum | cut -c-64)'
BY_KRONA = f"""\
tail -n +2 {{file}} | cut -d';' -f1 | LC_ALL=C sort | sha256sum
seed={{seed}}
tail -n +2 {{file}} | while IFS=';' read -r id grupp kr; do printf '%s\\t%s\\t%s\\t%s\\n' "$grupp" "{TICKET}" "$id" \
"${{{{kr%,*}}}}${{{{kr#*,}}}}"; done | LC_ALL=C sort > lotter.txt
printf '%s\\t%s\\n' {{sizes}} | while IFS="$(printf '\\t')" read -r grupp n; do
awk -F'\\t' -v g="$grupp" '$1 == g {{{{print $3 "," ($4 == "" ? "" : sprintf("%.0f", $4))}}}}' lotter.txt \
| LC_ALL=C sort | sha256sum
T=$(awk -F'\\t' -v g="$grupp" '$1 == g && $4 > 0 {{{{t += $4}}}} END {{{{printf "%.0f", t}}}}' lotter.txt)
r=$((0x$(printf '%s,start,%s' "$seed" "$grupp" | sha256sum | cut -c-15) % T + 1))
awk -F'\\t' -v g="$grupp" -v n="$n" -v T="$T" -v r="$r" '$1 == g && $4 > 0 {{{{c += $4; while (i < n && \
n * c >= r + i * T) {{{{print g, $3; i++}}}}}}}}' lotter.txt
done"""
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


def recipe_by_krona(*, seed: str, sizes: Mapping[str, int], frame_file: str = FRAME_FILE) -> str:
    """The lines that give the frame's hash and then, for each stratum, its amounts' hash and what was hit, in order.

    A payment that was hit several times stands as many times.

    Args:
        seed: as it stands in the protocol.
        sizes: how many kronor were hit in each stratum, by its name.
        frame_file: what the file with ids, strata and amounts is called; a plain name without spaces.
    """
    wanted = " ".join(f"{quote(name)} {size}" for name, size in sizes.items() if size)
    return BY_KRONA.format(file=frame_file, seed=quote(seed), sizes=wanted)
