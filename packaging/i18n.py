"""Translations: collect the texts of the window and of every error and notice, compile what is translated.

    python packaging/i18n.py            collect into the .ts files, then compile the .qm files
    python packaging/i18n.py --check    only say whether anything is missing or stale (exit 1)

Texts of the window come by `self.tr` and `QCoreApplication.translate`, found by Qt's lupdate. Errors, notices
and states of links come as a code and an English sentence, in every layer: they go into the context "words" with
the code as source text and the sentence as a comment for the translator, so that no list of them is kept by hand.
Where several sentences share a code, the sentences are source texts as well; the code then wants a translation
that fits all of them.
English needs only its plurals, which are made here from the "(s)" of the source text.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "app" / "eventscope"
TARGET = ROOT / "resources" / "i18n"
LANGUAGE = "zh_CN"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
WORD = re.compile(r"[a-z]+")  # a code of one word only counts where the call is one of these
TELLERS = {"EventscopeError", "BadInput", "CannotConnect", "Refused", "Unavailable", "Notice", "LinkNews", "notice"}
PREFIXES = {"kind": ("topic", "filter")}  # codes made of a name and a tail: f"{kind}-empty"


def main() -> int:
    """Collect and compile, or check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="say what is missing, change nothing")
    if parser.parse_args().check:
        return check()
    TARGET.mkdir(parents=True, exist_ok=True)
    collect(TARGET)
    for file in sorted(TARGET.glob("*.ts")):
        run("pyside6-lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm")))
    report(TARGET / f"eventscope_{LANGUAGE}.ts")
    return 0


def collect(target: Path) -> None:
    """Bring both .ts files below `target` up to date."""
    files = [str(path) for path in sorted((SOURCE / "ui").rglob("*.py"))]
    with tempfile.TemporaryDirectory() as folder:
        codes = Path(folder) / "codes.py"
        codes.write_text(codes_as_source(), encoding="utf-8")
        common = ("-no-obsolete", "-locations", "none", "-silent")
        run("pyside6-lupdate", *files, str(codes), *common, "-ts", str(target / f"eventscope_{LANGUAGE}.ts"))
        run("pyside6-lupdate", *files, *common, "-pluralonly", "-ts", str(target / "eventscope_en.ts"))
    fill_english(target / "eventscope_en.ts")


def codes_as_source() -> str:
    """The codes of all layers as Python that lupdate reads, each with its English sentences as a comment."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if path.is_relative_to(SOURCE / "cli"):
            continue  # the command line speaks English
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = [] if path.is_relative_to(SOURCE / "ui") else list(tables(tree))
        for code, sentence in (*sentences(tree), *known):
            found.setdefault(code, set()).add(sentence)
    lines = ["from PySide6.QtCore import QCoreApplication"]
    for code, texts in sorted(found.items()):
        lines += entry(code, " | ".join(sorted(texts)) if texts != {code} else "a reason in the protocol")
        if len(texts) > 1:
            for text in sorted(texts):
                lines += entry(text, f"one sentence of {code}")
    return "\n".join(lines) + "\n"


def entry(source: str, note: str) -> list[str]:
    """One text for lupdate with a note for the translator."""
    return [f"#: {note}", f"QCoreApplication.translate('words', {source!r})"]


def sentences(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(code, English sentence) of every call that takes both side by side: errors, notices, states of links."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        arguments = [*node.args, *(item.value for item in node.keywords if item.arg in ("code", "words", "sentence"))]
        name = ast.unparse(node.func).rpartition(".")[2]
        for first, second in pairwise(arguments):
            yield from pairs(first, second, tree, name in TELLERS)


def tables(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Codes and sentences of all tables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from table(node)


def table(node: ast.Dict) -> Iterator[tuple[str, str]]:
    """Codes with sentences in a table; of reason codes of the protocol, which are numbers, the sentences alone."""
    literal = [key.value for key in node.keys if isinstance(key, ast.Constant)]
    texts = [text_of(value, node) for value in node.values]
    if not literal or len(literal) != len(texts) or not all(text and (" " in text or "{" in text) for text in texts):
        return
    if all(isinstance(key, int) for key in literal):
        yield from ((one_line(text), one_line(text)) for text in texts if text)
    elif any(isinstance(key, str) and CODE.fullmatch(key) for key in literal):
        yield from ((str(key), one_line(text)) for key, text in zip(literal, texts, strict=True) if text)


def pairs(first: ast.expr, second: ast.expr, tree: ast.AST, sure: bool) -> Iterator[tuple[str, str]]:
    """Code and sentence of two arguments, where they are such."""
    sentence = text_of(second, tree)
    if sentence is None or " " not in sentence:
        return
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        if CODE.fullmatch(first.value) or (sure and WORD.fullmatch(first.value)):
            yield first.value, one_line(sentence)
    elif isinstance(first, ast.JoinedStr):
        for name, values in PREFIXES.items():
            for value in values:
                code = spelled(first, name, value)
                if code is not None:
                    yield code, one_line(sentence.replace("{" + name + "}", value))


def text_of(node: ast.expr, tree: ast.AST) -> str | None:
    """The text of an expression: a literal, an f-string as its pattern, or a name that was given a literal nearby."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        names = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        if not all(isinstance(name, ast.Name) and name.id in PREFIXES for name in names):
            return None  # filled in where it is raised: nothing left that a translation could fill in
        return "".join(
            "{" + ast.unparse(part.value) + "}" if isinstance(part, ast.FormattedValue) else str(part.value)
            for part in node.values
            if isinstance(part, ast.FormattedValue | ast.Constant)
        )
    if isinstance(node, ast.Name):
        return next(given(tree, node.id, node.lineno), None)
    return None


def given(tree: ast.AST, name: str, line: int) -> Iterator[str]:
    """Literals that `name` was given before `line`, the nearest first."""
    found = [
        (node.lineno, node.value.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and node.lineno <= line and isinstance(node.value, ast.Constant)
        if any(isinstance(item, ast.Name) and item.id == name for item in node.targets)
        and isinstance(node.value.value, str)
    ]
    return (text for _, text in sorted(found, reverse=True))


def spelled(node: ast.JoinedStr, name: str, value: str) -> str | None:
    """An f-string of one name and literals with the name filled in; None where it has others."""
    out = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            out += str(part.value)
        elif isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and part.value.id == name:
            out += value
        else:
            return None
    return out if CODE.fullmatch(out) else None


def one_line(text: str) -> str:
    """As a comment line can hold it."""
    return " ".join(text.split())


def fill_english(file: Path) -> None:
    """Plural forms of English from the source: "%n message(s)" becomes "%n message" and "%n messages"."""
    tree = ET.parse(file)
    for message in tree.iter("message"):
        translation, source = message.find("translation"), message.findtext("source") or ""
        if translation is None or message.get("numerus") != "yes":
            continue
        forms = translation.findall("numerusform")
        while len(forms) < 2:
            forms.append(ET.SubElement(translation, "numerusform"))
        for form, tail in zip(forms, ("", "s"), strict=False):
            form.text = source.replace("(s)", tail)
        translation.attrib.pop("type", None)
    ET.indent(tree, "    ")
    text = ET.tostring(tree.getroot(), encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def open_messages(file: Path) -> list[tuple[str, str]]:
    """(context, source) of what is not translated yet."""
    out = []
    for context in ET.parse(file).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished":
                out.append((context.findtext("name") or "", message.findtext("source") or ""))
    return out


def report(file: Path) -> None:
    """How much is translated."""
    total = sum(1 for _ in ET.parse(file).iter("message"))
    print(f"{file.name}: {total - len(open_messages(file))} of {total} translated")
    for source in homeless(file):
        print(f"never translated, for it has no context (write self.tr, not a short form of it): {source}")


def homeless(file: Path) -> list[str]:
    """Texts that lupdate found without a class around them: at run time they would be looked up under another name."""
    nameless = [context for context in ET.parse(file).iter("context") if not context.findtext("name")]
    return [message.findtext("source") or "" for context in nameless for message in context.iter("message")]


def check() -> int:
    """Whether the .ts files hold exactly what the source says, all of it translated."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        for file in TARGET.glob("*.ts"):
            (fresh / file.name).write_bytes(file.read_bytes())
        collect(fresh)
        stale = [file.name for file in fresh.glob("*.ts") if file.read_bytes() != _bytes(TARGET / file.name)]
        missing = open_messages(fresh / f"eventscope_{LANGUAGE}.ts")
        lost = homeless(fresh / f"eventscope_{LANGUAGE}.ts")
    for name in stale:
        print(f"{name} is not up to date: run `make translations`")
    for context, source in missing[:50]:
        print(f"not translated: {context}: {source}")
    for source in lost:
        print(f"without a context: {source}")
    print(f"{len(missing)} texts are not translated")
    return 1 if stale or missing or lost else 0


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def run(tool: str, *arguments: str) -> None:
    """One of Qt's tools from beside this interpreter."""
    found = Path(sys.executable).with_name(tool + (".exe" if sys.platform == "win32" else ""))
    done = subprocess.run([str(found), *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{tool} failed: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
