"""The filter box: one line of text becomes a predicate over blocks of messages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import re2

from eventscope.core.errors import BadInput
from eventscope.core.expression import Expression
from eventscope.core.facts import Outline
from eventscope.core.fields import CHOICES, UNITS, VALUE, of_bytes, of_choice, of_number, of_time, of_topic, wrong
from eventscope.core.message import Block
from eventscope.core.needles import is_free, pattern
from eventscope.core.terms import Mask, Not, Regex, Term, Text

LONGEST = 2_000  # characters
MOST = 32  # words

_WORD = re.compile(
    r"""(?P<minus>-(?=\S))?
    (?: (?P<field>(?:topic|hex)\s*:\s*)?"(?P<quoted>(?:[^"\\]|\\.)*)"(?=\s|$)
      | /(?P<regex>.+?)/(?P<flags>i?)(?=\s|$)
      | (?P<spaced>
            (?:topic|qos|retain|dup|hex) \s*[:=]\s* [^\s"]\S*
          | (?:size|latency|time) \s*(?:[<>]=?|[=:])\s* (?:-?[\d.]+\s+(?:[nuµμm]?s|[kM]?i?B)(?=\s|$) | [^\s"<>=:]\S*)
          | [A-Za-z_][\w.]* \s*[<>]=?\s* -?\d\S*
        )(?=\s*$ | \s+(?!(?:[-+*/%?&|=!<>]+|in)\s))
      | (?P<plain>\S+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"(size|latency)(>=|<=|>|<|=|:)(.*)", re.DOTALL)
_TIME = re.compile(r"time(>=|<=|>|<|=|:)(.*)", re.DOTALL)
_COMPARED = re.compile(r"([A-Za-z_][\w.]*)(>=|<=|>|<|=|:)(.*)", re.DOTALL)
_FIELD = re.compile(r"(topic|qos|retain|dup|hex):(.*)", re.DOTALL)
_NAMES = ("topic", "hex", "time", *CHOICES, *UNITS)
# What makes a filter an expression; quoted words and /regular expressions/ are blanked out before.
_CEL = re.compile(
    r"""== | != | && | \|\|
      | (?<![</\w.])(?:topic|payload|qos|retain|size|latency_ms)\s*[<>]
      | (?:^|(?<=\s))[!(]*(?:payload[.\[] | topic\.\w+\( | has\()""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Query:
    """A filter, ready to use; made by `compile`. It keeps what it learnt about topics: one thread at a time."""

    text: str
    terms: tuple[Term, ...]

    @property
    def heavy(self) -> bool:
        """Whether it looks at messages one by one: give it small blocks, to be able to stop it."""
        return any(term.cost > 1 for term in self.terms)

    @property
    def undecoded(self) -> int:
        """Payloads so far that an expression saw as text, because they were too large or deep to decode."""
        return sum(term.undecoded for term in self.terms if isinstance(term, Expression))

    def may(self, outline: Outline) -> bool:
        """False only where certainly no row of the outline matches, so that the rest of it need not be read."""
        return all(term.may(outline) for term in self.terms)

    def select(self, block: Block) -> Mask:
        """Which rows match: bool, shape (n,). Raises BadInput when an expression asks for an unknown name."""
        found = np.ones(len(block), bool)
        for term in self.terms:
            if not found.any():
                break
            found = term.select(block, found)
        return found


def compile(text: str, now: int) -> Query:  # noqa: A001
    """Read a filter; raises BadInput with a sentence that says where it is wrong.

    Words stand beside each other and must all match; a - before a word turns it round.

        orders              text in topic or payload, upper or lower case
        "two words"         the same with spaces and marks as they are; \\" stands for a quote
        /err(or)?s/i        a regular expression (RE2) on topic or payload; i ignores case
        topic:orders/#      an MQTT topic filter; topic:"a b/#" where it holds a space
        qos:1               the QoS it was delivered with; also retain:yes, dup:no
        size>10kB           bytes of payload: > >= < <= =, in B, kB, KiB, MB, MiB
        latency>5ms         ns, us, ms, s; a message without a latency matches no comparison
        time>14:30          received after that; today, or 2025-06-01T14:30 (local, or with a zone), or -10m (ago)
        hex:"de ad be ef"   these bytes in the payload
        -topic:$SYS/#       everything else

    `now` is the wall time in ns that times of today and -10m are counted from: it stays what it was at the start.
    Spaces may stand around the marks: latency > 5 ms. A name that is not known or looks mistyped is refused.

    The whole line is one CEL expression when, outside of quoted words and regular expressions, it has one of
    == != && ||, or < > behind one of the names topic, payload, size, qos, retain and latency_ms (except
    as above), or when a word begins with payload. or payload[ or has( or a function of topic:

        payload.total > 100 && topic.startsWith("orders/")
        payload.items.exists(item, item.sku == "a-7")

    Anything else is made one by cel: in front, which also may follow words: topic:orders/# cel: payload.ok
    """
    _check(text)
    words = list(_WORD.finditer(text))
    start = _expression_start(text, words)
    plain = words if start is None else [word for word in words if word.end() < start]
    if len(plain) > MOST:
        raise BadInput(
            "filter-words", "The filter has more than {most} words. Quote those that belong together.", most=MOST
        )
    terms = [_term(word, now) for word in plain]
    if start is not None:
        rest = text[start:]
        terms.append(Expression(rest.strip(), start + len(rest) - len(rest.lstrip())))
    return Query(text, tuple(sorted(terms, key=lambda term: term.cost)))


def _check(text: str) -> None:
    if len(text) > LONGEST:
        raise BadInput("filter-long", "The filter is longer than {longest} characters. Shorten it.", longest=LONGEST)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            "filter-character",
            "The character at position {position} is half a surrogate pair, which no message can carry. Remove it.",
            position=error.start + 1,
        ) from None


def _expression_start(text: str, words: list[re.Match[str]]) -> int | None:
    """Where the CEL expression begins, None when there is none."""
    bare = list(text)
    for word in words:
        plain = word["plain"]
        if plain is not None and plain.startswith("cel:") and not word["minus"]:
            return word.start() + len("cel:")
        if word["quoted"] is not None or word["regex"] is not None or _is_number(word):
            bare[word.start() : word.end()] = " " * len(word.group())
    return 0 if _CEL.search("".join(bare)) else None


def _is_number(word: re.Match[str]) -> bool:
    """Whether a word compares a number; with spaces in it, size > payload.limit is an expression."""
    number = _NUMBER.fullmatch(_closed_up(word))
    if number is None:
        return False
    return not re.search(r"\s", word.group()) or VALUE.fullmatch(number[3]) is not None


def _term(word: re.Match[str], now: int) -> Term:
    if word["quoted"] is not None:
        term = _quoted(word)
    elif word["regex"] is not None:
        term = _regex(word)
    else:
        term = _plain(_closed_up(word), word, now)
    return Not(term) if word["minus"] else term


def _quoted(word: re.Match[str]) -> Term:
    text = re.sub(r"\\(.)", r"\1", word["quoted"], flags=re.DOTALL)
    if word["field"]:
        return (of_topic if word["field"].startswith("topic") else of_bytes)(text, word)
    if not text:
        raise wrong(word, "filter-empty", "The quotes at position {position} are empty. Write text between them.")
    return Text(text)


def _regex(word: re.Match[str]) -> Term:
    try:
        return Regex(pattern(word["regex"], case=not word["flags"]), is_free(word["regex"]))
    except re2.error as error:
        words = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        raise wrong(
            word,
            "filter-regex",
            "The regular expression at position {position} cannot be used: {words}. RE2 knows no look-around, "
            "back-references or repeats above 1000.",
            words=words,
        ) from None


def _plain(text: str, word: re.Match[str], now: int) -> Term:
    number, part = _NUMBER.fullmatch(text), _FIELD.fullmatch(text)
    if number:
        return of_number(number, word)
    if time := _TIME.fullmatch(text):
        return of_time(time, word, now)
    if part and part[1] in ("topic", "hex"):
        return (of_topic if part[1] == "topic" else of_bytes)(part[2], word)
    if part:
        return of_choice(part[1], part[2], word)
    if text.startswith('"'):
        sentence = (
            "The quote at position {position} has no partner at the end of a word. Close it, or put \\ before "
            "quotes that belong to the text and quotes around all of it."
        )
        raise wrong(word, "filter-quote", sentence)
    _refuse_unknown(text, word)
    return Text(text)


def _closed_up(word: re.Match[str]) -> str:
    """A plain word; a comparison without the spaces in it."""
    return re.sub(r"\s+", "", word["spaced"] or word["plain"])


def _refuse_unknown(text: str, word: re.Match[str]) -> None:
    """Text that looks like a comparison: what is mistyped would find nothing, and nobody would know why."""
    found = _COMPARED.fullmatch(text)
    if found is None:
        return
    name, mark, value = found.groups()
    near = get_close_matches(name.lower(), _NAMES, 1, 0.8)
    if near:
        guess = f"{near[0]}{mark if near[0] in (*UNITS, 'time') else ':'}{value}"
        sentence = (
            "At position {position}, {text} is not understood. Did you mean {guess}? To search for these "
            "characters, put them in quotes."
        )
        raise wrong(word, "filter-mistyped", sentence, text=text, guess=guess)
    if word["spaced"] is not None:
        sentence = (
            "At position {position}, {name} is not known. Compare size or latency, or a field of a JSON payload as "
            "in payload.{name} > 5. To search for these characters, put them in quotes."
        )
        raise wrong(word, "filter-unknown-name", sentence, name=name)
