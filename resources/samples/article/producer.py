"""The article's producer: events as JSON into the topic event_topic. Needs kafka-python, and `eventscope kafka`."""

import json
import time

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers='localhost:9092')

for number in range(10):
    event = {'event_id': number, 'event_type': 'order_created', 'timestamp': time.time()}
    event_json = json.dumps(event)
    producer.send('event_topic', event_json.encode('utf-8'))

producer.flush()  # send only queues; without this line the last events may be lost at the end
