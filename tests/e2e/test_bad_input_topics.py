"""Topics that break trees and filters (promises.md b, rows 3 to 10, 19, 22): broker, link, log, tree, table."""

from __future__ import annotations

import pytest

from eventscope.core import visible
from eventscope.core.message import DAMAGED
from eventscope.core.verbs import Publish
from eventscope.core.workspace import SavedEvent
from eventscope.ui.models.topics import LABEL
from peers import Peer, Talk, publish
from wholeproduct import Product, watching

SHORTEST_ALIAS = b"\x23\x00\x01"  # Topic Alias 1


def sending(*packets: bytes) -> Peer:
    """A broker that sends these packets to whoever subscribes, and an end mark."""

    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(*packets, publish(b"end", b"end"))
        talk.hold(60)

    return Peer(script, lenient=True)


def tree_rows(product: Product) -> list[str]:
    """The labels of the topic tree, everything open."""
    panel = product.live.topics
    for node in range(1, len(panel.tree.labels)):
        panel.tree.set_open(node, True)
    panel.list.refresh()
    return [str(panel.rows.index(row).data()) for row in range(panel.rows.rowCount())]


def in_tree(product: Product, count: int) -> None:
    """Wait until so many topics are in the tree (or counted beside it)."""
    tree = product.live.topics.tree
    product.until(lambda: len(tree.names) + tree.dropped >= count and not tree.busy, f"{count} topics in the tree")


BAD = [b"bad\xff/x", b"cut\xe2\x82", b"over\xc0\xaflong", b"sur\xed\xa0\x80", b"nul\x00x", b"wild/#", b"a/+/b", b"#"]


def test_what_is_no_topic_name_is_kept_counted_and_never_published_or_made_a_filter(start) -> None:
    with sending(*[publish(topic, b"payload") for topic in BAD]) as peer:
        product = start(watching(peer.port))
        found = product.stored(len(BAD) + 1)
        assert [item.topic for item in found] == [*BAD, b"end"]
        assert [bool(item.flags & DAMAGED) for item in found] == [True] * len(BAD) + [False]
        assert peer.connections == 1, "the connection goes on"
        product.until(lambda: "no valid topic name" in product.words(), "it is told")
        product.until(lambda: (s := product.desk.last_summary) and s.counts.violations == len(BAD))
        in_tree(product, len(BAD) + 1)
        rows = tree_rows(product)
        assert "bad\\xff" in rows
        assert "nul␀x" in rows
        assert not any("\x00" in row or "\udcff" in row for row in rows)
        for message in found[:-1]:
            product.inspect(message)
            composer = product.live.composer
            before = composer.topic.text()
            product.live.inspector.compose()
            assert composer.topic.text() in ("", before), "never offered for publishing"
        for line_topic in BAD:
            panel = product.live.topics
            node = next(n for n in range(1, len(panel.tree.labels)) if panel.tree.path(n) == line_topic)
            assert not any(
                action.isEnabled()
                for action in panel.menu(panel._subject(node)).actions()
                if action.text() in ("Subscribe…", "Filter messages by it", "Copy as topic filter")
            )
        with pytest.raises(Exception, match="topic"):
            product.ask(Publish(SavedEvent("e", "wild/#", "x", "text", connection="c")))


LONG = b"L" * 65_535
LEVELS = b"/".join([b"d"] * 32_768)  # 65,535 bytes: MQTT leaves no room for more levels with a letter each
EMPTY = b"/" * 65_535  # 65,536 levels, all of them empty


def test_long_and_deep_topics_are_stored_whole_and_shown_bounded(start) -> None:
    other = b"L" * 40_000 + b"M" + b"L" * 25_534
    topics = [LONG, other, LEVELS, LEVELS[:-1] + b"e", EMPTY]
    with sending(*[publish(topic, b"x") for topic in topics]) as peer:
        product = start(watching(peer.port))
        found = product.stored(len(topics) + 1)
        assert [item.topic for item in found[:-1]] == topics
        in_tree(product, len(topics) + 1)
        product.live.grab()
        rows = tree_rows(product)
        assert max(map(len, rows)) <= LABEL + 20
        assert len({row for row in rows if row.startswith("LLL")}) == 2, "a hash tells them apart"
        tree = product.live.topics.tree
        assert len(tree.labels) < 1 + 5 * 64
        for message in found:
            product.inspect(message)
            assert len(product.live.inspector.topic.text()) <= 1000
        product.live.inspector.grab()
        deepest = next(n for n in range(1, len(tree.labels)) if tree.path(n) == LEVELS)
        assert tree.labels[deepest].count(b"/") > 32_000, "the rest is one leaf"


def test_empty_levels_spaces_and_dollar_are_exact(start) -> None:
    topics = [b"//leading", b"/", b"a//b", b" a / b ", b"a/", b"$SYS/x", b"$own", b"a"]
    with sending(*[publish(topic, topic) for topic in topics]) as peer:
        product = start(watching(peer.port))
        found = product.stored(len(topics) + 1)
        assert [item.topic for item in found[:-1]] == topics
        in_tree(product, len(topics) + 1)
        tree = product.live.topics.tree
        nodes = {tree.path(n) for n in range(1, len(tree.labels)) if tree.is_topic(n)}
        assert nodes == {*topics, b"end"}
        for topic in topics:
            assert product.filtered(f'topic:"{topic.decode()}"') == 1
        assert product.filtered("topic:#") == len(topics) + 1 - 2, "# does not match $"
        assert product.filtered("topic:$SYS/#") == 1


def test_what_hides_or_looks_alike_is_visible(start) -> None:
    pair = ["orders", "оrders"]  # the second with a Cyrillic letter
    topics = [*pair, "a\u202egpj.exe", "or\u200bders", '<img src="file:///etc/passwd">', "x\x1b[31m"]
    with sending(*[publish(topic.encode(), b"x") for topic in topics]) as peer:
        product = start(watching(peer.port))
        product.stored(len(topics) + 1)
        in_tree(product, len(topics) + 1)
        tree = product.live.topics.tree
        alike = {tree.path(n).decode() for n in range(1, len(tree.labels)) if tree.alike(n)}
        assert set(pair) <= alike
        assert "or\u200bders" in alike
        assert "end" not in alike
        rows = tree_rows(product)
        assert not any(visible.hidden(row) for row in rows)
        assert any("‹RLO›" in row for row in rows)
        assert any("‹ZWSP›" in row for row in rows)
        assert '<img src="file:' in "\n".join(rows), "markup is text"


def test_a_topic_explosion_is_capped_counted_and_said_while_the_log_has_all(start, monkeypatch) -> None:
    from eventscope.engine import topics as table

    monkeypatch.setattr(table.TopicTable.__init__, "__defaults__", (3_000,))
    count = 10_000
    with sending(*[publish(b"t/%d/%d" % (n % 100, n), b"x") for n in range(count)]) as peer:
        product = start(watching(peer.port))
        product.stored(1)
        product.until(lambda: (s := product.desk.last_summary) and s.counts.stored == count + 1, "all stored")
        in_tree(product, count + 1)
        tree, note = product.live.topics.tree, product.live.topics.note
        assert len(tree.names) == 3_000
        assert tree.dropped == count + 1 - 3_000
        product.until(lambda: "7,001 more topics found no room here" in note.text(), "said at the tree")
        product.until(lambda: [item.code for item in product.notices] == ["topics-capped"], "told once")
        assert product.filtered("topic:t/99/9999") == 1, "the log has what the tree has not"


def test_aliases_are_resolved_before_anything_is_stored_and_die_with_their_connection(start) -> None:
    def first(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(publish(b"long/name", b"1", properties=SHORTEST_ALIAS), publish(b"", b"2", properties=SHORTEST_ALIAS))

    def second(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(publish(b"", b"lost", properties=SHORTEST_ALIAS))  # of the old connection: a protocol error
        assert talk.read_kind(0xE0)[1][:1] == b"\x82"

    def third(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(publish(b"other", b"3", properties=SHORTEST_ALIAS), publish(b"", b"4", properties=SHORTEST_ALIAS))
        talk.hold(60)

    with Peer(first, second, third) as peer:
        product = start(watching(peer.port, topic_alias_maximum=5))
        found = product.stored(4)
        assert [(item.topic, item.payload) for item in found] == [
            (b"long/name", b"1"), (b"long/name", b"2"), (b"other", b"3"), (b"other", b"4"),
        ]  # fmt: skip
        assert product.link("waiting", "protocol-error")


@pytest.mark.parametrize(
    ("topic", "alias"),
    [(b"", None), (b"", 0), (b"t", 0), (b"t", 6), (b"", 3)],
    ids=["no topic and no alias", "alias 0 alone", "alias 0", "alias above the maximum", "alias never set"],
)
def test_a_wrong_alias_ends_one_connection_and_nothing_else(topic: bytes, alias: int | None, start) -> None:
    properties = b"" if alias is None else b"\x23" + alias.to_bytes(2, "big")
    reasons: list[bytes] = []

    def wrong(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(publish(b"before", b"1"), publish(topic, b"x", properties=properties))
        reasons.append(talk.read_kind(0xE0)[1][:1])

    def good(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(publish(b"after", b"2"))
        talk.hold(60)

    with Peer(wrong, good) as peer:
        product = start(watching(peer.port, topic_alias_maximum=5))
        assert [item.topic for item in product.stored(2)] == [b"before", b"after"]
        assert "broke a rule of MQTT" in product.link("waiting", "protocol-error").words
        assert reasons in ([b"\x82"], [b"\x94"])
