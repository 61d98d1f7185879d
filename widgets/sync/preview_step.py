"""Where values go, last step: what would change, before anything is sent."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.outgoing.plan import Plan
from app.outgoing.rows import State, Target
from app.outgoing.seen import RowSeen
from widgets.language import translate
from widgets.parts.basics import column, label
from widgets.sessions.rows import RowsModel, RowsTable
from widgets.sync.notices_box import NoticesBox
from widgets.sync.rows import SyncRow, make_columns, make_rows
from widgets.theme import M


class PreviewStep(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.heading = label("", "strong", wrap=True)
        self.notices = NoticesBox(ask=False)
        self.model = RowsModel(make_columns(), lambda item: item.key)
        self.table: RowsTable[SyncRow] = RowsTable(self.model, translate("What would change"))
        box = column(self.heading, self.notices, self.table, space=M)
        box.setStretch(2, 1)
        self.setLayout(box)

    def show_plan(self, target: Target, seen: Sequence[RowSeen], plan: Plan) -> None:
        rows = make_rows(target, seen, plan)
        order = list(State)
        self.model.set_rows(sorted(rows, key=lambda item: order.index(item.state)))
        self.notices.show_notices(plan.notices if plan.to_send else [])
        waiting = len(rows) - plan.to_send - sum(item.state is State.CONFIRMED for item in rows)
        words = [translate("Values that will be sent: {count}.").format(count=plan.to_send)]
        if waiting:
            words.append(translate("Kept here, with the reason: {count}.").format(count=waiting))
        if not rows:
            words = [translate("This session has no values of this kind yet.")]
        self.heading.setText(" ".join(words))
