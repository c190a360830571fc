"""Dead letters of a bridge: why each could not be delivered, its bytes; mend, replay, purge, export."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from eventscope.core import hexdump, visible
from eventscope.core.deadletter import DeadEdit, DeadLetter, DeadPage
from eventscope.core.verbs import ExportDead, GetDeadLetters, PurgeDead, ReplayDead
from eventscope.ui import figures
from eventscope.ui.bus.deadeditor import DeadEditor
from eventscope.ui.bus.reasons import reason
from eventscope.ui.datatable import DataTable
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import Choice, ask
from eventscope.ui.models.keyed_rows import Column, KeyedRows
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.viewmodels.bus import dead
from eventscope.ui.viewmodels.bus.dead import DeadRow
from eventscope.ui.viewmodels.lines import clock_text
from eventscope.ui.widgets import Deck, Empty, Label, Pill, PlainView, button

translate = QCoreApplication.translate
PAGE = 100
EVERY_MS = 1000
SHOWN = 64 << 10  # bytes of a payload
HEX = 8  # bytes in a line: the panel is narrow


class DeadTab(QWidget):
    """Of one bridge: `show_bridge`. `counted` tells how many there are."""

    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.bridge = ""
        self._total, self._wanted = 0, -1
        self._changed = False
        self._pause = QTimer(self, singleShot=True, interval=EVERY_MS)
        self._pause.timeout.connect(self._look)
        self._letters: tuple[DeadLetter, ...] = ()
        self.rows = KeyedRows[DeadRow](columns(), lambda row: row.letter.id, self)
        self.table = DataTable(self.tr("Dead letters"), self.rows)
        self.detail = PlainView()
        self.detail.setAccessibleName(self.tr("Bytes of the dead letter"))
        self.hex = Pill(self.tr("Hex"))
        self.why, self.about = Label("", "bad", wrap=True), Label("", "muted", wrap=True)
        self.nothing = Empty(self.tr("What a bridge cannot deliver is kept here byte for byte, and never thrown away."))
        self._stack = Deck()
        self._build()
        self.hex.toggled.connect(lambda _on: self._show_detail())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_detail())
        self.table.opened.connect(self.edit)
        self.table.removed.connect(self.purge_selected)
        self.table.menu_wanted.connect(lambda at: self.menu().popup(at))

    def _build(self) -> None:
        self.more = button(self.tr("Show more"), self._ask_more, "link")
        self.edit_button = button(self.tr("Edit and replay…"), self.edit)
        self.replay_button = button(self.tr("Replay all…"), self.replay_all)
        self.export_button = button(self.tr("Export…"), self.export)
        self.purge_button = button(self.tr("Purge…"), self.purge_all)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, parts in (
            (first, (self.edit_button, self.replay_button)),
            (second, (self.export_button, self.purge_button)),
        ):
            row.setSpacing(6)
            for part in parts:
                row.addWidget(part, 1)
        head = QHBoxLayout()
        head.addWidget(self.about, 1)
        head.addWidget(self.more)
        head.addWidget(self.hex)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.table, 3)
        column.addLayout(head)
        column.addWidget(self.why)
        column.addWidget(self.detail, 2)
        column.addLayout(first)
        column.addLayout(second)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(whole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    # --- what it shows ---------------------------------------------------------------------------------------

    def show_bridge(self, bridge: str, dead: int) -> None:
        """Another bridge, or another count of the same: then it looks again."""
        if bridge != self.bridge:
            self.bridge, self._wanted = bridge, -1
            self._pause.stop()
            self._put((), 0)
        self.counted.emit(dead)
        if dead != self._wanted:
            self._wanted = dead
            self._changed = True
            self._look()

    def _look(self) -> None:
        """Once a second at most: a poisoned stream may bring thousands, and each comes with its bytes."""
        if self._changed and self.isVisible() and not self._pause.isActive():
            self._changed = False
            self._pause.start()
            self.refresh()

    def refresh(self) -> None:
        """Ask for the first ones; as many as were shown."""
        if self.bridge:
            count = min(max(PAGE, len(self._letters)), 256)
            self._desk.ask(GetDeadLetters(self.bridge, 0, count), self._taker(self.bridge, more=False))

    def _ask_more(self) -> None:
        if self._letters:
            verb = GetDeadLetters(self.bridge, self._letters[-1].id, PAGE)
            self._desk.ask(verb, self._taker(self.bridge, more=True))

    def _taker(self, bridge: str, more: bool) -> Callable[[DeadPage | None], None]:
        def take(page: DeadPage | None) -> None:
            if page is not None and bridge == self.bridge and self.bridge:
                self._put((*self._letters, *page.letters) if more else page.letters, page.total)

        return take

    def _put(self, letters: tuple[DeadLetter, ...], total: int) -> None:
        self._letters, self._total = letters, total
        self.rows.put(dead.rows(letters))
        self._stack.setCurrentIndex(1 if letters else 0)
        self.more.setVisible(len(letters) < total)
        if letters and not self.table.selected():
            self.table.selectRow(0)
        self._show_detail()

    def chosen(self) -> list[DeadRow]:
        """The selected rows."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.rows.rows[place] for place in places]

    def _show_detail(self) -> None:
        chosen = self.chosen()
        self.edit_button.setEnabled(len(chosen) == 1)
        shown = self.tr("{n} of {total} shown").format(
            n=figures.count(len(self._letters)), total=figures.count(self._total)
        )
        if len(chosen) != 1:
            self.about.setText(shown)
            self.why.setText("")
            self.detail.setPlainText("")
            return
        letter = chosen[0].letter
        size = figures.size(len(letter.payload or b""))
        self.about.setText(" · ".join((shown, self.tr("route {n}").format(n=letter.route + 1), size)))
        self.why.setText(_errors(letter))
        self.detail.setPlainText(self._bytes(letter))

    def _bytes(self, letter: DeadLetter) -> str:
        data = letter.payload
        if data is None:
            return self.tr("no payload (a tombstone)")
        cut = f"\n… ({figures.size(len(data))})" if len(data) > SHOWN else ""
        if self.hex.isChecked():
            return hexdump.text(data, 0, SHOWN, HEX) + cut
        return visible.decode(data[:SHOWN], lines=True).text + cut

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.fit()
        self._look()

    # --- what can be done --------------------------------------------------------------------------------------

    def menu(self) -> QMenu:
        """With the selected ones."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Edit and replay…"), self.edit).setEnabled(len(self.chosen()) == 1)
        menu.addAction(self.tr("Replay as they are"), self.replay_selected)
        menu.addAction(self.tr("Purge…"), self.purge_selected)
        menu.addAction(self.tr("Copy rows"), self.table.copy)
        return menu

    def edit(self) -> None:
        """Open the selected one for mending."""
        chosen = self.chosen()
        if len(chosen) == 1:
            letter = chosen[0].letter
            DeadEditor(letter, lambda edit: self._replay((letter.id,), edit), self.window()).open()

    def replay_selected(self) -> None:
        """Send the selected ones again."""
        if chosen := self.chosen():
            self._replay(tuple(row.letter.id for row in chosen))

    def replay_all(self) -> None:
        """Ask, then send all again."""
        title = _counted(self.tr("Replay %n dead letter(s)?", "", self._total), self._total)
        text = self.tr("Each is sent again as it is. What fails again comes back here.")
        ask(self.window(), title, text, [Choice(self.tr("Replay all"), lambda: self._replay(None))])

    def _replay(self, ids: tuple[int, ...] | None, edit: DeadEdit | None = None) -> None:
        self._desk.ask(ReplayDead(self.bridge, ids, edit), self._replayed)

    def _replayed(self, count: int) -> None:
        self.refresh()

    def purge_selected(self) -> None:
        """Ask, then throw the selected ones away."""
        if chosen := self.chosen():
            self._ask_purge(tuple(row.letter.id for row in chosen), len(chosen))

    def purge_all(self) -> None:
        """Ask, then throw all away."""
        self._ask_purge(None, self._total)

    def _ask_purge(self, ids: tuple[int, ...] | None, count: int) -> None:
        title = _counted(self.tr("Throw %n dead letter(s) away for good?", "", count), count)
        text = self.tr("Nobody gets them any more. Export them first to keep a copy.")
        call = Choice(
            self.tr("Purge"), lambda: self._desk.ask(PurgeDead(self.bridge, ids), lambda _count: self.refresh())
        )
        ask(self.window(), title, text, [call])

    def export(self) -> None:
        """Ask for a new file and write all of them to it."""
        dialog = QFileDialog(self.window(), self.tr("Export dead letters"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("JSON lines (*.jsonl)"))
        dialog.setDefaultSuffix("jsonl")
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(self.tr("dead-letters.jsonl"))
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, path: str) -> None:
        """Write all of them to a file that does not exist yet."""
        self._desk.ask(ExportDead(self.bridge, path), self._exported)

    def _exported(self, count: int) -> None:
        self.about.setText(_counted(self.tr("%n dead letter(s) exported.", "", count), count))


def _counted(text: str, count: int) -> str:
    return text.replace(str(count), figures.count(count), 1)


def _errors(letter: DeadLetter) -> str:
    """Every try with its time, the last one first; long histories are cut and say so."""
    shown = [f"{clock_text(each.at)}  {label(each.words) or reason(each.reason)}" for each in letter.errors[-3:]]
    if len(letter.errors) > 3:
        shown.append(translate("Bus", "and {n} tries before").format(n=figures.count(len(letter.errors) - 3)))
    return "\n".join([*reversed(shown[:3]), *shown[3:]]) or reason(letter.reason)


def columns() -> list[Column[DeadRow]]:
    """Topic, reason, when, tries."""
    return [
        Column(
            "topic",
            translate("Bus", "Topic"),
            lambda row: row.topic,
            lambda row: row.letter.topic,
            stretch=True,
            hover=lambda row: row.topic,
        ),
        Column(
            "reason",
            translate("Bus", "Reason"),
            lambda row: reason(row.letter.reason),
            lambda row: row.letter.reason,
            width=132,
            hover=lambda row: _errors(row.letter),
            role=lambda row: "bad",
        ),
        Column(
            "tries",
            translate("Bus", "Tries"),
            lambda row: figures.count(row.tries),
            lambda row: row.tries,
            right=True,
            width=48,
            rank=2,
            how=translate("Bus", "How often it was tried in vain"),
        ),
        Column("when", translate("Bus", "Died"), lambda row: row.when, lambda row: row.letter.died, width=160, rank=1),
    ]
