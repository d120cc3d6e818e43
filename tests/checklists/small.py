"""A small checklist, invented, that tests break in one place at a time."""

from checklists import ChecklistError, Fault, parse

SMALL = '''
[checklist]
template = "akt"
version = "2027.2"
title = "En liten mall"
valid_from = 2027-01-01

[[checklist.changes]]
version = "2027.2"
new = ["plan_exists"]
changed = [{ id = "application_on_file", comparable = false, note = "Ny ordalydelse." }]
gone = ["old_question"]

[[scale]]
code = "ja"
label = "Ja"
deviation = false
comment_required = false

[[scale]]
code = "delvis"
label = "Delvis"
deviation = true
comment_required = true

[[scale]]
code = "nej"
label = "Nej"
deviation = true
comment_required = true

[[scale]]
code = "ej_aktuellt"
label = "Ej aktuellt"
deviation = false
comment_required = false
reason_required_when_rule_applies = true

[[scale]]
code = "kan_ej_bedomas"
label = "Kan ej bedömas"
deviation = false
comment_required = true
reported_separately = true

[[areas]]
id = "ansokan"
name = "Ansökan"

[[areas]]
id = "arbetsplan"
name = "Arbetsplan"

[[attributes]]
id = "decision_date"
label = "Beslutsdatum"
type = "date"
source = "arenden"
column = "beslutsdatum"

[[attributes]]
id = "obstacle"
label = "Försörjningshinder"
type = "code"
source = "arenden"
column = "forsorjningshinder"
codes = [
    { code = "arbetslos", label = "Arbetslös" },
    { code = "engangs", label = "Enstaka bistånd" },
]

[[attributes]]
id = "plan_on_file"
label = "Arbetsplan finns"
type = "boolean"
source = "arenden"
column = "arbetsplan_datum"
reading = "present"

[[attributes]]
id = "meetings"
label = "Antal möten"
type = "integer"
source = "asked"

[[references]]
id = "old_act"
label = "Gamla lagen"
valid_from = 2002-01-01
valid_to = 2025-06-30
status = "verified"

[[references]]
id = "new_act"
label = "Nya lagen"
valid_from = 2025-07-01
status = "unverified"
note = "Inte kontrollerad."

[[questions]]
id = "application_on_file"
area = "ansokan"
text = "Finns en ansökan?"
applies_when = "true"
deviation = "Ansökan saknas."
guidance = """
Utgå från den granskade månaden.
area = ingen nyckel, bara text
"""
refs = ["old_act 1 §", "new_act 2 §"]
severity = "kritisk"
legal_date = "decision_date"
core = true

[[questions]]
id = "plan_exists"
area = "arbetsplan"
text = "Finns en arbetsplan?"
applies_when = "application_on_file and meetings >= 2 and obstacle in ['arbetslos']"
deviation = "Planen saknas."
refs = ["new_act"]
severity = "vasentlig"
legal_date = "decision_date"
core = false
'''


def altered(old: str, new: str, text: str = SMALL) -> str:
    """The small checklist with its first `old` replaced."""
    assert old in text
    return text.replace(old, new, 1)


def line_of(words: str, text: str) -> int:
    """The line (from 1) on which `words` first stand."""
    return text[: text.index(words)].count("\n") + 1


def faults_in(text: str) -> tuple[Fault, ...]:
    """What is wrong with the text; nothing where it is a whole checklist."""
    try:
        parse(text, source="min.toml")
    except ChecklistError as error:
        return error.faults
    return ()
