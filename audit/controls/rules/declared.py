"""What a machine control is declared as: what it finds, why, with which settings, and what it cannot see."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.registers.rules import RegisterKind


@dataclass(frozen=True)
class Parameter:
    """A setting of a control: a whole number from `least` to `most`, with its unit in words."""

    name: str
    label: str
    default: int
    unit: str
    least: int
    most: int


@dataclass(frozen=True)
class Control:
    """A machine control. `version` is counted up when the rule begins to find something else.

    `needs` are the columns without which nothing can be said, and a column that is empty throughout is as good as none;
    `blank_counts` are those of them where a single empty cell is itself an answer (no plan is dated). `measure` is the
    unit of the number that each hit carries.
    """

    id: str
    name: str
    kind: RegisterKind
    finds: str
    why: str
    blind_spots: tuple[str, ...]
    needs: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    blank_counts: tuple[str, ...] = ()
    measure: str = "dagar"
    version: int = 1


@dataclass(frozen=True)
class Settings:
    """What a control is run with: its parameters, and the last day that the register knows of (ÅÅÅÅ-MM-DD)."""

    as_of: str
    values: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.values[name]


def defaults(control: Control) -> dict[str, int]:
    return {parameter.name: parameter.default for parameter in control.parameters}


def parameter_faults(control: Control, values: Mapping[str, int]) -> dict[str, str]:
    """What is wrong with the settings of a control, by the parameters' names; a missing one is wrong too."""
    faults = {}
    for parameter in control.parameters:
        value = values.get(parameter.name)
        if value is None or not parameter.least <= value <= parameter.most:
            faults[parameter.name] = f"Skriv ett heltal från {parameter.least} till {parameter.most}."
    return faults
