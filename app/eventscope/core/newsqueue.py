"""News that wait for a slow reader: which of them make others out of date, and how two of a kind become one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eventscope.core import news
from eventscope.core.news import News, ReceiptNews, Topics

RECEIPTS = 1000  # the newest that are kept for a reader
_LATEST = (news.Summary, news.Topics, news.ReceiptNews, news.BrokerNews, news.BridgeNews, news.ConsumerNews)


def subject(item: News) -> Any:
    """What makes two news replace each other for every reader; None: nothing does."""
    kind = type(item)
    if kind in _LATEST:
        return kind
    if isinstance(item, news.ViewNews):
        return kind, item.view
    if isinstance(item, news.ExportNews):
        return kind, item.export
    if isinstance(item, news.PublishingNews):
        return kind, item.job
    return None


def state(item: News) -> Any:
    """The same for a reader who wants to know how things are, not how they came to be so."""
    kind = type(item)
    if kind in (news.WorkspaceNews, news.ApiNews):
        return kind
    if isinstance(item, news.LinkNews):
        return kind, item.connection
    if isinstance(item, news.SubscriptionNews):
        return kind, item.connection, item.filter
    return subject(item)


def joined(old: Any, new: Any) -> Any:
    """One piece of news that says what both say."""
    if isinstance(new, Topics) and new.first == old.first + len(old.topics):
        return replace(new, first=old.first, topics=old.topics + new.topics)
    if isinstance(new, ReceiptNews):
        merged = {item.id: item for item in (*old.receipts, *new.receipts)}
        return ReceiptNews(tuple(merged.values())[-RECEIPTS:])
    return new
