"""The composer: write an event, see how it will leave, publish it once or repeatedly, keep it for later."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from eventscope.base import clock
from eventscope.core import template
from eventscope.core.errors import EventscopeError
from eventscope.core.verbs import State
from eventscope.core.visible import elide, show
from eventscope.core.workspace import EMBEDDED, SavedEvent
from eventscope.ui import words
from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.forms import Wrong
from eventscope.ui.panels.composer_controls import Controls
from eventscope.ui.panels.composer_editor import PayloadField
from eventscope.ui.panels.composer_events import EventList
from eventscope.ui.panels.composer_properties import PropertiesDialog
from eventscope.ui.panels.composer_run import Run
from eventscope.ui.panels.composer_status import StatusLine
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.eventdraft import Outlook, from_plain, outlook, place, property_count, to_plain
from eventscope.ui.widgets import Card, Label, Pill, set_property

PAUSE = 200  # ms after the last key until the preview is made anew
BUDGET = 40_000_000  # ns that a preview may take
FIRST = SavedEvent(
    "",
    "orders/7/created",
    '{"id": "o-{{ seq }}", "total": {{ random(8, 400, 2) }}, "currency": "EUR", "placed": "{{ now }}"}',
    qos=1,
)


class ComposerPanel(Card):
    """What is written here is one SavedEvent (`draft()`); `load` shows another one and never loses the old."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Publish"), parent, margins=(12, 4, 12, 8))
        self.desk = desk
        self._wanted = ""  # a connection to be shown as soon as it is there
        self._base = FIRST  # what has no field of its own: name, collection, properties, stamp, seed
        self._outlook = Outlook()
        self._loading = False
        self._timer = QTimer(self, interval=PAUSE, singleShot=True)
        self._timer.timeout.connect(self.check)
        self._build()
        self._connect()
        if desk.state is not None:
            self._take_state(desk.state)
        self._put(FIRST)

    # --- layout ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.header.addWidget(Label("Ctrl+Enter", "muted"))
        self.saved = Pill(self.tr("Saved events"))
        self.header.addWidget(self.saved)
        self.keep = self.add_action("mdi6.bookmark-plus-outline", self.tr("Save this event"), lambda: self.list.save())
        self.controls = made = Controls()
        self.connection, self.topic, self.qos, self.kind = made.connection, made.topic, made.qos, made.kind
        self.retain, self.properties, self.repeat = made.retain, made.properties, made.repeat
        self.payload = PayloadField()
        self.status = StatusLine()
        self.list = EventList(self.desk, self.draft)
        self.list.hide()
        self._arrange()

    def _arrange(self) -> None:
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.controls)
        column.addWidget(self.payload, 1)
        column.addWidget(self.status)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme.px(8))
        self.split.addWidget(main)
        self.split.addWidget(self.list)
        self.split.setStretchFactor(0, 1)
        self.body.addWidget(self.split, 1)
        self.setFocusProxy(self.topic)

    def _connect(self) -> None:
        desk = self.desk
        desk.state_changed.connect(self._take_state)
        desk.compose.connect(self.load)
        desk.connection_chosen.connect(self._choose_connection)
        self.run = Run(desk, self)
        self.run.begun.connect(self._begun)
        self.run.receipt.connect(self.status.show_receipt)
        self.run.progress.connect(self.status.show_progress)
        self.run.refused.connect(self._refused)
        self.run.busy.connect(self.controls.show_running)
        self.controls.publish.clicked.connect(self.publish)
        self.controls.stop.clicked.connect(self.stop_job)
        self.topic.textEdited.connect(self._edited)
        self.payload.changed.connect(self._edited)
        self.payload.edit.refused.connect(self.status.complain)
        for choice in (self.connection, self.qos, self.kind):
            choice.currentIndexChanged.connect(self._edited)
        self.retain.clicked.connect(self._edited)
        self.repeat.changed.connect(self._edited)
        self.properties.clicked.connect(self.edit_properties)
        self.saved.toggled.connect(lambda on: self.list.setVisible(on))
        self.list.loaded.connect(self.load)

    def commands(self) -> list[Command]:
        """For menus, palette and shortcuts."""
        return [
            Command("composer.publish", self.tr("Publish the event"), self.publish, "Ctrl+Return Ctrl+Enter"),
            Command("composer.stop", self.tr("Stop the repeated event"), self.stop_job),
            Command("composer.properties", self.tr("Properties of the event"), self.edit_properties),
            Command("composer.save", self.tr("Save this event"), self.list.save),
            Command("composer.saved", self.tr("Show or hide the saved events"), self.saved.click),
            Command("composer.new", self.tr("New event"), lambda: self.load(SavedEvent("", "", "", qos=1))),
        ]

    # --- the event -----------------------------------------------------------------------------------------------

    def draft(self) -> SavedEvent:
        """The event as written; a repetition that cannot be read is that of before."""
        kind = self.kind.value()
        made = replace(
            self._base,
            connection=self.connection.value() or EMBEDDED,
            topic=self.topic.text(),
            qos=self.qos.value(),
            kind=kind,
            retain=self.retain.isChecked(),
            payload=self.payload.text(kind),
        )
        try:
            return self.repeat.store(made)
        except Wrong:
            return made

    def load(self, event: SavedEvent) -> None:
        """Show another event; what was written can be had back."""
        before = self.draft()
        self._put(event)
        if before != event and before != FIRST and before.payload + before.topic and not self._kept(before):
            self.status.offer_undo(self.tr("What you wrote before was replaced."), partial(self._put, before))
        self.topic.setFocus()

    def _kept(self, event: SavedEvent) -> bool:
        return event in self.list.events.events

    def _put(self, event: SavedEvent) -> None:
        self._loading = True
        self._base = event
        self._choose_connection(event.connection)
        self.topic.setText(event.topic)
        self.qos.set_value(event.qos)
        self.kind.set_value(event.kind)
        self.retain.setChecked(event.retain)
        self.payload.set_text(event.kind, event.payload)
        self.repeat.load(event)
        self._loading = False
        self.status.withdraw()
        self.payload.show_kind(event.kind)
        self.check()

    def _edited(self, *_what: object) -> None:
        if not self._loading:
            self.payload.show_kind(self.kind.value())
            self.status.withdraw()
            self._timer.start()

    def check(self) -> Outlook:
        """Make the preview, and show in place what is wrong."""
        self._timer.stop()
        event = self.draft()
        self._outlook = found = outlook(event, self._context(event))
        untouched = not event.topic and not event.payload
        set_property(self.topic, "wrong", found.field == "topic" and not untouched)
        self.payload.show_wrong(found.field == "payload", self._place(found, event))
        if self.status.undo.isHidden():
            self.status.show_outlook(Outlook() if untouched else found, event.kind)
        count = property_count(event.properties)
        self.properties.setText(self.tr("Properties {n}").format(n=count) if count else self.tr("Properties"))
        self.properties.setChecked(count > 0)
        return found

    def _place(self, found: Outlook, event: SavedEvent) -> tuple[int, int] | None:
        """Where the mistake is in the editor: a rendered text has other lines than its template."""
        if found.wrong is None or (found.wrong.code != "template-wrong" and template.is_template(event.payload)):
            return None
        return place(found.wrong)

    def _context(self, event: SavedEvent) -> template.Context:
        until = clock.mono_ns() + BUDGET
        return template.Context(
            seq=self.run.next_number(event),
            wall_ns=clock.wall_ns(),
            draw=random.Random(event.seed if event.seed is not None else 1).random,  # noqa: S311 (steady while typing)
            expired=lambda: clock.mono_ns() > until,
            event=event.name,
            connection=event.connection,
            topic=event.topic,
        )

    def edit_properties(self) -> None:
        """Open the dialog of properties."""
        self.check()  # a click must not switch the pill
        PropertiesDialog(self.draft(), self._version(), self._use_properties, self).open()

    def _use_properties(self, event: SavedEvent) -> None:
        self._base = replace(
            self._base, properties=event.properties, stamp=event.stamp, envelope=event.envelope, seed=event.seed
        )
        self._edited()
        self.check()

    def _version(self) -> str:
        chosen = self.connection.value()
        return next((item.version for item in self.desk.connections() if item.id == chosen), "5")

    # --- publishing ------------------------------------------------------------------------------------------------

    def publish(self, _checked: bool = False) -> None:
        """Send the event as it is written, or begin to repeat it."""
        if self.run.running:
            return
        self.status.withdraw()
        found = self.check()
        try:
            event = self.repeat.store(self.draft())
        except Wrong as problem:
            self.status.complain(problem.sentence)
            problem.field.setFocus()
            return
        if found.wrong is not None:
            self.status.complain(words.error(found.wrong))
            self._focus_wrong(found)
            return
        self.run.start(event)

    def _focus_wrong(self, found: Outlook) -> None:
        where = place(found.wrong) if found.wrong else None
        if found.field == "topic":
            self.topic.setFocus()
        elif found.field == "payload" and where and not template.is_template(self.payload.edit.toPlainText()):
            self.payload.edit.go_to(where)

    def stop_job(self, _checked: bool = False) -> None:
        """End the repetition."""
        self.run.stop()

    def _begun(self) -> None:
        self.status.last.setText("")
        self.check()  # the next one has the next number

    def _refused(self, error: EventscopeError) -> None:
        self.status.complain(words.error(error))

    # --- workspace -------------------------------------------------------------------------------------------------

    def _take_state(self, state: State) -> None:
        chosen = self._wanted or self.connection.value() or self._base.connection
        self.connection.blockSignals(True)
        self.connection.clear()
        for item in state.workspace.connections:
            self.connection.addItem(show(elide(item.name, 60)).text, item.id)
        self._choose_connection(chosen)
        self.connection.blockSignals(False)
        self.list.take(state.workspace.events)

    def _choose_connection(self, ident: str) -> None:
        """Show a connection; one that this panel has not heard of yet is shown when it comes."""
        there = self.connection.findData(ident) >= 0
        self._wanted = "" if there else ident
        if there:
            self.connection.set_value(ident)

    def save_state(self) -> dict[str, Any]:
        """The draft and whether the saved events are open: what was written survives a restart."""
        return {"draft": to_plain(self.draft()), "saved": self.saved.isChecked()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take a saved state; anything odd in it is left out."""
        event = from_plain(state.get("draft"))
        if event is not None:
            self._put(event)
        if state.get("saved") is True:
            self.saved.setChecked(True)
