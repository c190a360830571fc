"""What stands behind the name in a word of a filter, such as topic:orders/# or size>10kB, read or refused in words."""

from __future__ import annotations

import re

from eventscope.core import topics
from eventscope.core.errors import BadInput
from eventscope.core.message import DUP, QOS, RETAIN
from eventscope.core.moment import moment
from eventscope.core.terms import Bytes, Flag, Number, Term, TopicFilter

VALUE = re.compile(r"(-?\d{1,15}(?:\.\d{1,9})?)([A-Za-zµμ]*)")
UNITS = {
    "size": {"": 1, "b": 1, "k": 1000, "kb": 1000, "kib": 1024, "m": 10**6, "mb": 10**6, "mib": 1 << 20},
    "latency": {"": 10**6, "ns": 1, "us": 1000, "µs": 1000, "μs": 1000, "ms": 10**6, "s": 10**9},
}
CHOICES = {
    "qos": (QOS, {"0": 0, "1": 1, "2": 2}),
    "retain": (RETAIN, {"yes": RETAIN, "no": 0}),
    "dup": (DUP, {"yes": DUP, "no": 0}),
}


def of_topic(text: str, word: re.Match[str]) -> Term:
    """An MQTT topic filter."""
    try:
        topics.check_filter(text)
    except BadInput as error:
        raise wrong(word, "filter-topic", "At position {position}: {words}", words=str(error)) from None
    return TopicFilter(text)


def of_choice(name: str, value: str, word: re.Match[str]) -> Term:
    """One of few values: qos, retain, dup."""
    bits, choices = CHOICES[name]
    if value.lower() not in choices:
        raise wrong(
            word,
            "filter-choice",
            "At position {position}, {name}: may be followed by {choices}, not {value}.",
            name=name,
            choices=" or ".join(choices),
            value=value or "nothing",
        )
    return Flag(bits, choices[value.lower()])


def of_bytes(text: str, word: re.Match[str]) -> Term:
    """Bytes in hexadecimal digits."""
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        raw = b""
    if not raw:
        sentence = (
            'At position {position}, hex: needs bytes such as deadbeef or "de ad be ef", not {value}. To search for '
            "these characters, put them in quotes."
        )
        raise wrong(word, "filter-hex", sentence, value=text or "nothing")
    return Bytes(raw)


def of_time(time: re.Match[str], word: re.Match[str], now: int) -> Term:
    """When it was received; `now` is what today and -10m are counted from."""
    compare, text = time.groups()
    value = moment(text, now)
    if value is None or compare in "=:":
        raise wrong(
            word,
            "filter-time",
            "At position {position}, time needs > >= < or <= and a moment such as 14:30, 2025-06-01T14:30:00 or -10m, "
            "not {value}. To search for these characters, put them in quotes.",
            value=text if value is None and text else compare if text else "nothing",
        )
    return Number("wall", compare, value)


def of_number(number: re.Match[str], word: re.Match[str]) -> Term:
    """Size or latency with a unit."""
    name, compare, text = number.groups()
    value = VALUE.fullmatch(text)
    unit = UNITS[name].get(value[2].lower()) if value else None
    if value is None or unit is None:
        raise wrong(
            word,
            "filter-number",
            "At position {position}, {name} needs a number with a unit such as {units}, not {value}.",
            name=name,
            units="100, 10kB or 1MiB" if name == "size" else "500us, 5ms or 2s",
            value=text or "nothing",
        )
    return Number(name, compare, round(float(value[1]) * unit))


def wrong(word: re.Match[str], code: str, sentence: str, **params: object) -> BadInput:
    """The refusal, with the place of the word that is meant."""
    return BadInput(code, sentence, position=word.start() + 1, **params)
