"""Asyncio services behind the verbs: links, subscriptions, publisher, monitor, feed."""
