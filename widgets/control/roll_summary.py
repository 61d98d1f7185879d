"""How many are here, late, absent: one line of words."""

from collections.abc import Iterable

from widgets.control.roll_rows import RollRow, count_standings
from widgets.language import ngettext, translate


def tell_summary(rows: Iterable[RollRow]) -> str:
    """Such as '24 present, 2 late, 3 absent'; what nobody is, is left out. A number stays with its word."""
    counts = count_standings(rows)
    parts = [
        _words(standing, count).replace(" ", "\N{NO-BREAK SPACE}")
        for standing in ("present", "late", "away", "left_early", "unproved", "absent", "excused")
        if (count := counts[standing])
    ]
    return translate(", ").join(parts) if parts else translate("Nobody is on the list.")


def _words(standing: str, count: int) -> str:
    words = {
        "present": ngettext("{count} present", "{count} present", count),
        "late": ngettext("{count} late", "{count} late", count),
        "away": ngettext("{count} away", "{count} away", count),
        "left_early": ngettext("{count} left early", "{count} left early", count),
        "unproved": ngettext("{count} to confirm", "{count} to confirm", count),
        "absent": ngettext("{count} absent", "{count} absent", count),
        "excused": ngettext("{count} excused", "{count} excused", count),
    }
    return words[standing].format(count=count)
