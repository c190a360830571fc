"""Who may connect, publish and subscribe: users with Argon2id hashes and ordered rules."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from eventscope.core.broker import AccessRule, User
from eventscope.core.topics import levels, matches, share

# What OWASP recommends at least: it keeps a check near 20 ms and 19 MB. Stronger hashes are checked as they are.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """An Argon2id hash for the broker's file."""
    return _HASHER.hash(password)


class Users:
    """The users of a broker; without any, everybody may connect."""

    def __init__(self, users: Sequence[User]) -> None:
        self._hashes = {user.name: user.password for user in users}
        # An unknown user costs the same time as a wrong password, so that names cannot be found out.
        self._nobody = hash_password("nobody has this password") if users else ""

    @property
    def open(self) -> bool:
        """Whether nobody is asked for a name."""
        return not self._hashes

    def check(self, name: str | None, password: bytes | None) -> bool:
        """Whether name and password belong together. Takes tens of milliseconds: not for the event loop."""
        known = self._hashes.get(name or "")
        try:
            return _HASHER.verify(known or self._nobody, password or b"") and known is not None
        except (VerificationError, InvalidHashError):
            return False


class Permissions:
    """The rules that concern one client; the first that matches decides, and what none matches is allowed."""

    def __init__(self, rules: Sequence[AccessRule], user: str, client: str) -> None:
        mine = [rule for rule in rules if fnmatchcase(user, rule.user) and fnmatchcase(client, rule.client)]
        self._publish = [(rule.filter, rule.allow) for rule in mine if rule.action == "publish"]
        self._subscribe = [(rule.filter, rule.allow) for rule in mine if rule.action == "subscribe"]

    @property
    def reads_all(self) -> bool:
        """Whether no rule concerns what this client may get."""
        return all(allow for _, allow in self._subscribe)

    @property
    def writes_all(self) -> bool:
        """Whether no rule concerns what this client may publish."""
        return all(allow for _, allow in self._publish)

    def may_publish(self, topic: str) -> bool:
        """Whether it may publish to a topic."""
        return _first(self._publish, topic)

    def may_read(self, topic: str) -> bool:
        """Whether it may get messages of a topic."""
        return _first(self._subscribe, topic)

    def may_subscribe(self, filter_: str) -> bool:
        """Whether it may hold a subscription.

        A rule decides here only where it covers the whole filter. What a wider filter matches beside is kept back
        topic by topic; a shared subscription cannot be cut like that, so any refusal that it touches forbids it.
        """
        group, inner = share(filter_)
        for rule, allow in self._subscribe:
            if covers(rule, inner):
                return allow
            if group is not None and not allow and overlaps(rule, inner):
                return False
        return True


def _first(rules: list[tuple[str, bool]], topic: str) -> bool:
    return next((allow for filter_, allow in rules if matches(filter_, topic)), True)


def covers(rule: str, wanted: str) -> bool:
    """Whether every topic that `wanted` matches is matched by `rule` too."""
    if _apart(rule, wanted):
        return False
    ours, theirs = levels(rule), levels(wanted)
    for depth, level in enumerate(ours):
        if level == "#":
            return True
        if depth == len(theirs) or theirs[depth] == "#":
            return False
        if level != "+" and level != theirs[depth]:
            return False
    return len(ours) == len(theirs)


def overlaps(rule: str, wanted: str) -> bool:
    """Whether there is a topic that both filters match."""
    if _apart(rule, wanted) or _apart(wanted, rule):
        return False
    ours, theirs = levels(rule), levels(wanted)
    for mine, other in zip(ours, theirs, strict=False):
        if "#" in (mine, other):
            return True
        if mine != other and "+" not in (mine, other):
            return False
    if len(ours) == len(theirs):
        return True
    longer = max(ours, theirs, key=len)
    return longer[min(len(ours), len(theirs))] == "#" and abs(len(ours) - len(theirs)) == 1


def _apart(wild: str, dollar: str) -> bool:
    """A filter that begins with a wildcard matches no topic that begins with "$" [MQTT-4.7.2-1]."""
    return wild[:1] in ("+", "#") and dollar[:1] == "$"
