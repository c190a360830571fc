"""Reasons why a message did not get through, and the notes that a bridge counts, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def reason(code: str) -> str:
    """Of a dead letter, a dropped message, or one that no route took; an unknown code as it is."""
    return _reasons().get(code, code.replace("_", " "))


def note(code: str) -> tuple[str, str]:
    """The name of what a bridge counts, and what it means."""
    return _notes().get(code, (code.replace("_", " "), ""))


def _reasons() -> dict[str, str]:
    return {
        "filtered": translate("Bus", "no condition held"),
        "not_taken": translate("Bus", "not taken"),
        "unreadable": translate("Bus", "not readable"),
        "loop": translate("Bus", "stopped in a loop"),
        "invalid_topic": translate("Bus", "topic not valid"),
        "invalid_mapping": translate("Bus", "mapping not valid"),
        "too_large": translate("Bus", "too large"),
        "decode_error": translate("Bus", "cannot be decoded"),
        "serialisation": translate("Bus", "cannot be written"),
        "expired": translate("Bus", "expired"),
        "qos_unsupported": translate("Bus", "QoS not supported"),
        "not_authorized": translate("Bus", "not authorised"),
        "quota": translate("Bus", "quota exceeded"),
        "payload_format": translate("Bus", "payload format not valid"),
        "retries_exhausted": translate("Bus", "given up after all tries"),
        "unknown_topic_or_partition": translate("Bus", "unknown topic or partition"),
        "queue_full": translate("Bus", "queue full"),
        "full": translate("Bus", "queue full"),
        "oldest": translate("Bus", "oldest, queue full"),
        "newest": translate("Bus", "newest, queue full"),
        "offline": translate("Bus", "target not connected"),
        "purged": translate("Bus", "purged by a person"),
    }


def _notes() -> dict[str, tuple[str, str]]:
    return {
        "duplicates": (
            translate("Bus", "repeats stopped"),
            translate("Bus", "Messages that came again after a reconnect and were known already."),
        ),
        "retries": (translate("Bus", "sent again"), translate("Bus", "Tries after a failure that may pass.")),
        "session_lost": (
            translate("Bus", "sessions lost"),
            translate("Bus", "The broker had forgotten our session: what it held for us then is its loss."),
        ),
        "ambiguous_resends": (
            translate("Bus", "ambiguous repeats"),
            translate("Bus", "Sent again without knowing whether the target had it: it may have come twice."),
        ),
        "order_breaks": (
            translate("Bus", "order broken"),
            translate("Bus", "A message went ahead of one that had to be tried again."),
        ),
        "unreadable": (
            translate("Bus", "conditions not readable"),
            translate("Bus", "A condition met a missing key or no JSON, and the message went by another route."),
        ),
        "reconnects": (translate("Bus", "reconnects"), translate("Bus", "How often a side was lost and came back.")),
        "replayed": (translate("Bus", "replayed"), translate("Bus", "Dead letters that a person sent again.")),
        "purged": (translate("Bus", "purged"), translate("Bus", "Dead letters that a person threw away.")),
    }
