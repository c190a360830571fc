"""The grammar says what may be written, and names the nearest known word."""

from __future__ import annotations

import pytest
from jinja2 import Environment, nodes

from eventscope.core.grammar import NODE_LIMIT, VALUE_LIMIT, Grammar, Mistake


def tree(text: str) -> nodes.Template:
    parsed = Environment(autoescape=True).parse(text)
    checked: nodes.Template = Grammar(parsed, ("upper", "pad", "_joined")).visit(parsed)
    return checked


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("\n{{ seqq }}", "did you mean 'seq'", 2),
        ("{{ 1 | uper }}", "did you mean 'upper'", 1),
        ("{{ 1 | zzzzzzz }}", "known are pad, upper", 1),
        ("{{ seq.real }}", "only loop has parts", 1),
        ("{% for a in [1] %}{{ loop._iterable }}{% endfor %}", "only loop has parts", 1),
        ("{{ seq() }}", "there is no function", 1),
        ("{{ range(*[1]) }}", "only the functions", 1),
        ("{% filter upper %}x{% endfilter %}", "cannot be used", 1),
        ("{% set x %}y{% endset %}", "a set block cannot be used", 1),
        ("{% for seq in [1] %}{% endfor %}", "taken", 1),
        ("{% set _x = 1 %}", "taken", 1),
        ("{{ 1 is defined }}", "there is no test", 1),
        ("{{ '" + "x" * (VALUE_LIMIT + 1) + "' }}", "longer than", 1),
        ("{{ " + "9" * 100 + " }}", "too large", 1),
        ("{{ 1 }}" * NODE_LIMIT, "too many expressions", 1),
    ],
)
def test_what_is_refused(text: str, words: str, line: int) -> None:
    with pytest.raises(Mistake) as caught:
        tree(text)
    assert words in str(caught.value)
    assert caught.value.line == line


def test_growing_parts_get_bounds() -> None:
    names = {item.name for item in tree("{% for a in [1] %}{% set b = a ~ 1 %}{% endfor %}").find_all(nodes.Filter)}
    assert names == {"_turns", "_single", "_joined"}


def test_bare_functions_are_called() -> None:
    calls = [item.node.name for item in tree("{{ uuid }}{{ uuid() }}{{ random }}").find_all(nodes.Call)]  # type: ignore[attr-defined]
    assert calls == ["uuid", "uuid", "random"]
