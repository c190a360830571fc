"""The MQTT link, on paho."""

from eventscope.links.mqtt.link import MqttLink

__all__ = ["MqttLink"]
