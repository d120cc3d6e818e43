"""Reads and writes of improvement areas: their life, what a sample says of them, and how they are judged."""

from audit.improvements.operations.area import Area, taken_over
from audit.improvements.operations.judging import Judgement, follow_up
from audit.improvements.operations.linking import (
    known_questions,
    newest_checklists,
    observations_of,
    observations_to_choose,
    question_texts,
)
from audit.improvements.operations.reading import (
    area_for_coordinator,
    area_for_reader,
    areas,
    may_write,
    open_areas,
)
from audit.improvements.operations.recurring import look_again
from audit.improvements.operations.reminding import Late, late, tell_late
from audit.improvements.operations.samples import (
    Carried,
    Left,
    apart_in_newest,
    carried,
    carried_standing,
    lacks_of,
    left_by,
    new_in,
    rounds_for,
    sample_of,
    waits_in,
)
from audit.improvements.operations.stating import Stated, not_taken, stated_of
from audit.improvements.operations.succeeding import follow_to_successors, pass_on
from audit.improvements.operations.working import (
    Happening,
    HeldMeasure,
    Kind,
    MeasurePlan,
    Shown,
    add_evidence,
    add_measure,
    change_measure,
    life_of,
    measure_for_coordinator,
)
from audit.improvements.operations.writing import AreaChange, AreaPlan, change_area, create_area

__all__ = [
    "Area",
    "AreaChange",
    "AreaPlan",
    "Carried",
    "Happening",
    "HeldMeasure",
    "Judgement",
    "Kind",
    "Late",
    "Left",
    "MeasurePlan",
    "Shown",
    "Stated",
    "add_evidence",
    "add_measure",
    "apart_in_newest",
    "area_for_coordinator",
    "area_for_reader",
    "areas",
    "carried",
    "carried_standing",
    "change_area",
    "change_measure",
    "create_area",
    "follow_to_successors",
    "follow_up",
    "known_questions",
    "lacks_of",
    "late",
    "left_by",
    "life_of",
    "look_again",
    "may_write",
    "measure_for_coordinator",
    "new_in",
    "newest_checklists",
    "not_taken",
    "observations_of",
    "observations_to_choose",
    "open_areas",
    "pass_on",
    "question_texts",
    "rounds_for",
    "sample_of",
    "stated_of",
    "taken_over",
    "tell_late",
    "waits_in",
]
