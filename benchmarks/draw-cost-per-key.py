#!/usr/bin/env python3
"""Draws cost per key over N (time and bytes) from the CSV that benchmarks/Ratios writes. Standard library only."""
import csv
import math
import sys

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, GAP = 860, 340, 56, 56, 64, 76
PLOT = (WIDTH - LEFT - GAP - 32) / 2  # room for half of the last label
COUNTS = [1, 10, 100, 1000, 10000]
STEPS = [step * 10 ** power for power in range(6) for step in (1, 2, 5)]
LINES = [("floor", "#888888", "floor: promise + Dictionary, no dispatch"), ("naive", "#d1495b", "naive: written by hand"), ("ours", "#2563eb", "DataLoader")]


def read(path):
    figures = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            if row["table"] == "load-int":
                figures[row["contender"], int(row["row"])] = (float(row["ns_q25"]), float(row["bytes"]))
    return figures


def panel(figures, index, left, title):
    top_value = max(figures[name, n][index] for name, _, _ in LINES for n in COUNTS)
    least = min(figures[name, n][index] for name, _, _ in LINES for n in COUNTS)
    low = max(step for step in STEPS if step <= least)
    high = min(step for step in STEPS if step >= top_value)
    bottom = HEIGHT - BOTTOM

    def x(n):
        return left + PLOT * math.log10(n) / 4

    def y(value):
        return bottom - (bottom - TOP) * math.log(value / low) / math.log(high / low)

    out = [f'<text x="{left}" y="{TOP - 14}" class="title">{title}</text>']
    for value in STEPS:
        if low <= value <= high:
            out.append(f'<line x1="{left}" y1="{y(value):.1f}" x2="{left + PLOT:.1f}" y2="{y(value):.1f}" class="grid"/>')
            out.append(f'<text x="{left - 8}" y="{y(value) + 4:.1f}" class="label" text-anchor="end">{value:,}</text>')
    for n in COUNTS:
        out.append(f'<text x="{x(n):.1f}" y="{bottom + 18}" class="label" text-anchor="middle">{n:,}</text>')
    for name, colour, _ in LINES:
        points = " ".join(f"{x(n):.1f},{y(figures[name, n][index]):.1f}" for n in COUNTS)
        out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        out += [f'<circle cx="{x(n):.1f}" cy="{y(figures[name, n][index]):.1f}" r="3.5" fill="{colour}"/>' for n in COUNTS]
    return out


def main(source, target):
    figures = read(source)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Cost per key over the number of keys">',
        "<style>text{font:13px system-ui,sans-serif;fill:#333}.title{font-weight:600}.label{font-size:12px;fill:#666}.grid{stroke:#e3e3e3}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    out += panel(figures, 0, LEFT, "nanoseconds per key, int keys (log scale)")
    out += panel(figures, 1, LEFT + PLOT + GAP, "bytes per key, int keys (log scale)")
    at = LEFT
    for _, colour, text in LINES:
        out.append(f'<rect x="{at}" y="{HEIGHT - 26}" width="14" height="4" fill="{colour}"/><text x="{at + 20}" y="{HEIGHT - 20}">{text}</text>')
        at += 40 + 7.2 * len(text)
    out.append("</svg>")
    with open(target, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
