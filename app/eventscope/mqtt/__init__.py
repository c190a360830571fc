"""The MQTT protocol, pure: packets and properties of 3.1.1 and 5 in one model."""
