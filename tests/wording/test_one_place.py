"""Nowhere but in `audit.wording` is it said that a difference is established, or how sure a limit is."""

import ast
import html
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOME = ROOT / "audit" / "wording"
# Quotations: what a document of an earlier year says in its own words.
QUOTATIONS = {ROOT / "audit" / "demo" / name for name in ("paper_years.py", "report_2014.py")}
CLAIMS = re.compile(
    r"säkerställ|signifikan|konfidens|kan inte uteslutas|underlaget räcker inte|%\s?säkerhet|procents? säkerhet"
    r"|förbättra(?:s|t|ts|d)?\b|förbättring(?!sområde)|försämr|(?:blivit|blev|gått mot det) (?:bättre|sämre)(?! eller)"
)
ONLY_HERE = {
    "Comparison", "boschloo_test", "compare", "deviation_limits", "difference_interval", "fisher_test", "holm",
    "mcnemar_test", "rate_limits", "trend_test",
}  # fmt: skip


def claims_in(text: str) -> list[str]:
    """The claims that stand in a text, whatever hides in it: entities, tags, soft hyphens, letters in two parts."""
    bare = re.sub(r"<[^>]*>", "", re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL))
    whole = unicodedata.normalize("NFKC", html.unescape(bare)).replace("\N{SOFT HYPHEN}", "")
    read = re.sub(r"\s+", " ", "".join(sign for sign in whole if unicodedata.category(sign) != "Cf")).casefold()
    return [found.group() for found in CLAIMS.finditer(read)]


def strings(tree: ast.AST) -> Iterator[str]:
    """Every text that a module says, put together as Python does; docstrings are for those who read the code."""
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if id(node) not in documented and (text := folded(node)):
            yield text


def folded(node: ast.AST) -> str:
    """The text of an expression, as far as it stands in the source: additions, f-strings and joins included."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return folded(node.left) + folded(node.right)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(folded, node.values))
    if isinstance(node, ast.FormattedValue):
        return folded(node.value)
    if isinstance(node, ast.Tuple | ast.List):
        return "".join(map(folded, node.elts))
    return ""


def files() -> list[Path]:
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "audit" / "static").glob("*.js")]
    modules = [file for file in (ROOT / "audit").rglob("*.py") if HOME not in file.parents]
    return [file for file in (*pages, *modules) if file not in QUOTATIONS]


def test_no_other_place_says_that_a_result_is_certain() -> None:
    found = []
    for file in files():
        text = file.read_text(encoding="utf-8")
        said = list(strings(ast.parse(text))) if file.suffix == ".py" else [text]
        found += [f"{file.relative_to(ROOT)}: {claim}" for each in said for claim in claims_in(each)]
    assert sorted(set(found)) == []


def taken_from_sampling(tree: ast.AST) -> Iterator[str]:
    """What a module imports from `sampling`: names, or the whole of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sampling":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "sampling")


def test_no_other_place_asks_for_the_tests_behind_such_a_sentence() -> None:
    found = []
    for file in (file for file in files() if file.suffix == ".py"):
        taken = set(taken_from_sampling(ast.parse(file.read_text(encoding="utf-8"))))
        whole = {name for name in taken if name.split(".")[0] == "sampling"}
        found += [f"{file.relative_to(ROOT)}: {name}" for name in taken & ONLY_HERE | whole]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "en säkerställd skillnad",
        "S&Auml;KERST&Auml;LLD",
        "sa\u0308kersta\u0308lld",
        "säker\N{SOFT HYPHEN}ställd",
        "säker<b>ställd</b>",
        "säker{# inte #}ställd",
        "statistiskt signifikant",
        "Rutinerna har förbättrats",
        "en tydlig förbättring",
        "det har blivit bättre",
        "med 95\N{NO-BREAK SPACE}% säkerhet",
    ],
)
def test_claims_are_found_however_they_are_written(text: str) -> None:
    assert claims_in(text)


def test_claims_are_found_in_pieces_of_code() -> None:
    for code in ('x = "säker" + "ställd"', "x = f\"säker{'ställd'}\"", 'x = "".join(["signi", "fikant"])'):
        assert any(claims_in(text) for text in strings(ast.parse(code))), code


@pytest.mark.parametrize(
    "text",
    ["Förbättringsområden", "förbättringsområdet", "Vad som ska bli bättre", "om något har blivit bättre eller sämre"],
)
def test_what_is_no_claim_is_let_be(text: str) -> None:
    assert claims_in(text) == []


def test_words_are_quoted_in_one_way() -> None:
    for page in (ROOT / "templates").rglob("*.html"):
        assert not set("”“„") & set(page.read_text(encoding="utf-8")), f"{page.relative_to(ROOT)}: write »so«"
