"""Contrast of two colours as WCAG 2.2 defines it, and a colour made legible on a ground."""

from __future__ import annotations


def contrast(one: str, other: str) -> float:
    """The ratio of two "#rrggbb" colours, 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def legible(colour: str, ground: str, least: float) -> str:
    """`colour`, darkened or lightened in small steps until it stands out on `ground` by `least`."""
    towards = 0 if _luminance(ground) > 0.5 else 255
    for step in range(21):
        mixed = _mix(colour, towards, step / 20)
        if contrast(mixed, ground) >= least:
            return mixed
    return mixed


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mix(colour: str, towards: int, share: float) -> str:
    return "#" + "".join(f"{round(value + (towards - value) * share):02x}" for value in _channels(colour))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
