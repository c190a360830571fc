"""The ends of bridges in Kafka."""

from eventscope.engine.bridges.kafkasource import KafkaSource
from eventscope.engine.bridges.kafkatarget import KafkaTarget

__all__ = ["KafkaSource", "KafkaTarget"]
