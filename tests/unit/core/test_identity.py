"""What brokers are called when it is known which addresses are one."""

from __future__ import annotations

from eventscope.core.identity import merged


def test_a_broker_is_called_by_its_first_address() -> None:
    assert merged({}, [["a", "b"], ["c"]]) == {"b": "a"}
    assert merged({}, []) == {}


def test_it_keeps_the_name_that_it_has_had() -> None:
    assert merged({"b": "a"}, [["b", "a", "c"]]) == {"b": "a", "c": "a"}
    assert merged({"b": "gone", "c": "gone"}, [["b", "d"]]) == {"b": "gone", "c": "gone", "d": "gone"}


def test_what_nobody_asked_stays() -> None:
    assert merged({"b": "a"}, [["c"], ["d", "e"]]) == {"b": "a", "e": "d"}


def test_two_that_were_one_have_two_names() -> None:
    assert merged({"b": "a"}, [["b"], ["a"]]) == {}
    assert merged({"b": "a"}, [["a"], ["b"]]) == {}
    assert merged({"b": "gone", "c": "gone"}, [["b"], ["c"]]) == {"b": "gone"}


def test_whoever_was_called_after_an_address_follows_it() -> None:
    assert merged({"x": "a", "b": "z"}, [["a", "b"]]) == {"x": "z", "a": "z", "b": "z"}
