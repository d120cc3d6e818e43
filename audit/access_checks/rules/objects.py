"""What the journal's entries are about, in words."""

# What an entry is about, by the first word of its action.
OBJECTS = {
    "access": "Sida",
    "access_check": "Loggkontroll",
    "account": "Konto",
    "agreement": "Överenskommelse",
    "answer": "Svar",
    "answers": "Omgång",
    "area": "Förbättringsområde",
    "backup": "Säkerhetskopia",
    "board": "Nämnd",
    "checklist": "Egen checklista",
    "comparison": "Jämförelse",
    "control": "Maskinell kontroll",
    "control_plan": "Internkontrollplan",
    "correction": "Besked om sakfel",
    "database": "Databas",
    "difference": "Skillnad",
    "fact": "Granskning",
    "flag": "Brådskande",
    "frame": "Urvalsram",
    "invitation": "Konto",
    "journal": "Journal",
    "known_count": "Känt antal",
    "meeting": "Möte",
    "observation": "Iakttagelse",
    "paper_answers": "Omgång",
    "paper_counts": "Omgång",
    "paper_doubt": "Tveksam siffra",
    "paper_statement": "Uttalande",
    "paper_year": "Omgång",
    "payment": "Granskning",
    "plan_document": "Plan",
    "program": "Program",
    "proposal": "Förslag",
    "protocol": "Omgång",
    "register": "Registerutdrag",
    "remark": "Anmärkning",
    "reply": "Svar från enheten",
    "report": "Omgång",
    "report_template": "Nämnd",
    "retention": "Gallring",
    "review": "Granskning",
    "risk_analysis": "Riskanalys",
    "round": "Omgång",
    "second_factor": "Konto",
    "secrecy_word": "Nämnd",
    "seed": "Omgång",
    "session": "Konto",
    "sharing": "Delning",
    "subject": "Registerutdrag om en person",
    "unit": "Akt i urvalet",
    "year_document": "Årsdokument",
}
# Actions that are about something else than their first word says.
OF_THE_ACTION = {"unit:listed": "Omgång"}


def object_words(action: str, object_id: str) -> str:
    """»Granskning 14«, »Journal«: what an entry is about. A long key, as that of a refused sign-in, is cut."""
    subject = OF_THE_ACTION.get(action) or OBJECTS.get(action.partition(":")[0], "")
    shown = object_id if len(object_id) <= 24 else f"{object_id[:12]}…"
    return subject if subject in {"Journal", "Databas", "Program", "Jämförelse"} else f"{subject} {shown}".strip()
