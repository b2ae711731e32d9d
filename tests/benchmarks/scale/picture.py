"""Curves as a small SVG: a panel for each figure, a line for each job, experiences from left to right."""

from math import floor, log10
from statistics import median

COLOURS = ("#9ecae1", "#4292c6", "#084594", "#fdae6b", "#f16913", "#8c2d04", "#238b45")
WIDTH, HEIGHT, LEFT, TOP = 230, 150, 46, 30
POINTS = 60


def thinned(rows, name):
    """Medians of neighbours: x from 0 to 1, y."""
    values = [(index, row[name]) for index, row in enumerate(rows) if name in row and index > 0]
    size = max(1, len(values) // POINTS)
    return [(values[i][0] / max(1, len(rows) - 1), median(y for _, y in values[i:i + size])) for i in range(0, len(values), size)]


def nice(value):
    """The smallest 1, 2 or 5 times a power of ten that is not below a value."""
    power = 10.0 ** floor(log10(value)) if value > 0 else 1
    return next(scale * power for scale in (1, 2, 5, 10) if scale * power >= value)


def panel(x, y, title, lines):
    most = max((height for _, points in lines for _, height in points), default=1)
    top = nice(most)
    parts = [
        f'<g transform="translate({x},{y})"><text x="{LEFT}" y="{TOP - 12}" class="t">{title}</text>',
        f'<path d="M{LEFT} {TOP}V{TOP + HEIGHT}H{LEFT + WIDTH}" class="a"/>',
        f'<text x="{LEFT - 4}" y="{TOP + 4}" class="n">{top:g}</text><text x="{LEFT - 4}" y="{TOP + HEIGHT}" class="n">0</text>',
        f'<text x="{LEFT + WIDTH}" y="{TOP + HEIGHT + 13}" class="n">last experience</text>',
    ]
    for colour, points in lines:
        path = " ".join(f"{LEFT + at * WIDTH:.0f},{TOP + HEIGHT * (1 - max(0, height) / top):.1f}" for at, height in points)
        parts.append(f'<polyline points="{path}" stroke="{colour}" class="l"/>')
    return "".join(parts) + "</g>"


def write(path, found, columns):
    """Writes the picture."""
    panels = []
    for index, (key, (title, _)) in enumerate(columns.items()):
        lines = [(colour, thinned(each["rows"], key)) for colour, each in zip(COLOURS, found.values())]
        panels.append(panel((index % 3) * (WIDTH + 70), (index // 3) * (HEIGHT + 60), title, lines))
    x, y = 2 * (WIDTH + 70) + LEFT, HEIGHT + 60 + TOP
    for index, (colour, name) in enumerate(zip(COLOURS, found)):
        panels.append(f'<path d="M{x} {y + 18 * index}h18" stroke="{colour}" class="l"/><text x="{x + 24}" y="{y + 4 + 18 * index}">{name}</text>')
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {3 * (WIDTH + 70)} {2 * (HEIGHT + 60)}" font-family="sans-serif" font-size="11">'
            "<style>.t{font-size:12px;font-weight:bold}.n{text-anchor:end;fill:#555}.a{fill:none;stroke:#888}.l{fill:none;stroke-width:1.6}</style>"
            f'<rect width="100%" height="100%" fill="#fff"/>{"".join(panels)}</svg>\n')
