"""What is concluded from beats that come, and from those that do not. No clock."""

from __future__ import annotations

from eventscope.engine.bridges.pulse import KEPT, SECOND, UNHEARD, Leg, Pulse, patience


def pulse(sure: bool = True) -> Pulse:
    return Pulse(5, "run", sure)


def sent(made: Pulse, now: float) -> bytes:
    beat = made.due(round(now * SECOND))
    assert beat is not None
    made.published(beat, round(now * SECOND))
    return beat


def at(seconds: float) -> int:
    return round(seconds * SECOND)


def test_a_beat_is_due_every_so_often() -> None:
    made = pulse()
    assert made.due(at(100)) == b"run-1"
    assert made.due(at(104.9)) is None
    assert made.due(at(105)) == b"run-2"


def test_the_way_of_a_beat() -> None:
    made = pulse()
    beat = sent(made, 100)
    assert made.state == "waiting"
    assert made.came(beat, at(100.25))
    assert not made.came(beat, at(100.5)), "a second copy of it"
    made.queue.ask(beat, at(100.25))
    made.queued(beat)
    made.asked(2, beat, at(100.5))
    made.answered(2, beat, at(101))
    assert (made.lag, made.took, made.beats, made.state) == (at(0.25), {2: at(1)}, 1, "heard")


def test_what_dies_after_a_beat_is_known_within_ten_seconds() -> None:
    made = pulse()
    made.came(sent(made, 100), at(100))
    sent(made, 105)
    assert not made.look(at(108.9), 0)
    assert made.look(at(109.25), 0)
    assert made.lost
    assert not made.look(at(109.5), 0), "it is told once"
    assert made.came(sent(made, 110), at(110))
    assert not made.lost


def test_a_message_proves_as_much_as_a_beat() -> None:
    made = pulse()
    made.came(sent(made, 100), at(100))
    sent(made, 105)
    assert not made.look(at(111), at(106))
    sent(made, 111)
    assert made.look(at(116), at(106))
    assert not made.look(at(117), at(116.5))
    assert not made.lost


def test_a_side_that_is_down_owes_nothing_and_what_was_lost_stays_lost() -> None:
    made = pulse()
    made.came(sent(made, 100), at(100))
    sent(made, 105)
    made.source.rest()
    assert not made.look(at(120), 0)
    sent(made, 125)
    assert made.look(at(130), 0)
    made.source.rest()
    made.look(at(140), 0)
    assert made.lost


def test_a_source_that_took_the_first_beats_and_gives_none_is_dead() -> None:
    made = pulse()
    sent(made, 100)
    assert not made.look(at(110), 0), "not while it has not said that it took them"
    made.said("publish", 0, "")
    assert made.look(at(110), 0)


def test_one_that_gives_messages_but_never_a_beat_forbids_them() -> None:
    made = pulse()
    for number in range(UNHEARD + 1):
        sent(made, 100 + 5 * number)
        made.said("publish", 0, "")
        assert not made.look(at(104 + 5 * number), at(103 + 5 * number))
    assert (made.state, made.unheard, made.lost) == ("refused", True, False)
    assert made.came(sent(made, 130), at(130))
    made.queued(b"")
    assert made.state == "heard"


def test_311_has_no_words_for_a_refusal() -> None:
    made = pulse(sure=False)
    for number in range(UNHEARD + 1):
        sent(made, 100 + 5 * number)
        made.said("publish", 0, "")
        assert not made.look(at(104.5 + 5 * number), 0)
    assert made.state == "refused"


def test_a_refusal_stops_the_beats_until_a_new_connection() -> None:
    made = pulse()
    sent(made, 100)
    made.said("publish", 0x87, "No.")
    assert (made.state, made.due(at(200)), made.look(at(200), 0)) == ("refused", None, False)
    made.again()
    assert made.due(at(200)) is not None
    made.said("subscribe", 0x87, "No.")
    made.said("publish", 0, "")
    assert made.refusals == {"subscribe": "No."}
    made.said("subscribe", 1, "")
    assert not made.refusals


def test_a_target_and_a_disk_that_answer_nothing() -> None:
    made = pulse()
    made.asked(0, b"b", at(1))
    assert made.targets[0].look(at(5), 0)
    assert made.state == "lost"
    made.answered(0, b"b", at(6))
    assert not made.lost
    made.queue.ask(b"c", at(10))
    made.look(at(20), 0)
    assert made.queue.lost


def test_patience_and_memory_have_bounds() -> None:
    assert (patience(1), patience(5), patience(60)) == (2.0, 4.0, 48.0)
    leg = Leg(1.0)
    for number in range(KEPT + 5):
        leg.ask(b"%d" % number, number)
    assert not leg.answer(b"0")
    assert leg.answer(b"%d" % KEPT)
