from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.broker.access import Permissions, Users, covers, hash_password, overlaps
from eventscope.core.broker import AccessRule, User
from eventscope.core.topics import matches

ann = User("ann", hash_password("s3cret"))
level = st.sampled_from(["a", "b", "$x", ""])
topics = st.lists(level, min_size=1, max_size=4).map("/".join).filter(bool)
filters = st.builds(
    lambda levels, tail: "/".join(levels + tail),
    st.lists(st.sampled_from(["a", "b", "+", ""]), max_size=3),
    st.sampled_from([[], ["#"], ["a"]]),
).filter(bool)


def test_passwords() -> None:
    users = Users([ann])
    assert ann.password.startswith("$argon2id$")
    assert not users.open
    assert users.check("ann", b"s3cret")
    assert not users.check("ann", b"wrong")
    assert not users.check("ann", None)
    assert not users.check("bob", b"s3cret")
    assert not users.check("bob", b"nobody has this password")
    assert not users.check(None, None)
    assert not Users([User("eve", "$argon2id$rubbish")]).check("eve", b"")


def test_without_users_the_broker_is_open() -> None:
    assert Users([]).open


def rules(*entries: tuple[str, str, bool]) -> Permissions:
    return Permissions([AccessRule(action, filter_, allow) for action, filter_, allow in entries], "u", "c")  # type: ignore[arg-type]


def test_the_first_rule_that_matches_decides() -> None:
    some = rules(("publish", "a/b", True), ("publish", "a/#", False))
    assert some.may_publish("a/b")
    assert not some.may_publish("a/c")
    assert not some.may_publish("a")
    assert some.may_publish("b")
    assert some.may_read("a/c")
    assert some.reads_all
    assert not some.writes_all


def test_rules_choose_users_and_clients_by_globs() -> None:
    entry = [AccessRule("publish", "#", False, user="sensor-*", client="lab?")]
    assert not Permissions(entry, "sensor-7", "lab1").may_publish("x")
    assert Permissions(entry, "sensor-7", "lab10").may_publish("x")
    assert Permissions(entry, "Sensor-7", "lab1").may_publish("x")
    assert Permissions(entry, "", "lab1").may_publish("x")


def test_a_wide_subscription_is_granted_and_cut_topic_by_topic() -> None:
    some = rules(("subscribe", "secret/#", False))
    assert some.may_subscribe("#")
    assert not some.may_read("secret/key")
    assert not some.may_subscribe("secret/+")
    assert not some.may_subscribe("secret/#")


def test_a_shared_subscription_is_granted_only_where_nothing_must_be_cut() -> None:
    some = rules(("subscribe", "secret/#", False))
    assert not some.may_subscribe("$share/g/#")
    assert not some.may_subscribe("$share/g/+/key")
    assert some.may_subscribe("$share/g/open/#")


@given(filters, filters, topics)
def test_covering_means_that_no_topic_escapes(rule: str, wanted: str, topic: str) -> None:
    if covers(rule, wanted) and matches(wanted, topic):
        assert matches(rule, topic)


@given(filters, filters, topics)
def test_not_overlapping_means_no_common_topic(rule: str, wanted: str, topic: str) -> None:
    if not overlaps(rule, wanted):
        assert not (matches(rule, topic) and matches(wanted, topic))


@pytest.mark.parametrize(
    ("rule", "wanted"), [("#", "a/b"), ("#", "+"), ("a/#", "a"), ("a/#", "a/+/c"), ("+/b", "a/b"), ("a", "a")]
)
def test_filters_that_cover(rule: str, wanted: str) -> None:
    assert covers(rule, wanted)


@pytest.mark.parametrize(
    ("rule", "wanted"), [("a/b", "a/+"), ("a/+", "a/#"), ("+", "a/b"), ("#", "$SYS/#"), ("+/x", "$SYS/x"), ("a", "b")]
)
def test_filters_that_do_not_cover(rule: str, wanted: str) -> None:
    assert not covers(rule, wanted)
