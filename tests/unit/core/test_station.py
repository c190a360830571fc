"""A service station: who is served when, however late the clock is looked at."""

from collections.abc import Callable
from itertools import cycle

from eventscope.core.station import Station


def station(servers: int = 1, service: int = 10, **more: object) -> Station[str]:
    return Station(servers, lambda: service, **more)  # type: ignore[arg-type]


def ended(found: Station[str], now: int) -> list[tuple[str, int, int]]:
    return [(work.item, work.begun, work.end) for work in found.finished(now)]


def test_one_server_works_in_order_of_arrival() -> None:
    one = station()
    for number, name in enumerate("abc"):
        one.arrive(name, number)
    assert (one.busy, one.waiting, one.due) == (1, 2, 10)
    assert ended(one, 10) == [("a", 0, 10)]
    assert ended(one, 30) == [("b", 10, 20), ("c", 20, 30)]
    assert (one.busy, one.waiting, one.due) == (0, 0, None)


def test_lateness_costs_no_capacity() -> None:
    one = station()
    for name in "abcde":
        one.arrive(name, 0)
    assert [end for *_, end in ended(one, 1_000)] == [10, 20, 30, 40, 50]


def test_an_item_that_came_after_a_late_look_is_not_begun_before_it_came() -> None:
    one = station()
    one.arrive("a", 0)
    one.arrive("b", 15)  # the server is free since 10, though nobody has looked
    assert ended(one, 100) == [("a", 0, 10), ("b", 15, 25)]


def test_several_servers_work_side_by_side() -> None:
    times = cycle([30, 10])
    two: Station[str] = Station(2, lambda: next(times))
    for name in "abcd":
        two.arrive(name, 0)
    assert ended(two, 60) == [("b", 0, 10), ("a", 0, 30), ("c", 10, 40), ("d", 30, 40)]


def test_without_servers_items_wait_to_be_taken() -> None:
    none: Station[str] = Station()
    for name in "abc":
        none.arrive(name, 0)
    assert (none.take(), none.take(), none.waiting, none.due) == ("a", "b", 1, None)
    none.put_back("a", 5)
    assert (none.take(), none.take(), none.take()) == ("a", "c", None)


def failing(pattern: str) -> Callable[[], bool]:
    marks = iter(pattern)
    return lambda: next(marks) == "x"


def test_what_fails_is_tried_again_by_the_same_server() -> None:
    one: Station[str] = Station(1, lambda: 10, failing("xx.x."), retries=2)
    one.arrive("a", 0)
    one.arrive("b", 0)
    first, second = one.finished(100)
    assert (first.attempts, first.end, first.failed) == (3, 30, False)
    assert (second.attempts, second.end, second.failed) == (2, 50, False)


def test_what_fails_too_often_is_given_up() -> None:
    one: Station[str] = Station(1, lambda: 10, failing("xxx"), retries=2)
    one.arrive("a", 0)
    (work,) = one.finished(30)
    assert (work.attempts, work.failed) == (3, True)


def test_removing_takes_from_the_line_alone() -> None:
    one = station()
    for name in "abab":
        one.arrive(name, 0)
    assert one.remove(lambda item: item == "a") == ["a"]
    assert [item for item, *_ in ended(one, 100)] == ["a", "b", "b"]


def test_abandoning_answers_everything_in_hand() -> None:
    two = station(2)
    for name in "abcd":
        two.arrive(name, 0)
    assert two.abandon() == ["a", "b", "c", "d"]
    assert (two.busy, two.waiting, two.due) == (0, 0, None)
    two.arrive("e", 50)
    assert ended(two, 60) == [("e", 50, 60)]
