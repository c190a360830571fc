"""What each delivery class promises, and what is lost when something is killed: printed where the class is chosen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from eventscope.core.bus import Delivery, Mode

translate = QCoreApplication.translate


def classes() -> list[tuple[Delivery, str]]:
    """(value, words) for a choice."""
    return [
        ("at-most-once", translate("Bus", "at most once")),
        ("at-least-once", translate("Bus", "at least once")),
        ("effectively-once", translate("Bus", "effectively once")),
    ]


def modes() -> list[tuple[Mode, str]]:
    """(value, words) for a choice."""
    return [
        ("publish-subscribe", translate("Bus", "publish-subscribe")),
        ("point-to-point", translate("Bus", "point-to-point")),
        ("hybrid", translate("Bus", "hybrid")),
    ]


def meaning(delivery: Delivery) -> str:
    """How a class keeps its promise."""
    return {
        "at-most-once": translate("Bus", "No disk, QoS 0 onwards: the fastest, and nothing is repeated."),
        "at-least-once": translate(
            "Bus", "Stored on disk before it is acknowledged, kept until the target has it. It may come twice."
        ),
        "effectively-once": translate(
            "Bus", "As at least once, with QoS 2 or Kafka transactions and remembered ids, so that nothing comes twice."
        ),
    }[delivery]


def losses(delivery: Delivery) -> list[tuple[str, str]]:
    """(what is killed, what is lost then)."""
    parts = (
        translate("Bus", "Eventscope (kill -9)"),
        translate("Bus", "this computer, power"),
        translate("Bus", "the source broker"),
        translate("Bus", "the target broker"),
    )
    return list(zip(parts, _losses()[delivery], strict=True))


def _losses() -> dict[Delivery, tuple[str, str, str, str]]:
    source = translate("Bus", "what it had acknowledged and not kept is its own loss")
    target = translate("Bus", "what it had acknowledged and not kept is its own loss")
    return {
        "at-most-once": (
            translate("Bus", "what is under way"),
            translate("Bus", "what is under way"),
            source,
            target,
        ),
        "at-least-once": (
            translate("Bus", "nothing; some may come twice"),
            translate("Bus", "nothing, if the disk keeps what it confirms; some may come twice"),
            source,
            target,
        ),
        "effectively-once": (
            translate("Bus", "nothing, and nothing comes twice"),
            translate("Bus", "nothing; twice only if a broker forgot its session"),
            source,
            target,
        ),
    }
