"""Charts: what a screen reader hears, and that every figure is drawn where it belongs."""

from xml.etree import ElementTree as ET

import pytest

from forum_app.kernel import charts
from forum_app.kernel.charts import Row
from forum_app.kernel.statistics.intervals import Interval

SPACE = "{http://www.w3.org/2000/svg}"


def drawn(markup: str) -> ET.Element:
    named = str(markup).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ET.fromstring(named)  # noqa: S314 - our own markup


def test_columns_are_named_for_who_cannot_see_them() -> None:
    found = drawn(charts.columns("how", [2, 0, 4], ["0", "1", "2"], title="Right <answers>", desc="2, 0 and 4 people"))
    assert (found.get("role"), found.get("aria-labelledby")) == ("img", "how-t how-d")
    assert [found[0].text, found[1].text] == ["Right <answers>", "2, 0 and 4 people"]


def test_the_tallest_column_is_the_largest_count() -> None:
    found = drawn(charts.columns("how", [2, 0, 4], ["0", "1", "2"], title="t", desc="d"))
    heights = [float(bar.get("height", "")) for bar in found.iter(f"{SPACE}rect")]
    assert heights == [52.5, 0, 105]
    assert [word.text for word in found.iter(f"{SPACE}text")] == ["2", "4", "0", "1", "2"]


def test_nothing_at_all_is_still_a_chart() -> None:
    assert len(list(drawn(charts.columns("how", [], [], title="t", desc="d")).iter(f"{SPACE}rect"))) == 0
    assert len(list(drawn(charts.columns("how", [0], ["0"], title="t", desc="d")).iter(f"{SPACE}rect"))) == 1


def test_an_interval_reaches_from_its_low_to_its_high_end() -> None:
    rows = [Row("1", Interval(0.5, 0, 1)), Row("2", Interval(0.25, 0.1, 1.4), loud=True)]
    found = drawn(charts.intervals("much", rows, title="t", desc="d"))
    reach = [line.get("d") for line in found.iter(f"{SPACE}path") if line.get("class") == "reach"]
    assert reach == ["M46.0 20.0L372.0 20.0", "M78.6 44.0L372.0 44.0"]
    points = [(dot.get("class"), dot.get("cx")) for dot in found.iter(f"{SPACE}circle")]
    assert points == [("point", "209.0"), ("point loud", "127.5")]


@pytest.mark.parametrize(("scale", "axes"), [(charts.PERCENT, 0), (charts.POINTS, 1)])
def test_zero_has_a_line_where_it_lies_inside(scale: charts.Scale, axes: int) -> None:
    found = drawn(charts.intervals("much", [], title="t", desc="d", scale=scale))
    assert len([line for line in found.iter(f"{SPACE}path") if line.get("class") == "axis"]) == axes


def test_no_style_attribute_and_no_script() -> None:
    markup = charts.columns("how", [1], ["x"], title="t", desc="d") + charts.intervals("m", [], title="t", desc="d")
    assert "style=" not in markup and "<script" not in markup
