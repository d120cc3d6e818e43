"""How years are set beside each other: by question and board, each at the depth that its source allows."""

from enum import StrEnum


class Judgement(StrEnum):
    """What a document in words says of a question."""

    IN_ORDER = "i_ordning"
    PARTLY = "delvis"
    NOT_IN_ORDER = "brister"


JUDGEMENT_NAMES = {
    Judgement.IN_ORDER: "I ordning",
    Judgement.PARTLY: "Delvis i ordning",
    Judgement.NOT_IN_ORDER: "Brister",
}
