"""Tells which property lists of PUBLISH are well formed, and which topic alias each names, for many lists at once."""

from __future__ import annotations

import numpy as np

from eventscope.mqtt.gather import Bytes, Mask, Numbers, length, number

MOST = 4  # structures that are compared before the lists of others are walked over
PAYS = 4  # as long as one of so many lists has the structure that is compared, comparing is quicker
STEPS = 32  # properties of a list that is walked over; of more than these it is left to be judged by itself
_USER, _SUBSCRIPTION, _ALIAS = 0x26, 0x0B, 0x23
# Code -> (bytes of a number, strings behind it) [MQTT5 3.3.2.3].
_KINDS = {0x01: (1, 0), 0x02: (4, 0), 0x03: (0, 1), 0x08: (0, 1), 0x09: (0, 1), _ALIAS: (2, 0), _USER: (0, 2)}
_REPEATS = frozenset({_USER, _SUBSCRIPTION})
_KNOWN = np.array([code in _KINDS or code == _SUBSCRIPTION for code in range(256)])
_SIZES = np.array([_KINDS.get(code, (0, 0))[0] for code in range(256)])
_STRINGS = np.array([_KINDS.get(code, (0, 0))[1] for code in range(256)])
_ONCE = np.array([1 << code if code in _KINDS and code not in _REPEATS else 0 for code in range(256)])


def check(data: bytes, raw: Bytes, at: Numbers, size: Numbers, good: Mask) -> Numbers:
    """Takes out of `good` the lists, `size` bytes at `at`, that are not well formed or cannot be told to be.

    Answers the topic alias of each, 0 where there is none.
    """
    alias = np.zeros(len(at), np.int64)
    left = np.flatnonzero(good & (size > 0))
    good[left] = False
    for _ in range(MOST):
        alike = _alike(data, raw, at[left], size[left]) if len(left) else None
        if alike is None:
            break
        same, place = alike
        found = left[same]
        good[found] = True
        if place >= 0:
            alias[found] = number(raw, at[found] + place)
            good[found] = alias[found] > 0
        left = left[~same]
        if len(found) * PAYS < len(left):
            break
    if len(left):
        _walk(raw, at, size, left, good, alias)
    return alias


def _alike(data: bytes, raw: Bytes, at: Numbers, size: Numbers) -> tuple[Mask, int] | None:
    """Which lists have the structure of the first one, and where the value of their alias is; None if that is bad."""
    begin, extent = int(at[0]), int(size[0])
    known = structure(data[begin : begin + extent])
    if known is None:
        return None
    marks, place = known
    alike = size == extent
    alike[alike] = (raw[at[alike][:, None] + marks] == raw[begin + marks]).all(axis=1)
    return alike, place


def structure(raw: bytes) -> tuple[Numbers, int] | None:
    """Where the codes and lengths of a list are, and the value of an alias (-1: nowhere).

    None where it is wrong, or is to be judged by more than these.
    """
    marks: list[int] = []
    at = seen = 0
    alias = -1
    try:
        while at < len(raw):
            code = raw[at]
            if code == _SUBSCRIPTION:
                marks += (at, at + 1)
                at += 2
                if raw[at - 1] > 0x7F:
                    return None
                continue
            extent, strings = _KINDS[code]
            if seen >> code & 1 and code != _USER:
                return None
            seen |= 1 << code
            alias = at + 1 if code == _ALIAS else alias
            marks.append(at)
            at += 1 + extent
            for _ in range(strings):
                marks += (at, at + 1)
                at += 2 + (raw[at] << 8 | raw[at + 1])
    except (IndexError, KeyError):
        return None
    return (np.array(marks, np.int64), alias) if at == len(raw) else None


def _walk(raw: Bytes, at: Numbers, size: Numbers, rows: Numbers, good: Mask, alias: Numbers) -> None:
    """All these lists side by side, one property of each in a step; marks those as good that end where they say."""
    at, end, seen = at[rows], (at + size)[rows], np.zeros(len(rows), np.int64)
    for _ in range(STEPS):
        code = raw[at]
        once = _ONCE[code]
        sound = _KNOWN[code] & (seen & once == 0)
        seen |= once
        named = code == _ALIAS
        if named.any():
            alias[rows[named]] = value = number(raw, at[named] + 1)
            sound[named] &= value > 0
        at, told = _behind(raw, at + 1, code)
        sound &= told
        good[rows[sound & (at == end)]] = True
        on = sound & (at < end)
        if not on.all():
            rows, at, end, seen = rows[on], at[on], end[on], seen[on]
        if not len(rows):
            return


def _behind(raw: Bytes, at: Numbers, code: Bytes) -> tuple[Numbers, Mask | bool]:
    """Where the properties end whose values are at `at`, and whether that can be told."""
    sound: Mask | bool = True
    numbered = code == _SUBSCRIPTION
    if numbered.any():
        _, behind, told = length(raw, at)
        sound = told | ~numbered
        at = np.where(numbered, behind, at)
    at = at + _SIZES[code]
    strings = _STRINGS[code]
    for least in (1, 2):
        more = strings >= least
        if not more.any():
            break
        at = at + np.where(more, number(raw, at) + 2, 0)
    return at, sound
