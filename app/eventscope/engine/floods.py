"""Ranks topics by what they bring; asked for while somebody looks, in a thread, beside the traffic."""

from __future__ import annotations

import threading

from eventscope.core import ranking
from eventscope.core.errors import BadInput
from eventscope.core.ranking import MEASURES, Ranked, Ranking
from eventscope.core.topicverbs import RankTopics
from eventscope.engine.branches import Branches
from eventscope.engine.topics import Census, TopicTable

PLACES = 1_000  # of one answer at most
DEEPEST = 16  # levels of a branch at most


class Floods:
    """From any thread. What was found out about names is kept for the next time the same is asked."""

    def __init__(self, topics: TopicTable) -> None:
        self._topics = topics
        self._lock = threading.Lock()
        self._branches = Branches(0, b"")
        self._of: object = None  # the list of names that these branches are about

    def rank(self, verb: RankTopics) -> Ranking:
        """The answer to the verb."""
        _check(verb)
        with self._lock:
            census = self._topics.census()
            return self._rank(verb, census)

    def _rank(self, verb: RankTopics, census: Census) -> Ranking:
        text = verb.text.encode("utf-8", "surrogateescape")
        sums = census.sums
        branches = None
        if verb.levels or text:
            branches = self._known(verb.levels, text, census)
            sums = sums.grouped(branches.grow(census.names, len(sums.counts)), len(branches.names))
        values = sums.of(verb.by)
        total = sums.total() if text else ranking.together(sums.total(), census.nameless)
        places = []
        for place in ranking.largest(values, verb.count).tolist():
            name = branches.names[place] if branches else census.names[place]
            topics = branches.sizes[place] if branches else 1
            below = name.count(b"/") >= verb.levels > 0
            traffic = sums.at(place)
            share = traffic.of(verb.by) / (total.of(verb.by) or 1.0)
            places.append(Ranked(name[:-1] if below else name, below, topics, traffic, share))
        more = int((values > 0).sum()) - len(places)
        rest = ranking.difference(total, [place.traffic for place in places])
        return Ranking(tuple(places), total, rest, more, 0 if text else census.beyond)

    def _known(self, levels: int, text: bytes, census: Census) -> Branches:
        if self._of is not census.names or (self._branches.levels, self._branches.text) != (levels, text):
            self._branches, self._of = Branches(levels, text), census.names
        return self._branches


def _check(verb: RankTopics) -> None:
    if verb.by not in MEASURES:
        sentence = "{by} is no measure of traffic. Use one of {known}."
        raise BadInput("unknown-measure", sentence, by=verb.by, known=", ".join(MEASURES))
    if not 0 <= verb.levels <= DEEPEST:
        raise BadInput("bad-levels", "Levels are 0 (whole topics) to {most}.", most=DEEPEST)
    if not 1 <= verb.count <= PLACES:
        raise BadInput("bad-places", "A ranking has 1 to {most} places.", most=PLACES)
