"""A topic has the colour of the first enabled subscription of its own connection that matches."""

from __future__ import annotations

from eventscope.core.message import connection_tag
from eventscope.core.workspace import Connection, Subscription
from eventscope.ui.viewmodels import colours
from eventscope.ui.viewmodels.colours import TopicColours

LAB = connection_tag("lab")


def table(*subscriptions: Subscription) -> TopicColours:
    made = TopicColours()
    made.take([Connection("lab", "Lab", subscriptions=subscriptions), Connection("other", "Other")])
    return made


def test_first_match_wins() -> None:
    made = table(
        Subscription("orders/7/#", colour=4, enabled=False),
        Subscription("orders/+/created", colour=2),
        Subscription("$share/g/orders/#", colour=3),
        Subscription("#", colour=1),
    )
    assert made.of(LAB, b"orders/7/created") == 2
    assert made.of(LAB, b"orders/7") == 3
    assert made.of(LAB, b"x") == 1
    assert made.of(LAB, b"$SYS/x") is None
    assert made.of(connection_tag("other"), b"orders/7") is None
    assert made.of(12345, b"orders/7") is None


def test_another_workspace() -> None:
    made = table(Subscription("#", colour=1))
    assert made.of(LAB, b"a") == 1
    made.take([Connection("lab", "Lab", subscriptions=(Subscription("a", colour=5),))])
    assert made.of(LAB, b"a") == 5
    assert made.connection(LAB) == "Lab"
    assert made.connection(1) == ""


def test_what_is_remembered_is_bounded() -> None:
    made = table(Subscription("#", colour=1))
    for number in range(colours.KEPT + 10):
        made.of(LAB, b"t/%d" % number)
    assert len(made._known) <= colours.KEPT


def test_bytes_that_are_no_text() -> None:
    assert table(Subscription("#", colour=1)).of(LAB, b"\xff\x00") == 1
