"""Windows of text are bounded, wrapped and cut between characters."""

from hypothesis import given, strategies as st

from eventscope.core import textwindow


def test_one_long_line_is_wrapped() -> None:
    shown = textwindow.window(b"x" * 450)
    assert [len(line) for line in shown.lines] == [200, 200, 50]
    assert shown.wrapped == {1, 2}
    assert shown.whole


def test_64_mib_costs_one_window() -> None:
    raw = b"y" * (64 << 20)
    shown = textwindow.window(raw, start=10 << 20)
    assert (shown.start, shown.end) == (10 << 20, (10 << 20) + textwindow.WINDOW)
    assert len(shown.lines) == textwindow.WINDOW // textwindow.COLUMNS + 1
    assert not shown.whole


def test_a_million_line_feeds_are_paged() -> None:
    shown = textwindow.window(b"\n" * 1_000_000)
    assert len(shown.lines) == textwindow.LINES + 1
    assert shown.end == textwindow.LINES


def test_a_character_is_never_cut() -> None:
    raw = "é".encode() * 100
    shown = textwindow.window(raw, start=1, limit=5)
    assert (shown.start, shown.end, shown.lines) == (0, 4, ("éé",))


@given(st.binary(max_size=300), st.integers(1, 50))
def test_windows_one_after_another_cover_everything(raw: bytes, limit: int) -> None:
    at, seen = 0, b""
    while at < len(raw):
        shown = textwindow.window(raw, at, limit + 4)
        assert shown.start <= at < shown.end
        seen += raw[at : shown.end]
        at = shown.end
    assert seen == raw


def test_hidden_characters_are_marked() -> None:
    shown = textwindow.window("a\u202eb\nc".encode())
    assert shown.lines == ("a‹RLO›b", "c")
    assert shown.marked
