"""The article's consumer with one correction. Needs kafka-python, and `eventscope kafka`; Ctrl+C ends it."""

import json

from kafka import KafkaConsumer

consumer = KafkaConsumer('event_topic', bootstrap_servers='localhost:9092')

for event in consumer:
    # The article has json.loads(event) here, which raises TypeError: what the consumer gives is a ConsumerRecord with
    # topic, partition, offset, key and headers. The bytes that the producer sent are its value.
    event_data = json.loads(event.value)
    print('Received event:', event_data, flush=True)
