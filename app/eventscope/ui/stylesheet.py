"""What Qt's style sheet adds to Fusion and our palette: edges, corners and distances from the tokens."""

from __future__ import annotations

from collections.abc import Callable
from string import Template

# $names are colours of tokens.toml; @12 is 12 px at 100 % zoom. Properties (kind, role) come from ui.widgets.
_SHEET = """
QMainWindow, QWidget[role="ground"] { background: $ground; }
QDialog { background: $panel; }
QMainWindow::separator { background: $ground; width: @8; height: @8; }
QMainWindow::separator:hover { background: $line; }
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: @6; }
QFrame[role="rail"] { background: $panel; border: none; border-right: 1px solid $line; }
QFrame[role="bar"] { background: $panel; border: none; border-top: 1px solid $line; }
QFrame[role="strip"] { background: $raised; border: 1px solid $line; border-radius: @6; }
QFrame[role="strip"][level="warn"] { border-color: $warn; }
QFrame[role="strip"][level="bad"] { border-color: $bad; }
QFrame[role="rule"] { background: $line; border: none; }

QLabel { background: transparent; }
QLabel[kind="heading"] { color: $muted; font-size: @11; font-weight: 600; letter-spacing: 0.5px; }
QLabel[kind="title"] { font-size: @15; font-weight: 600; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="muted"] { color: $muted; font-size: @11; }
QLabel[kind="good"] { color: $good; font-size: @11; }
QLabel[kind="warn"] { color: $warn; font-size: @11; }
QLabel[kind="bad"] { color: $bad; font-size: @11; }

QTreeView, QTableView, QListView, QPlainTextEdit, QTextEdit {
  background: transparent; border: 1px solid transparent; outline: 0;
  selection-background-color: $select; selection-color: $text; }
QTreeView:focus, QTableView:focus, QListView:focus { border-color: $accent; border-radius: @6; }
QTreeView::item, QTableView::item { padding: 0 @8; }
QTreeView::item { height: @22; }
QTreeView::item:hover, QListView::item:hover { background: $raised; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: $select; color: $text; }
QListView::item { padding: 0 @8; min-height: @24; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $panel; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 0 @8; height: @26; font-size: @11; font-weight: 600; }
QTableCornerButton::section { background: $panel; border: none; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit[role="field"] {
  background: $raised; border: 1px solid $line; border-radius: @6; padding: 0 @8; min-height: @26; }
QPlainTextEdit[role="field"] { padding: @4; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit[role="field"]:focus { border-color: $accent; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"],
QPlainTextEdit[wrong="true"] { border-color: $bad; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: $muted; background: $panel; }
QComboBox::drop-down { border: none; width: @24; }
QComboBox::down-arrow { image: url("$icons/chevron-$look.svg"); width: @16; height: @16; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; padding: @4; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 0; }

QPushButton { background: $raised; border: 1px solid $line; border-radius: @6; padding: 0 @12; min-height: @26; }
QPushButton:hover { border-color: $muted; }
QPushButton:pressed { background: $select; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $muted; background: $panel; }
QPushButton[role="primary"] { background: $accent; color: $accenttext; border-color: $accent; font-weight: 600; }
QPushButton[role="primary"]:focus { border-color: $text; }
QPushButton[role="primary"]:disabled { background: $raised; color: $muted; border-color: $line; }
QPushButton[role="pill"] { min-height: @22; padding: 0 @8; border-radius: @11; font-size: @11; }
QPushButton[role="pill"]:checked { background: $select; border-color: $accent; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 0 @4; }
QPushButton[role="link"]:focus { border-color: $accent; }
QFrame[role="bar"] QPushButton[role="link"] { font-size: @11; min-height: @18; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: @6; padding: 0; }
QToolButton:hover { background: $raised; }
QToolButton:checked { background: $select; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: @6 @8; border: 1px solid transparent;
  border-bottom: 2px solid transparent; }
QTabBar[role="tight"]::tab { padding: @6 @4; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar:focus { border: none; }
QTabBar::tab:focus { color: $text; border-color: $accent; }

QCheckBox, QRadioButton { spacing: @6; min-height: @22; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: @14; height: @14; background: $raised;
  border: 1px solid $muted; border-radius: @4; }
QRadioButton::indicator { border-radius: @8; }
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate, QRadioButton::indicator:checked {
  background: $accent; border-color: $accent; }
QCheckBox::indicator:checked { image: url("$icons/check-$look.svg"); }
QCheckBox::indicator:indeterminate { image: url("$icons/partial-$look.svg"); }
QRadioButton::indicator:checked { image: url("$icons/dot-$look.svg"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $panel; border-color: $line; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QGroupBox { border: none; margin-top: @20; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; color: $muted; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QMenu { background: $panel; border: 1px solid $line; padding: @4; }
QMenu::item { padding: @4 @24 @4 @12; border-radius: @4; }
QMenu::item:selected { background: $select; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: @4 @8; }
QMenuBar { background: $panel; border: none; }
QMenuBar::item { background: transparent; padding: @4 @8; border-radius: @4; }
QMenuBar::item:selected { background: $select; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: @4 @8; font-size: @11; }
QDockWidget { border: none; }
QSplitter::handle { background: transparent; }

QScrollBar:vertical { background: transparent; width: @10; margin: 0; }
QScrollBar:horizontal { background: transparent; height: @10; margin: 0; }
QScrollBar::handle { background: $line; border-radius: @4; margin: 1px; }
QScrollBar::handle:vertical { min-height: @24; }
QScrollBar::handle:horizontal { min-width: @24; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""


def stylesheet(colours: dict[str, str], px: Callable[[float], int], icons: str, look: str) -> str:
    """The sheet for one set of colours; `px` applies the zoom, `icons` is the folder of the marks for `look`."""
    pieces = _SHEET.split("@")
    sized = pieces[0] + "".join(_sized(piece, px) for piece in pieces[1:])
    names = {name.replace("-", ""): value for name, value in colours.items()}
    return Template(sized).substitute(names, icons=icons, look=look)


def _sized(piece: str, px: Callable[[float], int]) -> str:
    digits = len(piece) - len(piece.lstrip("0123456789"))
    return f"{px(int(piece[:digits]))}px{piece[digits:]}"
