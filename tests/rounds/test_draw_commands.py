"""`stickprov draw` and `stickprov verify`: a draw on the command line, and anybody's proof of it."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from audit.rounds.commands import commands

SEED = "4-2-6"
BOARDS = {"Kungsholmen": 40, "Norrmalm": 30, "Östermalm": 25}
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the commands in an empty folder."""
    monkeypatch.chdir(tmp_path)
    program = click.Group(commands={command.name or "": command for command in commands})
    return lambda *arguments: CliRunner().invoke(program, arguments)


@pytest.fixture
def frame(tmp_path: Path) -> Path:
    """Three boards' invented cases, their rows mixed."""
    rows = [(f"{name[0]}-{number:03}", name) for name, size in BOARDS.items() for number in range(1, size + 1)]
    rows.sort(key=lambda row: row[0][::-1])
    path = tmp_path / "ram.csv"
    path.write_text("arende_id;nämnd\n" + "".join(f"{unit};{name}\n" for unit, name in rows), encoding="utf-8")
    return path


def draw(run: Run, *more: str, seed: str = SEED, output: str = "protokoll.json") -> Result:
    given = ["--frame", "ram.csv", "--id-column", "arende_id", "--seed", seed, "--output", output]
    sizes = [] if "--size" in more else ["--size", "10"]
    return run("draw", *given, *sizes, *more)


def draw_by_board(run: Run, *more: str, seed: str = SEED, output: str = "protokoll.json") -> Result:
    return draw(run, "--stratum-column", "nämnd", "--reserves", "5", *more, seed=seed, output=output)


def verify(run: Run) -> Result:
    return run("verify", "protokoll.json", "--frame", "ram.csv")


def protocol() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path("protokoll.json").read_text(encoding="utf-8"))
    return data


def tamper(change: Callable[[dict[str, Any]], None]) -> None:
    data = protocol()
    change(data)
    Path("protokoll.json").write_text(json.dumps(data), encoding="utf-8")


def refused(result: Result, *lines: str) -> None:
    """The command ended with 1, said exactly these lines among others on stderr, and left no file."""
    assert (result.exit_code, result.stdout) == (1, "")
    told = [line.strip() for line in result.stderr.splitlines()]
    assert [line for line in lines if line not in told] == [], result.stderr


def nothing_written() -> bool:
    return [path.name for path in Path().iterdir() if path.name != "ram.csv"] == []


# The draw


def test_a_draw_tells_what_was_drawn_and_writes_the_protocol(run: Run, frame: Path) -> None:
    result = draw_by_board(run)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Ram          ram.csv (UTF-8, semikolon)" in result.stdout
    assert "Grupp        I ramen  Urval  Reserver" in result.stdout
    assert "Kungsholmen       40     10         5" in result.stdout
    assert "Protokollet är sparat i protokoll.json." in result.stdout
    assert protocol()["frame"]["units"] == 95
    assert {path.name for path in Path().iterdir()} == {"ram.csv", "protokoll.json"}


def test_the_draw_agrees_with_sha256sum_sort_and_head(run: Run, frame: Path) -> None:
    draw_by_board(run)
    written = protocol()
    script = r"""
    set -euo pipefail
    tail -n +2 ram.csv | cut -d';' -f1 | LC_ALL=C sort | sha256sum | cut -d' ' -f1
    for board in Kungsholmen Norrmalm Östermalm; do
      grep ";$board\$" ram.csv | cut -d';' -f1 > ids
      LC_ALL=C sort ids | sha256sum | cut -d' ' -f1
      while read -r id; do
        printf '%s %s\n' "$(printf '%s,%s' "$1" "$id" | sha256sum | cut -d' ' -f1)" "$id"
      done < ids > tickets
      LC_ALL=C sort tickets > sorted
      head -n 15 sorted
    done
    """
    shell = subprocess.run(["bash", "-c", script, "bash", SEED], capture_output=True, text=True, check=True)
    expected = [written["frame"]["sha256"]]
    for stratum in written["strata"].values():
        expected.append(stratum["sha256"])
        drawn = [*stratum["sample"], *stratum["reserves"]]
        expected += [f"{unit['ticket']} {unit['id']}" for unit in drawn]
    assert shell.stdout.splitlines() == expected


def test_the_same_frame_and_seed_give_the_same_protocol_to_the_last_byte(run: Run, frame: Path) -> None:
    draw_by_board(run)
    first = Path("protokoll.json").read_bytes()
    header, *rows = frame.read_text(encoding="utf-8").splitlines()
    frame.write_text("\r\n".join([header, *reversed(rows)]), encoding="utf-8")
    draw_by_board(run)
    assert Path("protokoll.json").read_bytes() == first


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_encodings_and_separators_are_recognised(run: Run, frame: Path, encoding: str, separator: str) -> None:
    draw_by_board(run, output="facit.json")
    text = frame.read_text(encoding="utf-8").replace(";", separator)
    frame.write_bytes(text.encode(encoding))
    result = draw_by_board(run)
    assert result.exit_code == 0
    assert protocol() == json.loads(Path("facit.json").read_text(encoding="utf-8"))
    assert ("Windows-1252" if encoding == "cp1252" else "UTF-8") in result.stdout


def test_other_columns_may_hold_line_breaks_and_separators(run: Run, tmp_path: Path) -> None:
    Path("ram.csv").write_text('not;arende_id\n"en;två\nrader";A-1\n;A-2\n', encoding="utf-8")
    assert draw(run, "--size", "2").exit_code == 0
    assert {unit["id"] for unit in protocol()["strata"]["alla"]["sample"]} == {"A-1", "A-2"}


def test_without_a_column_of_groups_all_stand_in_one(run: Run, frame: Path) -> None:
    assert draw(run).exit_code == 0
    written = protocol()
    assert list(written["strata"]) == ["alla"]
    assert written["frame"]["stratum_column"] is None
    assert verify(run).exit_code == 0


def test_each_group_may_have_its_own_size_and_reserves(run: Run, frame: Path) -> None:
    result = draw_by_board(run, "--size", "8", "--size", "Östermalm=12", "--reserves", "Norrmalm=2")
    assert result.exit_code == 0
    strata = protocol()["strata"].items()
    assert {name: (len(drawn["sample"]), len(drawn["reserves"])) for name, drawn in strata} == {
        "Kungsholmen": (8, 5),
        "Norrmalm": (8, 2),
        "Östermalm": (12, 5),
    }


def test_where_the_seed_came_from_is_kept(run: Run, frame: Path) -> None:
    draw(run, "--seed-source", "Båda parters tärningar")
    assert protocol()["seed_source"] == "Båda parters tärningar"


def test_too_few_reserves_are_said_and_no_error(run: Run, frame: Path) -> None:
    result = draw_by_board(run, "--size", "23")
    assert result.exit_code == 0
    assert "För få reserver i Östermalm: 2 av 5 önskade." in result.stdout


def test_empty_lines_are_left_out_and_counted(run: Run, frame: Path) -> None:
    frame.write_text(frame.read_text(encoding="utf-8").replace("\n", "\n;\n", 2) + "\n;\n", encoding="utf-8")
    assert "Överhoppat   4\u00a0tomma rader" in draw_by_board(run).stdout


# What is refused


def test_all_faults_of_a_frame_are_told_at_once_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    lines = [
        "arende_id;nämnd",
        "A-1;Norrmalm",
        ";Norrmalm",
        "A-1 ;Norrmalm",
        "A-2;",
        '"A\n3";Norrmalm',
        "A-4;Norrmalm;x",
    ]
    Path("ram.csv").write_text("\n".join(lines), encoding="utf-8")
    result = draw_by_board(run)
    refused(
        result,
        "Urvalet drogs inte.",
        "5\u00a0fel i ram.csv:",
        "Rad 3, kolumn »arende_id«: cellen är tom.",
        "Rad 4, kolumn »arende_id«, värde »A-1 «: samma id står redan på rad 2.",
        "Rad 5, kolumn »nämnd«: cellen är tom.",
        "Rad 6, kolumn »arende_id«, värde »A\\u000a3«: värdet innehåller radbrytning eller styrtecken.",
        "Rad 8, värde »x«: Raden har 3 kolumner, rubrikraden 2.",
    )
    assert nothing_written()


def test_faults_of_the_frame_and_of_the_options_are_told_together(run: Run, tmp_path: Path) -> None:
    Path("ram.csv").write_text("arende_id;nämnd\nA-1;Norrmalm\nA-1;Norrmalm\n", encoding="utf-8")
    result = draw_by_board(run, "--size", "tio", "--size", "Norrmalm=1", "--size", "Norrmalm=2", seed=" ")
    refused(
        result,
        "Fröet: inget är angivet.",
        "--size »tio«: ange ett heltal, eller GRUPP=heltal.",
        "--size »Norrmalm=2«: är redan angivet.",
        "Rad 3, kolumn »arende_id«, värde »A-1«: samma id står redan på rad 2.",
    )
    assert nothing_written()


def test_sizes_outside_the_frame_name_what_is_allowed(run: Run, frame: Path) -> None:
    result = draw_by_board(run, "--size", "26", "--size", "Söder=3", "--reserves", "Norrmalm=-1")
    refused(
        result,
        "Urvalets storlek för gruppen »Östermalm«: 26. Tillåtet är 0 till 25.",
        "Urvalets storlek för gruppen »Söder«: 3. Ramen har ingen sådan grupp.",
        "Antalet reserver för gruppen »Norrmalm«: −1. Tillåtet är 0 eller fler.",
    )
    assert nothing_written()


def test_a_group_without_a_size_is_named(run: Run, frame: Path) -> None:
    result = draw_by_board(run, "--size", "Norrmalm=3", "--size", "Kungsholmen=0")
    refused(result, "Urvalets storlek för gruppen »Östermalm«: inget är angivet. Tillåtet är 0 till 25.")


def test_a_draw_of_nothing_is_refused(run: Run, frame: Path) -> None:
    refused(draw_by_board(run, "--size", "0"), "Urvalets storlek: 0 i alla grupper. Ange minst 1 för någon grupp.")


def test_missing_columns_are_named_with_those_that_exist(run: Run, frame: Path) -> None:
    result = run("draw", "--frame", "ram.csv", "--id-column", "id", "--stratum-column", "board", "--size", "1",
                 "--seed", SEED, "--output", "protokoll.json")  # fmt: skip
    refused(
        result,
        "Rad 1, kolumn »id«: Kolumnen saknas. Filens kolumner är: arende_id, nämnd.",
        "Rad 1, kolumn »board«: Kolumnen saknas. Filens kolumner är: arende_id, nämnd.",
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "Filen är tom."),
        (b"\xef\xbb\xbf", "Filen är tom."),
        (b" \r\n\r\n", "Filen är tom."),
        (b"arende_id\n", "Filen har en rubrikrad men inga rader."),
        (b"arende_id\nA-1\n\nA-2\n", "Rad 3, kolumn »arende_id«: cellen är tom."),
        (b"arende_id;arende_id\nA;B\n", "Rad 1, kolumn »arende_id«: Kolumnen finns flera gånger. Ge dem olika namn."),
        (b'arende_id\nA-1\n"A-2\nA-3\n', 'Rad 3: Raden går inte att läsa: ett citattecken (") saknar sitt par.'),
        (b'"arende_id\nA-1\n', 'Rad 1: Raden går inte att läsa: ett citattecken (") saknar sitt par.'),
        ("arende_id\nA-1\n".encode("utf-16"), "Filen är inte en CSV-fil i UTF-8 eller Windows-1252."),
        (b"PK\x03\x04\x00\x00\x81", "Filen är inte en CSV-fil i UTF-8 eller Windows-1252."),
    ],
)
def test_a_file_that_is_no_frame_is_refused_in_words(run: Run, content: bytes, line: str) -> None:
    Path("ram.csv").write_bytes(content)
    refused(draw(run, "--size", "1"), line)
    assert nothing_written()


def test_a_missing_file_is_named(run: Run) -> None:
    refused(draw(run), "Filen ram.csv finns inte.")
    refused(run("verify", "nix.json", "--frame", "ram.csv"), "Filen nix.json finns inte.")


def test_a_folder_is_no_file(run: Run) -> None:
    Path("ram.csv").mkdir()
    refused(draw(run), "Filen ram.csv går inte att läsa.")


def test_the_protocol_is_never_written_over_the_frame_or_half(run: Run, frame: Path) -> None:
    before = frame.read_bytes()
    refused(draw(run, output="ram.csv"), "Filen ram.csv är ramen själv. Ange en annan fil för protokollet.")
    hint = "Kontrollera att mappen finns och att du får skriva där."
    refused(draw(run, output="nix/p.json"), f"Protokollet kan inte skrivas till nix/p.json. {hint}")
    refused(draw(run, output="ram.csv/p.json"), f"Protokollet kan inte skrivas till ram.csv/p.json. {hint}")
    refused(draw(run, output="."), "Protokollet kan inte skrivas till .: det är ingen vanlig fil.")
    assert frame.read_bytes() == before
    assert nothing_written()


def test_a_refused_draw_leaves_an_earlier_protocol_as_it_was(run: Run, frame: Path) -> None:
    draw_by_board(run)
    before = Path("protokoll.json").read_bytes()
    refused(draw_by_board(run, "--size", "1000"))
    assert Path("protokoll.json").read_bytes() == before


# The proof


def test_a_true_protocol_is_confirmed_with_no_options(run: Run, frame: Path) -> None:
    draw_by_board(run)
    result = verify(run)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Protokollet stämmer med ramen: 30 av 95\u00a0enheter.\n"


def test_a_changed_frame_is_found_and_the_new_unit_named(run: Run, frame: Path) -> None:
    draw_by_board(run)
    was = protocol()["frame"]["sha256"]
    frame.write_text(frame.read_text(encoding="utf-8") + "X-1;Norrmalm\n", encoding="utf-8")
    result = verify(run)
    refused(
        result,
        "Protokollet stämmer inte med ramen.",
        "Antalet enheter i ramen är 96, i protokollet står 95.",
        "Antalet enheter i gruppen »Norrmalm« är 31, i protokollet står 30.",
        "Enheten »X-1« har kommit till i gruppen »Norrmalm« efter dragningen.",
    )
    assert "Ramen är ändrad: dess hash är " in result.stderr
    assert f"i protokollet står {was}." in result.stderr


def test_a_changed_seed_is_named(run: Run, frame: Path) -> None:
    draw_by_board(run)
    tamper(lambda data: data.update(seed="4-2-5"))
    what = "Fröet är ändrat: ingen lott i protokollet stämmer med fröet »4-2-5« (lotter: 45)."
    refused(verify(run), what)


def test_a_changed_list_is_found_and_the_units_named(run: Run, frame: Path) -> None:
    draw_by_board(run)
    norrmalm = protocol()["strata"]["Norrmalm"]
    last, reserve = norrmalm["sample"][9]["id"], norrmalm["reserves"][0]["id"]

    def exchange(data: dict[str, Any]) -> None:
        sample, reserves = data["strata"]["Norrmalm"]["sample"], data["strata"]["Norrmalm"]["reserves"]
        sample[9], reserves[0] = reserves[0], sample[9]

    tamper(exchange)
    refused(
        verify(run),
        f"Enheten »{reserve}« står i urvalet för »Norrmalm« men är inte dragen dit.",
        f"Enheten »{last}« saknas på plats 10 i urvalet för »Norrmalm«.",
        f"Enheten »{last}« står i reservlistan för »Norrmalm« men är inte dragen dit.",
        f"Enheten »{reserve}« saknas på plats 1 i reservlistan för »Norrmalm«.",
    )


def test_a_changed_order_is_found(run: Run, frame: Path) -> None:
    draw_by_board(run)
    first = protocol()["strata"]["Norrmalm"]["sample"][0]["id"]
    tamper(lambda data: data["strata"]["Norrmalm"]["sample"].reverse())
    refused(verify(run), f"Ordningen i urvalet för »Norrmalm« är fel från plats 1: där ska »{first}« stå.")


def test_a_unit_moved_between_boards_is_found_and_named(run: Run, frame: Path) -> None:
    draw_by_board(run)
    norrmalm = protocol()["strata"]["Norrmalm"]
    drawn = {unit["id"] for unit in [*norrmalm["sample"], *norrmalm["reserves"]]}
    moved = next(unit for unit in (f"N-{number:03}" for number in range(1, 31)) if unit not in drawn)
    text = frame.read_text(encoding="utf-8")
    frame.write_text(text.replace(f"{moved};Norrmalm", f"{moved};Kungsholmen"), encoding="utf-8")
    result = verify(run)
    refused(result, f"Enheten »{moved}« är flyttad från gruppen »Norrmalm« till »Kungsholmen«.")
    assert "Ramen är ändrad" not in result.stderr


def test_a_frame_that_is_no_longer_whole_is_refused_by_the_proof_too(run: Run, frame: Path) -> None:
    draw_by_board(run)
    frame.write_text(frame.read_text(encoding="utf-8").replace("nämnd", "board", 1), encoding="utf-8")
    refused(
        verify(run),
        "Protokollet gick inte att kontrollera.",
        "Rad 1, kolumn »nämnd«: Kolumnen saknas. Filens kolumner är: arende_id, board.",
    )


def test_a_file_that_is_no_protocol_is_refused_in_words(run: Run, frame: Path) -> None:
    draw_by_board(run)
    tamper(lambda data: data["frame"].update(sha256=None))
    tamper(lambda data: data["strata"]["Norrmalm"].update(population="många"))
    refused(
        verify(run),
        "Filen protokoll.json är inget helt urvalsprotokoll:",
        "frame.sha256: där står null, där ska stå 64 tecken av 0–9 och a–f.",
        'strata.Norrmalm.population: där står "många", där ska stå ett heltal från 0.',
    )
    Path("protokoll.json").write_text("{", encoding="utf-8")
    refused(verify(run), "Filen går inte att läsa som JSON.")
    Path("protokoll.json").write_bytes(b"\xff\xfe{")
    refused(verify(run), "Filen protokoll.json är inget urvalsprotokoll: den är inte skriven i UTF-8.")
