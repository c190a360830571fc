"""Templates: what they can say, what is said about mistakes, and that text without marks is left alone."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from eventscope.core import template
from eventscope.core.errors import BadInput
from eventscope.core.template import Context

WALL = 1_700_000_000_123_456_789


def context(seed: int = 1) -> Context:
    return Context(7, WALL, random.Random(seed).random, event="order", connection="lab", topic="orders/7")


def render(text: str, seed: int = 1) -> str:
    return template.render(text, context(seed))


def refusal(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        render(text)
    assert caught.value.code == "template-wrong"
    return caught.value


def test_time_sequence_and_names() -> None:
    text = "{{ seq }} {{ now }} {{ now_ms }} {{ event }}/{{ connection }}/{{ topic }}"
    assert render(text) == "7 2023-11-14T22:13:20.123Z 1700000000123 order/lab/orders/7"


def test_random_values_follow_the_seed() -> None:
    text = "{{ random(18, 24, 2) }} {{ randint(1, 6) }} {{ choice('a', 'b', 'c') }}"
    text += " {{ choice([1, 2]) }} {{ uuid }} {{ random }}"
    assert render(text, 5) == render(text, 5) != render(text, 6)
    first, die, letter, number, ident, unit = render(text).split()
    assert 18 <= float(first) <= 24
    assert 1 <= int(die) <= 6
    assert letter in "abc"
    assert number in "12"
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", ident)
    assert 0 <= float(unit) < 1


def test_each_uuid_is_new_unless_it_is_kept() -> None:
    one, two = render("{{ uuid }} {{ uuid() }}").split()
    assert one != two
    one, two = render("{% set id = uuid %}{{ id }} {{ id }}").split()
    assert one == two


def test_a_json_event() -> None:
    text = """{"order": {{ seq }}, "at": "{{ now[:10] }}", "gift": {{ seq is odd }}, "note": {{ 'a"b' | tojson }},
 "lines": [{% for n in range(1, 4) %}{"sku": "S-{{ n | pad(3) }}"}{% if not loop.last %}, {% endif %}{% endfor %}]}"""
    value = json.loads(render(text))
    assert value == {
        "order": 7,
        "at": "2023-11-14",
        "gift": True,
        "note": 'a"b',
        "lines": [{"sku": "S-001"}, {"sku": "S-002"}, {"sku": "S-003"}],
    }


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{ 7 // 2 }} {{ 7 / 2 }} {{ 7 % 2 }} {{ 2 ** 10 }} {{ -seq }}", "3 3.5 1 1024 -7"),
        ("{{ 'a' ~ seq ~ true ~ none }}", "a7truenull"),
        ("{{ 'Ab' | upper }}{{ 'Ab' | lower }}{{ ' x ' | trim }}{{ 'a-b' | replace('-', '+') }}", "ABabxa+b"),
        (
            "{{ 3.14159 | round(2) }} {{ 2.5 | int }} {{ '4.9' | int }} {{ '1.5' | float }} {{ -3 | abs }}",
            "3.14 2 4 1.5 3",
        ),
        ("{{ [1, 2, 3] | join('-') }} {{ [1, 2] | tojson }} {{ 'abc' | length }}", "1-2-3 [1, 2] 3"),
        ("{{ ['a', 'b'][1] }}{{ 'abc' | first }}{{ 'abc' | last }}{{ 'ab cd' | title }}", "bacAb Cd"),
        ("{{ 'yes' if seq > 5 and seq != 9 else 'no' }}", "yes"),
        ("{% raw %}{{ not ours }}{% endraw %}{# nothing #}", "{{ not ours }}"),
    ],
)
def test_small_things(text: str, result: str) -> None:
    assert render(text) == result


@given(st.text())
def test_text_without_marks_is_left_alone(text: str) -> None:
    if not template.is_template(text):
        assert render(text) == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_the_last_one_stay(end: str) -> None:
    assert render(f"a{end}{{{{ seq }}}}{end}{end}") == f"a{end}7{end}{end}"


def test_mixed_line_ends_are_refused_and_not_changed() -> None:
    assert "different ways" in str(refusal("a\r\nb\n{{ seq }}"))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("ok\n{{ seqq }}", 2, "did you mean 'seq'"),
        ("\n\n{{ nothing_like_it }}", 3, "known are"),
        ("{{ seq | pda(3) }}", 1, "did you mean 'pad'"),
        ("a\n{{ seq", 2, "unexpected end"),
        ("\n{% if seq %}\nx", 2, "unexpected end of template"),
        ("{{ choise(1) }}", 1, "did you mean 'choice'"),
        ("{{ choice }}", 1, "parentheses"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ("\n{{ 'a' - 1 }}", 2, "needs two numbers"),
        ("{{ '%05d' % seq }}", 1, "pad(5)"),
        ("{{ 'a' + 1 }}", 1, "join texts with ~"),
        ("{{ [1, 2] }}", 1, "tojson or join"),
        ("{{ randint(6, 1) }}", 1, "smaller one first"),
        ("{% set seq = 1 %}", 1, "taken"),
        ("{% if false %}{% set x = 1 %}{% endif %}\n{{ x }}", 2, "'x' is undefined"),
        ("{{ {'a': 1} }}", 1, "table"),
        ("{% include 'x' %}", 1, "include"),
    ],
)
def test_a_mistake_has_a_line_and_a_hint(text: str, line: int, words: str) -> None:
    error = refusal(text)
    assert error.params["line"] == line
    assert words in str(error)


def test_check_finds_mistakes_without_rendering() -> None:
    template.check('{"a": {{ 1 / 0 }} }')
    with pytest.raises(BadInput, match="did you mean 'now'"):
        template.check("{{ nov }}")


def test_time_runs_out() -> None:
    late = replace(context(), expired=lambda: True)
    with pytest.raises(BadInput, match="takes too long"):
        template.render("{{ seq }}", late)
