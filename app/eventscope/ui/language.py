"""The language of the window: Qt's translators, put in and taken out while the application runs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from eventscope.base import paths

KNOWN = ("en", "zh_CN")
_active: list[QTranslator] = []
_current = ""


def choose(wanted: str) -> bool:
    """Speak `wanted` ("system", "en", "zh_CN") from now on; answers whether that is a change.

    Texts that were made before stay as they are: the window is built anew after a change.
    """
    global _current
    name = _of_system() if wanted == "system" else wanted
    if name == _current:
        return False
    app = QCoreApplication.instance()
    assert app is not None
    for translator in _active:
        app.removeTranslator(translator)
    _active.clear()
    _current = name
    own = str(paths.resources() / "i18n")
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for file, folder in ((f"qtbase_{name}", qt), (f"eventscope_{name}", own)):
        translator = QTranslator(app)
        if translator.load(file, folder):
            app.installTranslator(translator)
            _active.append(translator)
    QLocale.setDefault(QLocale(name))
    return True


def current() -> str:
    """The language in force, empty before the first choice."""
    return _current


def _of_system() -> str:
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"
