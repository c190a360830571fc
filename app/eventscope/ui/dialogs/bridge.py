"""The bridge dialog: every field of a bridge with what it means, checked while it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from eventscope.core.bus import BridgeSpec
from eventscope.core.drystep import Step
from eventscope.core.errors import EventscopeError
from eventscope.core.note import Note
from eventscope.core.verbs import CheckBridge, DryRunBridge, SaveBridge
from eventscope.core.visible import show
from eventscope.ui import words
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.bridgegeneral import GeneralTab
from eventscope.ui.dialogs.bridgepreview import Preview
from eventscope.ui.dialogs.bridgequeue import QueueTab
from eventscope.ui.dialogs.bridgeroutes import RoutesTab, watch
from eventscope.ui.forms import Form, Wrong
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.bus import draft
from eventscope.ui.viewmodels.bus.draft import Spot
from eventscope.ui.widgets import Label, button

TYPING_MS = 400
CYCLE = "bridge-cycle"


class BridgeDialog(QDialog):
    """Add a bridge, or change the one that is called `before` now.

    `refused` comes with the path of a circle (empty once there is none) and the sentence about it, `saved` with the
    name of the bridge.
    """

    refused = Signal(object, str)
    saved = Signal(str)

    def __init__(self, desk: Desk, spec: BridgeSpec, before: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._before, self._spec = desk, before, spec
        self._loading = True
        self._asked: BridgeSpec | None = None
        self._circle: tuple[str, ...] = ()
        self._connections = [item for item in desk.connections() if item.scheme != "bus"]
        self.general = GeneralTab(self._connections)
        self.routes = RoutesTab(self._connections, self._mapping)
        self.queue = QueueTab()
        self.preview = Preview()
        self.tabs = QTabWidget()
        self.outcome = Label("", "muted", wrap=True)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.check)
        self._build()
        self._load(spec)

    # --- layout ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        title = self.tr("Edit bridge") if self._before else self.tr("New bridge")
        self.setWindowTitle(title)
        self.resize(theme.px(1080), theme.px(720))
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(title)
        self.tabs.tabBar().setAccessibleName(title)
        for tab, text in (
            (_scrolled(self.general), self.tr("Source and promise")),
            (self.routes, self.tr("Routes")),
            (_scrolled(self.queue), self.tr("Queue and start")),
        ):
            self.tabs.addTab(tab, text)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.tabs, 5)
        middle.addWidget(self.preview, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(title, "title"))
        column.addLayout(middle, 1)
        column.addWidget(self.outcome)
        column.addLayout(self._buttons())
        watch(self.general, self._edited)
        watch(self.queue, self._edited)
        self.routes.changed.connect(self._edited)
        self.preview.changed.connect(self._edited)
        self.general.mode.currentIndexChanged.connect(self._mode)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(self.tr("Cancel"), self.reject))
        self.go = button(self.tr("Save"), self.save, "primary")
        self.go.setDefault(True)
        row.addWidget(self.go)
        return row

    def _mapping(self, target: str) -> str:
        known = {item.name: item for item in self._connections}
        return draft.mapping(known.get(str(self.general.source.value())), known.get(target))

    # --- the bridge --------------------------------------------------------------------------------------------

    def _load(self, spec: BridgeSpec) -> None:
        self._loading = True
        self.general.load(spec)
        self.routes.load(spec.routes, spec.mode == "hybrid")
        self.queue.load(spec)
        self.preview.show_delivery(spec.delivery)
        self._loading = False
        self._typing.start(0)

    def spec(self) -> BridgeSpec:
        """What the fields say; raises Wrong."""
        return replace(self.queue.store(self.general.store(self._spec)), routes=self.routes.routes())

    def _mode(self) -> None:
        self.routes.set_hybrid(self.general.mode.value() == "hybrid")

    def _edited(self) -> None:
        if not self._loading:
            self.preview.show_delivery(self.general.delivery.value())
            self._raise_qos()
            self._typing.start()

    def _raise_qos(self) -> None:
        """A delivery class that needs more of the source's QoS gets it."""
        least = draft.least_qos(self.general.delivery.value())
        if self.general.kind() == "mqtt" and self.general.qos.value() < least:
            self.general.qos.set_value(least)

    # --- checking ----------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Ask whether it could be saved, and what it makes of the example."""
        self._clear()
        try:
            spec = self.spec()
        except Wrong as wrong:
            self._show_wrong(wrong)
            return
        self._asked = spec
        self._desk.ask(CheckBridge(spec, self._before), self._checked(spec), self._complained(spec))

    def _checked(self, spec: BridgeSpec) -> Callable[[tuple[Note, ...] | None], None]:
        def take(notes: tuple[Note, ...] | None) -> None:
            if spec is self._asked:
                self._tell_circle((), "")
                self._say("\n".join(words.note(item) for item in notes or ()), "warn")
                verb = DryRunBridge(spec, (self.preview.line(spec),))
                self._desk.ask(verb, self._shower(spec), lambda error: self.preview.show_nothing(words.error(error)))

        return take

    def _shower(self, spec: BridgeSpec) -> Callable[[tuple[Step, ...] | None], None]:
        def take(steps: tuple[Step, ...] | None) -> None:
            if spec is self._asked:
                self.preview.show_steps(steps or (), spec)

        return take

    def _complained(self, spec: BridgeSpec) -> Callable[[EventscopeError], None]:
        def take(problem: EventscopeError) -> None:
            if spec is self._asked:
                self._show_problem(problem, len(spec.routes))
                self.preview.show_nothing(self.tr("It shows here once the bridge can be checked."))

        return take

    def _show_problem(self, problem: EventscopeError, routes: int) -> None:
        if problem.code == CYCLE:
            self._tell_circle(draft.cycle_of(problem.params), words.error(problem))
            self._say(words.error(problem), "bad")
            return
        self._tell_circle((), "")
        spot = draft.spot_of(problem, routes)
        shown = self._show_at(spot, draft.words_of(problem) or words.error(problem)) if spot else False
        self._say("" if shown else words.error(problem), "bad")

    def _show_at(self, spot: Spot, sentence: str) -> bool:
        """Put a complaint below its field; False where no field is its."""
        if spot.route is not None and spot.key:
            self.routes.choose(spot.route)
        tabs: tuple[GeneralTab | RoutesTab | QueueTab, ...] = (self.general, self.routes, self.queue)
        for number, tab in enumerate(tabs):
            field = tab.field(spot.key)
            form = self.routes.form if isinstance(tab, RoutesTab) else tab
            if field is not None and isinstance(form, Form):
                form.show_error(field, sentence)
                self.tabs.setTabText(number, self.tabs.tabText(number).removesuffix(" ●") + " ●")
                return True
        return False

    def _show_wrong(self, wrong: Wrong) -> None:
        self._asked = None
        self.queue.show_error(wrong.field, wrong.sentence)
        self.tabs.setTabText(2, self.tabs.tabText(2).removesuffix(" ●") + " ●")

    def _clear(self) -> None:
        for form in (self.general, self.routes.form, self.queue):
            form.clear_errors()
        for number in range(self.tabs.count()):
            self.tabs.setTabText(number, self.tabs.tabText(number).removesuffix(" ●"))

    def _tell_circle(self, path: tuple[str, ...], sentence: str) -> None:
        if path != self._circle:
            self._circle = path
            self.refused.emit(path, sentence)

    # --- saving ------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save and run it as its start says; what is wrong shows at its field, on the tab that has it."""
        self._typing.stop()
        self._clear()
        try:
            spec = self.spec()
        except Wrong as wrong:
            self._show_wrong(wrong)
            self._turn_to_wrong()
            return
        self._asked = spec
        self.go.setEnabled(False)
        self._desk.ask(SaveBridge(spec, self._before), self._saver(spec), self._refuser(spec))

    def _saver(self, spec: BridgeSpec) -> Callable[[tuple[Note, ...] | None], None]:
        def take(_notes: tuple[Note, ...] | None) -> None:
            self._tell_circle((), "")
            self.saved.emit(spec.name)
            self.accept()

        return take

    def _refuser(self, spec: BridgeSpec) -> Callable[[EventscopeError], None]:
        def take(problem: EventscopeError) -> None:
            self.go.setEnabled(True)
            self._show_problem(problem, len(spec.routes))
            self._turn_to_wrong()

        return take

    def _turn_to_wrong(self) -> None:
        """To the tab with the complaint, if the one that shows has none."""
        marked = [number for number in range(self.tabs.count()) if self.tabs.tabText(number).endswith("●")]
        if marked and self.tabs.currentIndex() not in marked:
            self.tabs.setCurrentIndex(marked[0])

    def _say(self, text: str, kind: str) -> None:
        self.outcome.setText(show(text, lines=True).text)
        self.outcome.set_kind(kind)


def _scrolled(form: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(form)
    return area
