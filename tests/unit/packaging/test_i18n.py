"""The translations: every code is found with its sentence, plurals are filled in, what is compiled speaks."""

from __future__ import annotations

import ast
import importlib.util
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def i18n():
    spec = importlib.util.spec_from_file_location("i18n", ROOT / "packaging" / "i18n.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["i18n"] = module
    spec.loader.exec_module(module)
    return module


def found(i18n, text: str) -> list[tuple[str, str]]:
    return list(i18n.sentences(ast.parse(text)))


def test_codes_with_their_sentences(i18n) -> None:
    assert found(i18n, 'raise BadInput("not-toml", "The file is {error}.", error=e)') == [
        ("not-toml", "The file is {error}.")
    ]
    assert found(i18n, 'feed.notice("warn", "disk-full", "The disk is full.")') == [("disk-full", "The disk is full.")]
    assert found(i18n, 'Notice("bad", code="x-y", words="So it is.")') == [("x-y", "So it is.")]
    assert found(i18n, 'raise Refused("closed", "It was closed.")') == [("closed", "It was closed.")]


def test_a_sentence_may_have_a_name_of_its_own(i18n) -> None:
    text = 'sentence = "Port {port} is taken."\nraise Unavailable("port-taken", sentence, port=1)'
    assert found(i18n, text) == [("port-taken", "Port {port} is taken.")]


def test_tables_of_codes_and_of_reason_codes(i18n) -> None:
    text = 'ENDS = {"unknown-host": "The name {host} is unknown.", "closed": "It was closed."}'
    listed = [("unknown-host", "The name {host} is unknown."), ("closed", "It was closed.")]
    assert list(i18n.tables(ast.parse(text))) == listed
    reasons = list(i18n.tables(ast.parse('W = {0x87: "Not allowed here."}')))
    assert reasons == [("Not allowed here.", "Not allowed here.")]
    assert list(i18n.tables(ast.parse('M = {"libEGL.so.1": "libegl1", "size": "two words"}'))) == []


def test_codes_that_share_a_form(i18n) -> None:
    text = 'raise BadInput(f"{kind}-empty", f"The {kind} is empty.")'
    assert found(i18n, text) == [("topic-empty", "The topic is empty."), ("filter-empty", "The filter is empty.")]


@pytest.mark.parametrize(
    "text",
    ['add("QoS", "two words")', 'call("no-sentence", "word")', 'f("a b", "c d")', 'row("user", "User Property")'],
)
def test_other_texts_are_left_alone(i18n, text: str) -> None:
    assert found(i18n, text) == []


def test_sentences_that_share_a_code_are_sources_themselves(i18n, monkeypatch, tmp_path) -> None:
    (tmp_path / "a.py").write_text(
        'BadInput("bad-value", "One {a}.")\nBadInput("bad-value", "Two {b}.")\nBadInput("own-code", "It is so.")'
    )
    monkeypatch.setattr(i18n, "SOURCE", tmp_path)
    text = i18n.codes_as_source()
    assert "translate('words', 'One {a}.')" in text
    assert "translate('words', 'own-code')" in text
    assert "translate('words', 'bad-value')" in text


@pytest.fixture(scope="module")
def collected(i18n, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("i18n")
    i18n.collect(target)
    return target


def sources(file: Path) -> dict[str, set[str]]:
    return {
        context.findtext("name"): {message.findtext("source") for message in context.iter("message")}
        for context in ET.parse(file).iter("context")
    }


def test_texts_of_panels_and_codes_of_all_layers_are_collected(collected) -> None:
    known = sources(collected / "eventscope_zh_CN.ts")
    assert "Connections" in known["ConnectionsPanel"]
    assert "Throughput" in known["Vitals"]
    assert "engine-gone" in known["words"]
    assert "topic-wildcard" in known["words"]


def test_english_holds_plurals_only_and_all_of_them(collected) -> None:
    for message in ET.parse(collected / "eventscope_en.ts").iter("message"):
        assert message.get("numerus") == "yes"
        assert [form.text for form in message.iter("numerusform")] != [None, None]
        assert "(s)" not in "".join(form.text for form in message.iter("numerusform"))


def test_a_few_strings_translated_compiled_and_spoken(i18n, collected, qapp) -> None:
    file = collected / "eventscope_zh_CN.ts"
    tree = ET.parse(file)
    wanted = {"Connections": "连接", "%n client(s)": "%n 个客户端", "engine-gone": "引擎已结束。"}
    for message in tree.iter("message"):
        text = wanted.get(message.findtext("source"))
        if text is not None:
            translation = message.find("translation")
            translation.attrib.pop("type", None)
            form = translation.find("numerusform")
            (translation if form is None else form).text = text
    tree.write(file, encoding="utf-8", xml_declaration=True)
    i18n.run("pyside6-lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm")))
    translator = QTranslator()
    assert translator.load(str(file.with_suffix(".qm")))
    QCoreApplication.installTranslator(translator)
    try:
        assert QCoreApplication.translate("ConnectionsPanel", "Connections") == "连接"
        assert QCoreApplication.translate("ConnectionsPanel", "%n client(s)", "", 7) == "7 个客户端"
        from eventscope.ui import words

        assert words.sentence("engine-gone", "The engine ended.") == "引擎已结束。"
    finally:
        QCoreApplication.removeTranslator(translator)


def test_what_is_not_translated_is_listed(i18n, collected) -> None:
    left = i18n.open_messages(collected / "eventscope_zh_CN.ts")
    assert ("Vitals", "Throughput") in left


def test_texts_without_a_context_are_found(i18n, tmp_path) -> None:
    file = tmp_path / "x.ts"
    file.write_text("<TS><context><name></name><message><source>lost</source></message></context></TS>")
    assert i18n.homeless(file) == ["lost"]


def test_the_collector_passes_by_no_text_of_the_window(i18n, collected) -> None:
    """Qt's lupdate does, silently, where an argument of the call is more than a name."""
    known = set().union(*sources(collected / "eventscope_zh_CN.ts").values())
    lost = [
        f"{path.name}:{node.lineno}: {text}"
        for path in (i18n.SOURCE / "ui").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and (text := _text(node)) and text not in known
    ]
    assert not lost


def _text(call: ast.Call) -> str:
    """What `tr` or `translate` is called with."""
    place = {"tr": 0, "translate": 1}.get(getattr(call.func, "attr", getattr(call.func, "id", "")))
    if place is None or len(call.args) <= place or not isinstance(call.args[place], ast.Constant):
        return ""
    return str(call.args[place].value)
