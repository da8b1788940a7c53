"""Draw on a PDF page in millimetres from the top left corner of a sign, y downwards."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from stops.signs.printing.fonts import width_mm
from stops.signs.printing.text import Block

Point = tuple[float, float]


class Pen:
    """A canvas whose origin has been moved to the sign's top left corner."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def rect(self, x: float, y: float, width: float, height: float, colour: Color, radius: float = 0) -> None:
        """Fill a rectangle, its corners rounded where a radius is given."""
        self.canvas.setFillColor(colour)
        box = (x * mm, -(y + height) * mm, width * mm, height * mm)
        if radius:
            self.canvas.roundRect(*box, radius * mm, stroke=0, fill=1)
        else:
            self.canvas.rect(*box, stroke=0, fill=1)

    def polygon(self, points: Sequence[Point], colour: Color, rounding: float = 0) -> None:
        """Fill a polygon; ``rounding`` draws its edge that wide with round joins."""
        path = self.path(points, closed=True)
        self.canvas.setFillColor(colour)
        if rounding:
            self._stroke(colour, rounding)
        self.canvas.drawPath(path, stroke=1 if rounding else 0, fill=1)

    def line(self, points: Sequence[Point], colour: Color, width: float) -> None:
        """Stroke a polyline with round ends and joins."""
        self.stroke(self.path(points), colour, width)

    def circle(self, x: float, y: float, radius: float, colour: Color, width: float) -> None:
        """Stroke a circle."""
        self._stroke(colour, width)
        self.canvas.circle(x * mm, -y * mm, radius * mm, stroke=1, fill=0)

    def stroke(self, path: Any, colour: Color, width: float) -> None:
        """Stroke a path with round ends and joins."""
        self._stroke(colour, width)
        self.canvas.drawPath(path, stroke=1, fill=0)

    def path(self, points: Sequence[Point], *, closed: bool = False) -> Any:
        """Return the path along straight lines."""
        path = self.canvas.beginPath()
        path.moveTo(points[0][0] * mm, -points[0][1] * mm)
        for x, y in points[1:]:
            path.lineTo(x * mm, -y * mm)
        if closed:
            path.close()
        return path

    def curve(self, start: Point, *curves: tuple[Point, Point, Point]) -> Any:
        """Return the path along cubic Bézier curves, each two control points and an end."""
        path = self.canvas.beginPath()
        path.moveTo(start[0] * mm, -start[1] * mm)
        for one, two, end in curves:
            path.curveTo(one[0] * mm, -one[1] * mm, two[0] * mm, -two[1] * mm, end[0] * mm, -end[1] * mm)
        return path

    def text(
        self, x: float, y: float, text: str, font: str, size: float, colour: Color, *, align: str = "left"
    ) -> float:
        """Write one line with its baseline at y and return its width; ``align`` is left, middle or right."""
        width = width_mm(text, font, size)
        shift = {"left": 0.0, "middle": width / 2, "right": width}[align]
        self.canvas.setFillColor(colour)
        self.canvas.setFont(font, size * mm)
        self.canvas.drawString((x - shift) * mm, -y * mm, text)
        return width

    def block(self, x: float, y: float, block: Block, colours: dict[str, Color]) -> None:
        """Write a name's lines from the top y, each in the colour of its language."""
        for line in block.lines:
            self.text(x, y + line.baseline_mm, line.text, line.font, line.size_mm, colours[line.language])

    def clip(self, x: float, y: float, width: float, height: float) -> None:
        """Draw from now on inside a rectangle only."""
        path = self.canvas.beginPath()
        path.rect(x * mm, -(y + height) * mm, width * mm, height * mm)
        self.canvas.clipPath(path, stroke=0, fill=0)

    def _stroke(self, colour: Color, width: float) -> None:
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width * mm)
        self.canvas.setLineCap(1)
        self.canvas.setLineJoin(1)
