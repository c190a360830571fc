"""A document is walked, laid out and addressed without recursion."""

from eventscope.core.jsondocument import ARRAY, OBJECT, exact, pretty, unquote
from eventscope.core.jsontext import read

ORDER = '{"id": "o-1", "total": 2.50, "items": [{"sku": "A", "n": 2}, []], "a b": {}}'


def test_layout_keeps_every_literal() -> None:
    assert pretty(read(ORDER)) == (
        '{\n  "id": "o-1",\n  "total": 2.50,\n  "items": [\n    {\n      "sku": "A",\n      "n": 2\n    },\n'
        '    []\n  ],\n  "a b": {}\n}'
    )


def test_paths() -> None:
    document = read(ORDER)
    paths = [document.path(node) for node in range(len(document))]
    assert paths == ["", "id", "total", "items", "items[0]", "items[0].sku", "items[0].n", "items[1]", '["a b"]']


def test_children_in_pieces() -> None:
    document = read("[" + ",".join(["[0]"] * 10) + "]")
    first = list(document.children(0, limit=4))
    rest = list(document.children(0, behind=first[-1]))
    assert first + rest == list(document.children(0))
    assert len(rest) == 6
    assert {document.parent[node] for node in first} == {0}


def test_kinds_and_counts() -> None:
    document = read(ORDER)
    assert (document.kind[0], document.count[0]) == (OBJECT, 4)
    assert (document.kind[3], document.count[3], document.key(3)) == (ARRAY, 2, "items")
    assert document.key(0) is None
    assert document.source(4) == '{"sku": "A", "n": 2}'


def test_exact_numbers() -> None:
    assert exact("0.1") == 0.1
    assert exact("-12") == -12
    assert exact(str(2**53 + 1)) is None
    assert exact("0e5") == 0.0


def test_unquote() -> None:
    assert unquote('"a\\n\\u00e9"') == "a\né"
    assert unquote('"\\ud800"') == "\ud800"
