"""What an improvement area can be, and what it takes to close one."""

from enum import StrEnum


class AreaStatus(StrEnum):
    OPEN = "oppet"
    REMAINS = "kvarstar"
    PARTLY = "delvis_atgardat"
    DONE = "atgardat"


STATUS_NAMES = {
    AreaStatus.OPEN: "Öppet",
    AreaStatus.REMAINS: "Kvarstår",
    AreaStatus.PARTLY: "Delvis åtgärdat",
    AreaStatus.DONE: "Åtgärdat",
}
