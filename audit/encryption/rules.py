"""Which columns are encrypted where the installation has chosen it.

The rule: free text that a person has typed about cases, about the people in them or about those who handle them, until
it is published; and what tells such text again (the journal's contents, what was shared, what was signed). So are
names and roles that were typed beside it. Not encrypted: answers' values, dates, figures and ids, which the database
counts and sorts by; registers' rows, which hold keyed pseudonyms and no free text; texts about the work as a whole
(plans, goals, agreements, decisions); and what is published.

A test holds the list against every column of every table.
"""

ENCRYPTED: dict[str, tuple[str, ...]] = {
    "access_check": ("conclusion", "kept"),
    "answer": ("comment", "evidence", "reason"),
    "answer_version": ("comment", "evidence", "reason"),
    "correction_ruling": ("reason",),
    "disqualification": ("reason",),
    "entry_verdict": ("note",),
    "flag": ("seen", "done", "reported_to", "closing"),
    "flag_note": ("text",),
    "follow_up": ("note", "exception"),
    "hit_verdict": ("note",),
    "improvement_area": ("description",),
    "improvement_evidence": ("text",),
    "improvement_measure": ("what", "note"),
    "journal_content": ("content",),
    "meeting": ("participants", "notes"),
    "observation": ("title", "seen", "norm", "assessment", "recommendation", "cause_text"),
    "observation_sharing": ("told",),
    "paper_answer": ("comment",),
    "paper_doubt": ("note",),
    "remark": ("text", "resolution"),
    "reopening": ("reason",),
    "reply": ("text", "correction", "measure", "responsible"),
    "report_table": ("rows",),
    "report_text": ("text",),
    "secrecy_word": ("word",),
    "settlement": ("reason",),
    "turned_down_proposal": ("reason",),
    "withdrawal": ("reason",),
}
# What says nothing stays as it is, so that the database still knows where there is a text and where there is none.
SAYS_NOTHING = frozenset({"", "{}", "[]"})
