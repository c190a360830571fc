"""The embedded MQTT broker; server does the only I/O, child is its process."""
