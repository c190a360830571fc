"""HTTP: webhooks out, and an address of this machine at which events are posted in."""
