"""No template can reach Python's insides, nor eat the machine's time or memory."""

from __future__ import annotations

import random
import time
import tracemalloc

import pytest
from hypothesis import given, settings, strategies as st

from eventscope.core import template
from eventscope.core.errors import BadInput
from eventscope.core.template import Context


def context() -> Context:
    end = time.monotonic() + 0.5
    return Context(1, 0, random.Random(1).random, lambda: time.monotonic() > end)


LOOP = "{% for i in range(99999) %}"

HOSTILE = {
    "attribute": "{{ ''.__class__.__mro__ }}",
    "attribute by item": "{{ ''['__class__'] }}",
    "method": "{{ 'a'.ljust(10) }}",
    "method of a name": "{{ topic.format }}",
    "stored method": "{% set f = ''['upper'] %}{{ f() }}",
    "looped method": "{% for f in [''['ljust']] %}{{ f(99999999) }}{% endfor %}",
    "internals": "{{ self }}",
    "loop object": "{% for i in [1] %}{{ loop }}{% endfor %}",
    "loop call": "{% for i in [[1]] recursive %}{{ loop(i) }}{% endfor %}",
    "budget": "{{ _budget }}",
    "inner filter": "{{ [1] | _joined }}",
    "macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "import": "{% import 'os' as os %}",
    "extends": "{% extends 'x' %}",
    "power": "{{ 9 ** 9 ** 9 ** 9 }}",
    "power of negative": "{{ 2.5 ** 99999 }}",
    "shift by multiplying": "".join(
        f"{{% set a{n} = {'2 ** 200' if not n else f'a{n - 1} * a{n - 1}'} %}}" for n in range(40)
    ),
    "text times number": "{{ 'a' * 10 ** 10 }}",
    "list times number": "{{ [1] * 10 ** 10 }}",
    "doubling": "{% set a = 'aaaaaaaa' %}"
    + "".join(f"{{% set a{n} = a{n - 1 if n else ''} ~ a{n - 1 if n else ''} %}}" for n in range(60)),
    "doubling with plus": "{% set a = 'aaaaaaaa' %}"
    + "".join(f"{{% set a{n} = a{n - 1 if n else ''} + a{n - 1 if n else ''} %}}" for n in range(60)),
    "growing by replace": "{{ ('a' * 1) | replace('', 'b' ) }}"
    + "{{ 'aaaaaaaaaaaa' | replace('a', 'b' ~ '"
    + "c" * 9000
    + "') }}",
    "format width": "{{ '%0999999999d' % 1 }}",
    "kept list": "{% set a = [1, 2] %}{{ a | length }}",
    "nested loops": LOOP * 4 + "{% endfor %}" * 4,
    "nested loops over lists": "{% for i in ["
    + "1," * 400
    + "] %}"
    + "{% for j in ["
    + "1," * 400
    + "] %}" * 3
    + "{% endfor %}" * 4,
    "long output": LOOP + "x" * 200_000 + "{% endfor %}",
    "long range": "{{ range(10 ** 12) | join }}",
    "rounding": "{{ 1 | round(-10 ** 9) | pad(3) }}{{ [1] }}",
    "large number": "{{ " + "9" * 5000 + " }}",
    "many expressions": "{{ 1 }}" * 6000,
    "parentheses": "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
    "deep loops": "{% for i in [1] %}" * 60 + "{% endfor %}" * 60,
    "long sum": "{{ " + "1 + " * 4000 + "1 }}",
    "huge template": "{{ seq }}" + "x" * (template.TEMPLATE_LIMIT),
    "long constant": "{{ '" + "a" * 20_000 + "' }}",
    "printed lists": "{% for a in [[" + "'" + "b" * 16_000 + "'," * 900 + "]] %}{{ a | tojson }}{% endfor %}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_templates_are_refused_soon_and_small(name: str) -> None:
    tracemalloc.start()
    began = time.monotonic()
    try:
        with pytest.raises(BadInput) as caught:
            template.render(HOSTILE[name], context())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.code == "template-wrong"
    assert peak < 100 << 20
    assert time.monotonic() - began < 20  # not a figure of speed: without bounds it is for ever


def test_the_time_is_looked_at_inside_empty_loops() -> None:
    calls = iter(range(10**9))
    late = Context(1, 0, random.random, lambda: next(calls) > 100)
    with pytest.raises(BadInput, match="takes too long"):
        template.render(LOOP + "{% endfor %}", late)
    assert next(calls) < 200


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "{{",
                "}}",
                "{%",
                "%}",
                "for",
                "in",
                "seq",
                "(",
                ")",
                "|",
                "[",
                "]",
                "'a'",
                "~",
                "*",
                "9",
                "set",
                "if",
                "endfor",
                "endif",
                "=",
                ".",
                "_",
                "{#",
                "\n",
                "uuid",
                "range",
            ]
        ),
        max_size=25,
    )
)
def test_any_text_renders_or_is_refused_in_words(parts: list[str]) -> None:
    outcome: object
    try:
        outcome = template.render(" ".join(parts), context())
    except BadInput as error:
        outcome = f"{error.code} {error.params['line']}"
    assert isinstance(outcome, str)
