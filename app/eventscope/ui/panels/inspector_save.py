"""Saves a payload to a file that does not exist yet, under a plain name made from its topic."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from eventscope.core import filename
from eventscope.core.errors import BadInput, EventscopeError
from eventscope.core.message import Message
from eventscope.ui import words


def suggested(message: Message, suffix: str) -> str:
    """The file name offered first."""
    return filename.from_topic(message.topic, suffix, str(message.id))


def ask(owner: QWidget, message: Message, suffix: str, say: Callable[[str], None]) -> QFileDialog:
    """Open the dialog; `say` hears how it ended, in words."""
    dialog = QFileDialog(owner, QCoreApplication.translate("Inspector", "Save payload"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.selectFile(suggested(message, suffix))
    dialog.fileSelected.connect(lambda path: say(save(Path(path), message.payload)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def save(path: Path, payload: bytes) -> str:
    """Write the bytes as they are; answers a sentence, of success too."""
    try:
        write_new(path, payload)
    except EventscopeError as error:
        return words.error(error)
    return QCoreApplication.translate("Inspector", "Saved as {name}.").format(name=path.name)


def write_new(path: Path, payload: bytes) -> None:
    """Create the file; one that is already there is never touched (O_EXCL)."""
    try:
        with path.open("xb") as file:
            file.write(payload)
    except FileExistsError:
        raise BadInput("save-exists", "{name} exists already. Choose another name.", name=path.name) from None
    except OSError as error:
        sentence = "{name} could not be written: {words}. Choose another folder."
        raise BadInput("save-failed", sentence, name=path.name, words=error.strerror or str(error)) from None
