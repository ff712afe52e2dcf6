"""The moments of one cancelled call, as its case recorded them: `timeline.MOMENT`, in microseconds since its begin.

Time goes downwards, one row for each moment, and rows lie further apart the longer nothing happened, by the logarithm
of that: some microseconds and some seconds fit into one picture. Who did something has a lane of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .printable import printable, seconds_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .records import Attempt

_PREFIX = "timeline."

LANES = ("cancelling thread", "calling thread", "server", "other")

# What a moment is called in words, and in which lane it lies. One that is not here is shown under its own name.
_MOMENTS = {
    "call_begins": ("the call begins", 1),
    "manager_begins": ("the manager begins", 2),
    "cancel_begins": ("the cancel begins", 0),
    "cancel_returns": ("the cancel returns", 0),
    "client_informs": ("the client sends word of the cancel", 1),
    "client_closes": ("the client closes the connection", 1),
    "server_told": ("the server is told", 2),
    "client_returns": ("the call returns", 1),
    "manager_ends": ("the manager ends", 2),
}
_OTHER = len(LANES) - 1

# What lasts from one moment to another; a bar without its end goes on to the last moment.
_SPANS = (("call_begins", "client_returns"), ("manager_begins", "manager_ends"), ("cancel_begins", "cancel_returns"))

_ROW = 22  # pixels from one row to the next, at least
_DECADE = 8  # pixels more for each tenfold of the time between
_SHORTEST_US = 100  # a time between that is no longer than this adds nothing
_TOP = 34  # the place of the first row, below the names of the lanes


@dataclass(frozen=True)
class Moment:
    """Something that happened, `at_us` after the call began; `y` is its place in the picture, in pixels."""

    key: str
    text: str
    lane: int
    at_us: int
    y: int

    @property
    def time(self) -> str:
        """When, for a reader."""
        return seconds_text(self.at_us)


@dataclass(frozen=True)
class Span:
    """Something that lasted, from `top` to `bottom` in pixels; `ended` is false if its end was not seen."""

    lane: int
    top: int
    bottom: int
    ended: bool


@dataclass(frozen=True)
class Timeline:
    """What is drawn for one attempt."""

    moments: tuple[Moment, ...]
    spans: tuple[Span, ...]

    @property
    def lanes(self) -> tuple[str, ...]:
        """The lanes in which something happened or could have: the last only where a moment is unknown."""
        return LANES if any(moment.lane == _OTHER for moment in self.moments) else LANES[:_OTHER]

    @property
    def height(self) -> int:
        """In pixels."""
        return self.moments[-1].y + _ROW // 2

    @property
    def lines(self) -> list[str]:
        """The same for a terminal: one line for each moment."""
        return [f"{moment.time:>10}  {LANES[moment.lane]:<17}  {moment.text}" for moment in self.moments]


def timeline_of(attempt: Attempt) -> Timeline | None:
    """The timeline of an attempt; None if it recorded none."""
    seen = sorted(
        (
            (value.value, index, value.key.removeprefix(_PREFIX))
            for index, value in enumerate(attempt.values)
            if value.key.startswith(_PREFIX) and value.type == "elapsed_us" and isinstance(value.value, int)
        ),
    )
    if not seen:
        return None
    moments: list[Moment] = []
    y = _TOP
    before_us = seen[0][0]
    for at_us, _, key in seen:
        if moments:
            y += _ROW + _stretch(at_us - before_us)
        text, lane = _MOMENTS.get(key, (printable(key, 60), _OTHER))
        moments.append(Moment(key, text, lane, at_us, y))
        before_us = at_us
    return Timeline(tuple(moments), tuple(_spans(moments)))


def _stretch(gap_us: int) -> int:
    return round(_DECADE * math.log10(max(gap_us, _SHORTEST_US) / _SHORTEST_US))


def _spans(moments: Sequence[Moment]) -> list[Span]:
    places = {moment.key: moment for moment in moments}
    spans = []
    for begin, end in _SPANS:
        if begin in places:
            last = places.get(end)
            bottom = last.y if last else moments[-1].y
            spans.append(Span(places[begin].lane, places[begin].y, bottom, last is not None))
    return spans
