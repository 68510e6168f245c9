#!/usr/bin/env python3
"""Draws the pictures of docs that are drawn, and gives every SVG of this folder its dark colours. Standard library only; run it anywhere."""
import pathlib

FOLDER = pathlib.Path(__file__).parent

# Light colour -> dark colour. Pictures use these and no others.
DARK = {
    "#ffffff": "#0d1117", "#1f2328": "#e6edf3", "#57606a": "#9da7b3", "#8c959f": "#768390", "#d0d7de": "#3d444d", "#eaeef2": "#21262d", "#f6f8fa": "#161b22",
    "#fff8c5": "#3b2f0b", "#d4a72c": "#d4a72c", "#ddf4ff": "#0c2d4a", "#54aeff": "#54aeff", "#dafbe1": "#12331c", "#4ac26b": "#4ac26b",
    "#ffebe9": "#4a1512", "#cf222e": "#ff8182",
    "#333": "#e6edf3", "#666": "#9da7b3", "#e3e3e3": "#30363d", "#888888": "#9da7b3", "#d1495b": "#ff8a98", "#2563eb": "#6ea8ff",
}
KINDS = {  # fill, stroke
    "code": ("#fff8c5", "#d4a72c"), "loader": ("#ddf4ff", "#54aeff"), "backend": ("#dafbe1", "#4ac26b"), "wrong": ("#ffebe9", "#cf222e"), "plain": ("#f6f8fa", "#8c959f"),
}
DASHES = ' stroke-dasharray="5 4"'
MONO = 'font-family="ui-monospace, Consolas, monospace" font-size="12.5"'


def dark_style():
    rules = "".join(f'[fill="{light}"]{{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}' for light, dark in DARK.items())
    plot = "text{fill:#e6edf3}.label{fill:#9da7b3}.grid{stroke:#30363d}"
    return rules, plot


def with_dark(svg):
    """The picture with its dark colours right before the end, in place of older ones."""
    rules, plot = dark_style()
    start = svg.find('<style id="dark">')
    if start >= 0:
        svg = svg[:start] + svg[svg.index("</style>", start) + len("</style>\n"):]
    if 'class="grid"' in svg:
        rules += plot
    style = f'<style id="dark">@media (prefers-color-scheme: dark){{{rules}}}</style>\n'
    end = svg.rindex("</svg>")
    return svg[:end] + style + svg[end:]


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text(x, y, words, anchor="start", colour="#57606a", extra=""):
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}" {extra}>{escape(words)}</text>'


def box(x, y, width, height, kind, *lines, mono=False, dashed=False):
    fill, stroke = KINDS[kind]
    out = [f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="7" fill="{fill}" stroke="{stroke}"{DASHES if dashed else ""}/>']
    first = y + height / 2 + 4.5 - (len(lines) - 1) * 9
    return out + [text(x + width / 2, first + 18 * i, line, "middle", "#1f2328", MONO if mono else "") for i, line in enumerate(lines)]


def arrow(x1, y1, x2, y2):
    return f'<path d="M{x1} {y1}L{x2} {y2}" stroke="#57606a" stroke-width="1.5" fill="none" marker-end="url(#a)"/>'


def picture(name, width, height, title, description, parts):
    flat = [line for part in parts for line in (part if isinstance(part, list) else [part])]
    svg = "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d" font-family="ui-sans-serif, system-ui, sans-serif" font-size="14">',
        f'<title id="t">{escape(title)}</title>', f'<desc id="d">{escape(description)}</desc>',
        '<defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 10 5 0 10z" fill="#57606a"/></marker></defs>',
        f'<rect width="{width}" height="{height}" rx="10" fill="#ffffff" stroke="#d0d7de"/>', *flat, "</svg>", ""])
    (FOLDER / name).write_text(svg, encoding="utf-8")


def shapes():
    rows = [
        ("Task<IReadOnlyList<User>>", "BatchLoader<int, User>", "no row: the load fails"),
        ("Task<IReadOnlyList<User?>>", "BatchLoader<int, User?>", "no row: null"),
        ("Task<Dictionary<int, User>>", "BatchLoader<int, User>", "not in it: the load fails"),
        ("Task<ILookup<int, Comment>>", "BatchLoader<int, IReadOnlyList<Comment>>", "no row: an empty list"),
        ("Task<IReadOnlyList<LoadResult<User>>>", "BatchLoader<int, User>", "an error for its key"),
        ("IAsyncEnumerable<KeyValuePair<int, User>>", "BatchLoader<int, User>", "each key when it arrives"),
    ]
    parts = [text(24, 34, "what the batch method returns", extra='font-weight="600"'), text(392, 34, "the loader", extra='font-weight="600"'), text(722, 34, "a key without a value", extra='font-weight="600"')]
    for i, (method, loader, missing) in enumerate(rows):
        y = 50 + 48 * i
        parts += [box(24, y, 320, 34, "code", method, mono=True), arrow(348, y + 17, 386, y + 17), box(392, y, 316, 34, "loader", loader, mono=True), text(722, y + 22, missing)]
    picture("shapes.svg", 900, 348, "Batch methods and their loaders", "; ".join(f"{m} makes {l}, {n}" for m, l, n in rows), parts)


def request():
    parts = [
        text(24, 84, "your code"), text(24, 172, "loads leave"),
        box(130, 56, 190, 44, "code", "in the root frame"), box(330, 56, 130, 44, "plain", "awaits batch 1", dashed=True), box(470, 56, 150, 44, "code", "frame of batch 1"),
        box(630, 56, 110, 44, "plain", "other query", dashed=True), box(750, 56, 126, 44, "wrong", "no frame"),
        text(130, 40, "UseBatchLoaders opens it", extra='font-size="12.5"'), text(470, 40, "a value has arrived", extra='font-size="12.5"'), text(750, 40, "after another await", extra='font-size="12.5"'),
        arrow(320, 104, 320, 146), arrow(620, 104, 620, 146), arrow(850, 104, 850, 146),
        box(220, 150, 200, 44, "loader", "all of them, at its end"), box(530, 150, 180, 44, "loader", "all of them, at its end"), box(730, 150, 146, 44, "loader", "after a short look"),
        text(24, 232, "To be exact in the last part too: scope.OpenFrame() around the loop that starts the loads, and await after it."),
    ]
    picture("request.svg", 900, 256, "One request over time", "Loads in the root frame leave together when it ends; loads of code that a batch has woken up leave when its frame ends; loads after an await of something else leave after a short look for further loads.", parts)


def cancellation():
    parts = [
        box(24, 40, 150, 40, "code", "caller 1"), box(24, 100, 150, 40, "wrong", "caller 2 leaves"), box(24, 160, 150, 40, "code", "caller 3"),
        arrow(178, 60, 300, 112), arrow(178, 120, 300, 120), arrow(178, 180, 300, 128), box(306, 88, 220, 64, "loader", "batch of 1, 2, 3", "its token does not fire"),
        arrow(530, 120, 600, 120), box(606, 100, 140, 40, "backend", "the query goes on"), text(760, 124, "1 and 3: values"),
        box(24, 240, 150, 40, "wrong", "all callers leave"), arrow(178, 260, 300, 260), box(306, 236, 220, 48, "wrong", "the batch's token fires"), arrow(530, 260, 600, 260),
        box(606, 240, 140, 40, "wrong", "the query stops"), text(24, 304, "The same happens when the request ends."),
    ]
    picture("cancellation.svg", 900, 326, "Who leaves, and what fires", "One caller who leaves is cancelled alone, and the batch goes on for the others. When all callers have left, or the request ends, the token of the batch fires.", parts)


def contexts():
    parts = [
        box(24, 60, 170, 160, "plain", "the request:", "its own DbContext"), text(109, 172, "changes, transactions", "middle", extra='font-size="12.5"'),
        arrow(198, 100, 280, 72), arrow(198, 180, 280, 206),
        box(286, 44, 210, 56, "loader", "batch of CustomerById"), box(286, 178, 210, 56, "loader", "batch of ProductById"),
        arrow(500, 72, 560, 72), arrow(500, 206, 560, 206), box(566, 44, 130, 56, "code", "DbContext 1"), box(566, 178, 130, 56, "code", "DbContext 2"),
        arrow(700, 72, 770, 122), arrow(700, 206, 770, 156), box(776, 110, 100, 60, "backend", "database"),
        text(286, 146, "at the same time: each batch has a context of its own"),
    ]
    picture("contexts.svg", 900, 270, "A DbContext for each batch", "Two batches run at the same time, each with a DbContext and a connection of its own beside that of the request; neither sees what the request has not committed.", parts)


def when():
    questions = [
        ("Does one place know all that the answer needs?", ("a projection; Include to change entities;", "AsSplitQuery with several collections")),
        ("Does the other side answer many keys in one call?", ("a loader",)),
    ]
    parts = []
    for i, (question, answer) in enumerate(questions):
        y = 30 + 84 * i
        parts += [box(24, y, 400, 44, "code", question), arrow(428, y + 22, 520, y + 22), text(474, y + 15, "yes", "middle"), box(526, y, 330, 44, "backend" if i == 0 else "loader", *answer), arrow(224, y + 48, 224, y + 80), text(240, y + 70, "no")]
    parts += [box(24, 198, 400, 44, "plain", "ask for one at a time: nothing can be batched")]
    picture("when.svg", 880, 266, "What to take when", "One place knows all: a projection or Include. Several collections: a split query. The other side answers many keys in one call: a loader.", parts)


def requests():
    # The parallel strategy and the projection of the table in docs/guide/graphql.md.
    bars = [("a statement for each load", 26, "401 statements", "wrong"), ("loaders", 233, "7 statements", "loader"), ("one projection, where it will do", 579, "4 statements", "backend")]
    parts = [text(24, 36, "Requests a second: one GraphQL query of the sample shop", colour="#1f2328", extra='font-weight="600"')]
    for i, (name, figure, statements, kind) in enumerate(bars):
        y = 58 + 54 * i
        fill, stroke = KINDS[kind]
        width = round(figure * 0.6)
        parts += [text(246, y + 27, name, "end", "#1f2328"), f'<rect x="258" y="{y}" width="{width}" height="42" rx="3" fill="{fill}" stroke="{stroke}"/>',
                  text(258 + width + 12, y + 27, str(figure), colour="#1f2328", extra='font-size="20" font-weight="600"'), text(258 + width + 68, y + 27, statements)]
    picture("requests.svg", 800, 232, "Requests a second of one query", "; ".join(f"{name}: {figure} requests a second, {statements} each" for name, figure, statements, _ in bars), parts)


if __name__ == "__main__":
    for draw in (shapes, request, cancellation, contexts, when, requests):
        draw()
    for file in sorted(FOLDER.glob("*.svg")):
        file.write_text(with_dark(file.read_text(encoding="utf-8")), encoding="utf-8")
