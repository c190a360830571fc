"""What Kafka and its library say when something is wrong, in words that say what to do."""

from __future__ import annotations

from dataclasses import dataclass

from confluent_kafka import KafkaError, KafkaException

from eventscope.core.errors import BadInput, CannotConnect, EventscopeError, Refused


@dataclass(frozen=True, slots=True)
class Trouble:
    """`lasting`: it does not mend itself by waiting. `peer`: it concerns the way to the cluster, not one request."""

    code: str
    words: str
    lasting: bool = False
    peer: bool = False


# By our code: the names the library has for it, whether it lasts, and the sentence.
_CODES: dict[str, tuple[str, bool, str]] = {
    "unreachable": (
        "_TRANSPORT _ALL_BROKERS_DOWN",
        False,
        "No broker of the cluster can be reached ({said}). Look whether it runs and the address is right.",
    ),
    "unknown-host": ("_RESOLVE", True, "The host name is not known ({said}). Check its spelling."),
    "timeout": ("_TIMED_OUT", False, "The cluster did not answer in time. Look whether it runs and is not overloaded."),
    "tls": ("_SSL", True, "TLS failed ({said}). Check the certificates, and whether this port speaks TLS."),
    "login": (
        "_AUTHENTICATION SASL_AUTHENTICATION_FAILED UNSUPPORTED_SASL_MECHANISM",
        True,
        "The login was refused ({said}). Check user and password, and the SASL mechanism (?sasl=).",
    ),
    "queue-full": ("_QUEUE_FULL", False, "The queue is full: the cluster takes records more slowly than they come."),
    "late": ("_MSG_TIMED_OUT", False, "The record was not acknowledged in time. It may have arrived all the same."),
    "not-sent": ("_PURGE_QUEUE", False, "The record had not left when the connection was closed."),
    "unsure": (
        "_PURGE_INFLIGHT",
        False,
        "The connection was closed before the record was acknowledged. It may have arrived.",
    ),
    "producer-lost": (
        "_FATAL OUT_OF_ORDER_SEQUENCE_NUMBER UNKNOWN_PRODUCER_ID INVALID_PRODUCER_ID_MAPPING INVALID_PRODUCER_EPOCH",
        False,
        "The cluster no longer knows this producer ({said}). A new one takes its place; what was under way may have "
        "arrived.",
    ),
    "unknown-topic": (
        "_UNKNOWN_TOPIC UNKNOWN_TOPIC_OR_PART UNKNOWN_TOPIC_ID",
        True,
        "There is no topic {topic!r} at this cluster. Create it, or check its name.",
    ),
    "unknown-partition": (
        "_UNKNOWN_PARTITION",
        True,
        "Topic {topic!r} has no such partition. Choose one it has, or none.",
    ),
    "bad-topic": (
        "TOPIC_EXCEPTION",
        True,
        "{topic!r} is no name for a topic. Use up to 249 of A-Z a-z 0-9 . _ and -.",
    ),
    "topic-exists": ("TOPIC_ALREADY_EXISTS", True, "There is a topic {topic!r} already. Choose another name."),
    "bad-partitions": ("INVALID_PARTITIONS", True, "That number of partitions is not allowed ({said})."),
    "bad-replication": (
        "INVALID_REPLICATION_FACTOR",
        True,
        "The cluster has too few brokers for that many replicas. Ask for fewer.",
    ),
    "bad-setting": ("INVALID_CONFIG", True, "The cluster refused a setting: {said}."),
    "policy": ("POLICY_VIOLATION", True, "A rule of the cluster forbids it: {said}."),
    "too-large": (
        "MSG_SIZE_TOO_LARGE RECORD_LIST_TOO_LARGE",
        True,
        "The record is larger than allowed. Raise the limit of producer and topic, or send less.",
    ),
    "bad-record": (
        "INVALID_RECORD INVALID_TIMESTAMP",
        True,
        "The broker refused the record ({said}). A compacted topic needs a key, for one.",
    ),
    "not-authorized": (
        "TOPIC_AUTHORIZATION_FAILED GROUP_AUTHORIZATION_FAILED CLUSTER_AUTHORIZATION_FAILED "
        "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
        True,
        "This user may not do that ({said}). Ask for the permission.",
    ),
    "too-few-replicas": (
        "NOT_ENOUGH_REPLICAS NOT_ENOUGH_REPLICAS_AFTER_APPEND",
        False,
        "Too few replicas are in sync to take a record safely. Look at the brokers of the cluster.",
    ),
    "offset-gone": (
        "_AUTO_OFFSET_RESET OFFSET_OUT_OF_RANGE",
        True,
        "The offset to go on from in {topic!r} is not there: its records were deleted, or the topic was made anew. "
        "Reading of this partition stopped. Choose where to go on: earliest, latest, an offset or a time.",
    ),
    "too-slow": (
        "_MAX_POLL_EXCEEDED",
        False,
        "Reading took too long, so that the group went on without us. It joins again.",
    ),
    "group-busy": (
        "NON_EMPTY_GROUP UNKNOWN_MEMBER_ID",
        True,
        "The group has members that are reading. Stop them first.",
    ),
    "no-group": ("GROUP_ID_NOT_FOUND", True, "There is no such consumer group at this cluster."),
    "rebalanced": (
        "ILLEGAL_GENERATION REBALANCE_IN_PROGRESS _ASSIGNMENT_LOST",
        False,
        "The group was shared out anew meanwhile; what was not committed is read again.",
    ),
    "fenced": ("FENCED_INSTANCE_ID _FENCED", True, "Another member took this place in the group. Give each its own."),
    "unsupported": ("_UNSUPPORTED_FEATURE UNSUPPORTED_VERSION", True, "This broker does not offer that ({said})."),
    "damaged": ("_BAD_MSG INVALID_MSG", True, "What the broker sent{where} is damaged and cannot be read ({said})."),
    "bad-settings": ("_INVALID_ARG", True, "The settings cannot be used: {said}."),
}
# The library calls an answer past receive.message.max.bytes damaged; it asks again and again.
_TOO_LONG = "Invalid response size"
TOO_LONG = (
    "A record is larger than this consumer takes in one answer ({said}). Raise its limit, or leave the topic out."
)
_PEER = frozenset({"unreachable", "unknown-host", "timeout", "tls", "login"})
_NAMES = {name: code for code, (names, _, _) in _CODES.items() for name in names.split()}
UNSURE = frozenset({"late", "unsure", "producer-lost"})


def explain(error: KafkaError, topic: str = "") -> Trouble:
    """One error of the library."""
    said = error.str().rstrip(".")
    code = _NAMES.get(error.name())
    if code is None:
        return Trouble("kafka", f"Kafka answered {error.name()}: {said}.", not error.retriable())
    if _TOO_LONG in said:
        return Trouble("too-large", TOO_LONG.format(said=said), lasting=True)
    _, lasting, sentence = _CODES[code]
    where = f" from {topic!r}" if topic else ""
    return Trouble(code, sentence.format(said=said, topic=topic, where=where), lasting, code in _PEER)


def of(error: BaseException) -> KafkaError:
    """The library's error inside its exception."""
    inner = error.args[0] if isinstance(error, KafkaException) and error.args else None
    return inner if isinstance(inner, KafkaError) else KafkaError(KafkaError._FAIL, str(error))


def as_error(error: BaseException, topic: str = "") -> EventscopeError:
    """To be raised: CannotConnect where the cluster is not reached, BadInput for settings, else Refused."""
    trouble = explain(of(error), topic)
    kind: type[EventscopeError] = Refused
    if trouble.peer:
        kind = CannotConnect
    elif trouble.code.startswith("bad-"):
        kind = BadInput
    return kind(trouble.code, "{words}", words=trouble.words)
