"""Links to Kafka clusters; the only place that knows confluent-kafka. Import what you need from its modules."""
