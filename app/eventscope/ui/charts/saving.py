"""The charts as a picture or as data in a file that a person chose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QPoint, QRect, QSaveFile, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from eventscope.core.errors import BadInput
from eventscope.ui.theme import theme

translate = QCoreApplication.translate


def ask(owner: QWidget, title: str, name: str, pattern: str, chosen: Callable[[Path], None]) -> QFileDialog:
    """Open the dialog; `chosen` hears the file. Before a file is replaced the dialog asks."""
    dialog = QFileDialog(owner, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(pattern)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def picture(widget: QWidget, caption: str) -> bytes:
    """The widget as it is drawn, a caption below it, as PNG."""
    grabbed = widget.grab()
    ratio, foot = grabbed.devicePixelRatio(), theme.px(26)
    image = QImage(grabbed.width(), grabbed.height() + round(foot * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.colour("ground"))
    painter = QPainter(image)
    painter.drawPixmap(QPoint(0, 0), grabbed)
    painter.setFont(theme.small())
    painter.setPen(theme.colour("muted"))
    below = QRect(theme.px(8), widget.height(), widget.width() - theme.px(16), foot)
    painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), caption)
    painter.end()
    return png(image)


def png(image: QImage) -> bytes:
    """An image as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def write(path: Path, content: bytes) -> str:
    """Write a file whole or not at all; answers a sentence. Raises BadInput with one that says what to do."""
    file = QSaveFile(str(path))
    good = file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(content) == len(content) and file.commit()
    if not good:
        sentence = "{name} could not be written: {words}. Choose another folder."
        raise BadInput("save-failed", sentence, name=path.name, words=file.errorString())
    return translate("Charts", "Saved as {name}.").format(name=path.name)
