"use strict";

const queries = [
  { title: "Latest orders", path: "/api/orders?take=20", about: "20 orders → lines → product → supplier, rating, stock" },
  { title: "One order", path: "/api/orders/4711", about: "customer, lines → product → supplier, rating, stock" },
  { title: "Products", path: "/api/products?take=40", about: "40 products → supplier, rating, stock" },
  { title: "One product", path: "/api/products/42", about: "supplier, rating, stock, reviews → author" },
  { title: "One supplier", path: "/api/suppliers/7", about: "its products → rating, stock" },
  { title: "My account", path: "/api/me", about: "customer 7: all orders → lines → product → …", headers: { "X-Customer-Id": "7" } },
];

// Why a batch was sent, in words.
const reasons = {
  root_frame: ["request", "the request had asked for all it could"],
  frame: ["answers", "what earlier answers woke up had asked for all it could"],
  after_frame: ["next turn", "the answers' code had ended while another batch was on its way"],
  quiet: ["quiet", "asked for outside of a frame, and nobody asked for more"],
  watchdog: ["rescue", "a thread was blocked, another one sent its keys"],
  scheduler: ["scheduler", "the loader's own scheduler"],
};

const ways = {
  off: { title: "One query for each question", note: "?loaders=off" },
  on: { title: "Batch loaders", note: "?loaders=on" },
};

const by = id => document.getElementById(id);

// All text from the server goes in as text, never as markup.
function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    key === "style" ? Object.assign(node.style, value) : node.setAttribute(key, value);
  node.append(...children.filter(child => child !== null));
  return node;
}

const ms = value => value < 10 ? value.toFixed(1) : Math.round(value).toString();
const count = (n, one, many = one + "s") => `${n} ${n === 1 ? one : many}`;

async function read(query, loaders) {
  const url = `${query.path}${query.path.includes("?") ? "&" : "?"}loaders=${loaders}&trace=on`;
  const response = await fetch(url, { headers: query.headers });
  const body = await response.json().catch(() => ({}));
  if (!response.ok)
    throw new Error(body.detail ?? body.title ?? `The server answered ${response.status}.`);
  return body;
}

function figures(trace) {
  const figure = (label, value, unit) => el("div", {}, el("dt", {}, label), el("dd", {}, value, unit ? el("small", {}, " " + unit) : ""));
  return el("dl", { class: "figures" },
    figure("SQL statements", String(trace.statements.length)),
    figure("HTTP requests", String(trace.httpRequests.length)),
    figure("time", ms(trace.elapsedMs), "ms"));
}

function bar(item, scale, kind) {
  const left = Math.min(99.5, item.startMs / scale * 100);
  return el("span", {
    class: `bar ${kind}${item.failed ? " bad" : ""}`,
    title: `${ms(item.startMs)} ms + ${item.durationMs.toFixed(2)} ms`,
    style: { left: `${left}%`, width: `${Math.min(100 - left, item.durationMs / scale * 100)}%` },
  });
}

const track = (items, scale, kind) => el("div", { class: "track" }, ...items.map(item => bar(item, scale, kind)));
const axis = scale => el("div", { class: "axis", "aria-hidden": "true" }, el("span", {}, "0"), el("span", {}, `${ms(scale)} ms`));

function waterfall(trace, scale) {
  const head = el("tr", {}, el("th", { scope: "col" }, "loader"), el("th", { scope: "col", class: "number" }, "keys"),
    el("th", { scope: "col", class: "number", title: "Asked for again while known or on its way" }, "hits"),
    el("th", { scope: "col" }, "sent by"), el("th", { scope: "col", class: "number optional" }, "ms"), el("th", { scope: "col", class: "time" }, axis(scale)));
  const rows = trace.batches.map(batch => {
    const [word] = reasons[batch.reason] ?? [batch.reason];
    return el("tr", { class: "batch" }, el("td", {}, batch.loader.replace(/Loader$/, "")), el("td", { class: "number" }, String(batch.keys)),
      el("td", { class: "number" }, String(batch.cacheHits)), el("td", {}, word),
      el("td", { class: "number optional" }, batch.durationMs.toFixed(1)), el("td", { class: "time" }, track([batch], scale, "loader")));
  });
  const sentBy = [...new Set(trace.batches.map(batch => batch.reason))].filter(reason => reason in reasons);
  return [el("h3", {}, count(trace.batches.length, "batch", "batches")),
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Waterfall of batches" }, el("table", { class: "waterfall" }, el("thead", {}, head), el("tbody", {}, ...rows))),
    el("p", { class: "legend" }, el("b", {}, "hits"), ": asked for again, no further query. ",
      ...sentBy.flatMap(reason => [el("b", {}, reasons[reason][0]), `: ${reasons[reason][1]}. `]))];
}

function timeline(trace, scale) {
  const row = (name, items, kind) => items.length === 0 ? null
    : el("tr", { class: "lane" }, el("td", {}, name), el("td", { class: "number" }, String(items.length)), el("td", { class: "time", style: { width: "70%" } }, track(items, scale, kind)));
  const head = el("tr", {}, el("th", { scope: "col" }, "backend"), el("th", { scope: "col", class: "number" }, "calls"), el("th", { scope: "col" }, axis(scale)));
  return [el("h3", {}, "Calls over time"),
    el("table", { class: "waterfall" }, el("thead", {}, head), el("tbody", {}, ...[row("SQL", trace.statements, "sql"), row("HTTP", trace.httpRequests, "http")].filter(Boolean)))];
}

// The same statement with another number of parameters is one entry.
function calls(trace) {
  const groups = new Map();
  for (const call of [...trace.statements, ...trace.httpRequests]) {
    const shape = call.text.replace(/\([@$:][^)]*\)/g, "(…)").replace(/\s+/g, " ").trim();
    groups.set(shape, { times: (groups.get(shape)?.times ?? 0) + 1, text: call.text });
  }
  const table = shape => shape.match(/FROM "(\w+)"/)?.[1];
  return [el("h3", {}, "Statements and requests"),
    el("ul", { class: "calls" }, ...[...groups].map(([shape, group]) => el("li", {}, el("details", {},
      el("summary", {}, el("b", {}, String(group.times)), el("span", {}, table(shape) ?? shape)),
      el("pre", { tabindex: "0" }, group.text)))))];
}

function show(way, query, trace, longest) {
  const scale = trace.elapsedMs;
  by(way).replaceChildren(
    el("h2", { id: `${way}-title` }, ways[way].title),
    el("p", {}, `GET ${query.path}${query.path.includes("?") ? "&" : "?"}${ways[way].note.slice(1)}`),
    figures(trace),
    el("div", { class: "track total-track", title: "Time, on one scale for both" }, el("span", { class: "bar total", style: { width: `${scale / longest * 100}%` } })),
    ...(trace.batches.length > 0 ? waterfall(trace, scale) : []),
    ...timeline(trace, scale),
    ...calls(trace));
}

async function run(query) {
  const button = document.querySelector("button");
  button.disabled = true;
  by("status").className = "";
  try {
    // The first request of a kind pays for compiling it; that is not what is compared here.
    by("status").textContent = "Warming up …";
    for (const way of ["off", "on"])
      await read(query, way);
    by("status").textContent = "Measuring …";
    const off = await read(query, "off");
    const on = await read(query, "on");

    const same = JSON.stringify(off.data) === JSON.stringify(on.data);
    by("verdict").replaceChildren(
      el("strong", {}, `${off.trace.statements.length + off.trace.httpRequests.length} calls`), " become ",
      el("strong", {}, String(on.trace.statements.length + on.trace.httpRequests.length)), ", ",
      el("strong", {}, `${ms(off.trace.elapsedMs)} ms`), " become ", el("strong", {}, ms(on.trace.elapsedMs)), ". ",
      same ? "Both answers are equal." : "The answers differ!");
    const longest = Math.max(off.trace.elapsedMs, on.trace.elapsedMs);
    show("off", query, off.trace, longest);
    show("on", query, on.trace, longest);
    by("answer").textContent = JSON.stringify(on.data, null, 2);
    by("results").hidden = false;
    by("status").textContent = "Done.";
  } catch (error) {
    by("status").textContent = error.message;
    by("status").className = "bad";
  } finally {
    button.disabled = false;
  }
}

queries.forEach((query, index) => {
  const input = el("input", { type: "radio", name: "query", value: String(index) });
  input.checked = index === 0;
  by("choices").append(el("label", {}, input, el("strong", {}, query.title), el("small", {}, query.about)));
});

by("query").addEventListener("submit", event => {
  event.preventDefault();
  run(queries[Number(new FormData(event.target).get("query"))]);
});
