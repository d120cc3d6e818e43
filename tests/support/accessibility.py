"""Accessibility as axe sees it, on the page as it stands."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

UNDECIDED_IS_A_FAULT = {"color-contrast"}


def axe(page: Page) -> None:
    """Fail, naming rule and elements, unless axe finds nothing on the page."""
    page.wait_for_load_state()  # a click is over when the next page begins to arrive
    page.evaluate(AXE_SCRIPT)  # not as a script element: the page's own policy forbids that
    found = page.evaluate("axe.run({resultTypes: ['violations', 'incomplete']})")
    undecided = [outside_charts(rule) for rule in found["incomplete"] if rule["id"] in UNDECIDED_IS_A_FAULT]
    faults = [described(rule) for rule in [*found["violations"], *undecided] if rule["nodes"]]
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def outside_charts(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule without text in charts: axe takes every SVG for an image, and never decides what is behind its text.

    The text there has the colours of the text around it, which axe does decide of.
    """
    return {**rule, "nodes": [node for node in rule["nodes"] if not node["html"].startswith(("<text", "<tspan"))]}


def described(rule: dict[str, Any]) -> str:
    """A rule that is broken, and where."""
    lines = [f"{rule['id']}: {rule['help']}"]
    for node in rule["nodes"]:
        reasons = [check["message"] for check in node["any"] + node["all"] + node["none"]]
        lines.append(f"  {' '.join(map(str, node['target']))}: {'; '.join(reasons)}")
    return "\n".join(lines)


OVERLAPS = """() => {
  const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const scales = [...document.querySelectorAll(".scale")];
  const rows = scales.map((scale) => [...scale.querySelectorAll("label")].map((each) => each.getBoundingClientRect()));
  return rows.some((row) => row.some((one, place) => row.slice(place + 1).some((other) => meet(one, other))));
}"""


def large_text(page: Page) -> None:
    """With text of 200 % nothing has to be scrolled sideways, and no answer lies over another. Then as it was."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
    assert not page.evaluate(OVERLAPS), page.url
    page.evaluate("document.documentElement.style.fontSize = ''")
