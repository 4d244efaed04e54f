"""Charts drawn by the server: one SVG each, with a title and a description, coloured by classes of the style sheet.

A chart never stands alone: the page has the same figures as a table. Nothing is said by colour, nothing moves, and the
markup has no style attribute, so the strict content policy holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from forum_app.kernel.statistics.intervals import Interval

WIDTH = 400
_COLUMNS_HEIGHT, _FLOOR, _TALLEST, _GAP = 150, 125, 105, 3
_ROW, _LEFT, _RIGHT, _TOP = 24, 46, 372, 8

_SVG = Markup(
    '<svg class="plot" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-t {id}-d">'
    '<title id="{id}-t">{title}</title><desc id="{id}-d">{desc}</desc>{parts}</svg>'
)
_BAR = Markup('<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}"/>')
_WORD = Markup('<text x="{x}" y="{y}" text-anchor="{anchor}">{word}</text>')
_LINE = Markup('<path class="{kind}" d="M{x1} {y1}L{x2} {y2}"/>')
_DOT = Markup('<circle class="{kind}" cx="{x}" cy="{y}" r="5"/>')


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its interval in a chart of intervals; `label` is short: the number of its row in the table."""

    label: str
    interval: Interval
    loud: bool = False
    """Drawn filled: this one needs somebody."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From where to where a chart of intervals reaches, with the values named below it."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]

    def x(self, value: float) -> float:
        """Where a value stands; what lies outside stands at the edge."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)


PERCENT = Scale(0, 1, ((0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1, "100 %")))
POINTS = Scale(-50, 100, ((-50, "-50"), (0, "0"), (50, "+50"), (100, "+100")))


def columns(name: str, values: Sequence[int], labels: Sequence[str], *, title: str, desc: str) -> Markup:
    """How many there are of each: one column a label, the count above it. `name` is the chart's id on the page."""
    step = WIDTH / max(1, len(values))
    most = max(values, default=0)
    parts = [_column(place * step, step, value, most) for place, value in enumerate(values)]
    parts += [_word(place * step + step / 2, 143, label) for place, label in enumerate(labels)]
    parts.append(_line("axis", 0, _FLOOR + 0.5, WIDTH, _FLOOR + 0.5))
    return _svg(name, _COLUMNS_HEIGHT, parts, title=title, desc=desc)


def _column(x: float, step: float, value: int, most: int) -> Markup:
    height = round(_TALLEST * value / most, 1) if most else 0
    bar = _BAR.format(
        kind="in", x=round(x + _GAP, 1), y=_FLOOR - height, width=round(step - 2 * _GAP, 1), height=height
    )
    return bar + _word(x + step / 2, _FLOOR - height - 5, str(value)) if value else bar


def intervals(name: str, rows: Sequence[Row], *, title: str, desc: str, scale: Scale = PERCENT) -> Markup:
    """A point with its interval in each row, below one another on one scale; zero has a line of its own."""
    bottom = _TOP + _ROW * len(rows)
    parts = [_line("grid", scale.x(at), _TOP, scale.x(at), bottom) for at, _ in scale.ticks]
    parts += [_word(scale.x(at), bottom + 16, word) for at, word in scale.ticks]
    if scale.low < 0 < scale.high:
        parts.append(_line("axis", scale.x(0), _TOP, scale.x(0), bottom))
    for place, row in enumerate(rows):
        parts.append(_interval(row, scale, _TOP + _ROW * place + _ROW / 2))
    return _svg(name, bottom + 24, parts, title=title, desc=desc)


def _interval(row: Row, scale: Scale, y: float) -> Markup:
    found = row.interval
    drawn = _word(0, y + 4, row.label, anchor="start")
    drawn += _line("reach", scale.x(found.low), y, scale.x(found.high), y)
    return drawn + _DOT.format(kind="point loud" if row.loud else "point", x=scale.x(found.value), y=y)


def _word(x: float, y: float, word: str, *, anchor: str = "middle") -> Markup:
    return _WORD.format(x=round(x, 1), y=round(y, 1), word=word, anchor=anchor)


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    return _LINE.format(kind=kind, x1=x1, y1=y1, x2=x2, y2=y2)


def _svg(name: str, height: float, parts: Sequence[Markup], *, title: str, desc: str) -> Markup:
    return _SVG.format(id=name, width=WIDTH, height=height, title=title, desc=desc, parts=Markup().join(parts))
