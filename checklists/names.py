"""Which names a rule refers to; the rule language itself is read elsewhere."""

import re

RESERVED = frozenset({"and", "or", "not", "in", "is", "null", "true", "false"})
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
NAME = re.compile(r"[^\W\d]\w*")


def rule_names(rule: str) -> tuple[str, ...]:
    """The bare names in a rule, in order and each once.

    What stands in quotes and the language's own words are left out. Raises ValueError where a quotation mark
    has no partner.
    """
    unquoted = QUOTED.sub(" ", rule)
    if "'" in unquoted or '"' in unquoted:
        raise ValueError("A quotation mark has no partner.")
    return tuple(dict.fromkeys(name for name in NAME.findall(unquoted) if name not in RESERVED))
