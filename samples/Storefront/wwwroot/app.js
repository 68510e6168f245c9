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
  off: "One query for each question",
  on: "Batch loaders",
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

const address = (query, loaders) => `${query.path}${query.path.includes("?") ? "&" : "?"}loaders=${loaders}`;

async function read(query, loaders) {
  const response = await fetch(`${address(query, loaders)}&trace=on`, { headers: query.headers })
    .catch(() => { throw new Error("The server does not answer."); });
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
    title: span(item),
    style: { left: `${left}%`, width: `${Math.min(100 - left, item.durationMs / scale * 100)}%` },
  });
}

const track = (items, scale, kind, words) => el("div", { class: "track", role: "img", "aria-label": words }, ...items.map(item => bar(item, scale, kind)));
const span = item => `from ${ms(item.startMs)} ms, for ${ms(item.durationMs)} ms${item.failed ? ", failed" : ""}`;
const axis = scale => el("div", { class: "axis", "aria-hidden": "true" }, el("span", {}, "0"), el("span", {}, `${ms(scale)} ms`));

function waterfall(trace, scale) {
  const head = el("tr", {}, el("th", { scope: "col" }, "loader"), el("th", { scope: "col", class: "number" }, "keys"),
    el("th", { scope: "col", class: "number" }, "hits"),
    el("th", { scope: "col" }, "sent by"), el("th", { scope: "col", class: "number optional" }, "ms"), el("th", { scope: "col", class: "time" }, axis(scale)));
  const rows = trace.batches.map(batch => {
    const [word] = reasons[batch.reason] ?? [batch.reason];
    return el("tr", { class: "batch" }, el("td", {}, batch.loader.replace(/Loader$/, "")), el("td", { class: "number" }, String(batch.keys)),
      el("td", { class: batch.cacheHits === 0 ? "number none" : "number" }, String(batch.cacheHits)), el("td", {}, word),
      el("td", { class: "number optional" }, batch.durationMs.toFixed(1)), el("td", { class: "time" }, track([batch], scale, "loader", span(batch))));
  });
  const sentBy = [...new Set(trace.batches.map(batch => batch.reason))].filter(reason => reason in reasons);
  const term = (name, meaning) => el("div", {}, el("dt", {}, name), el("dd", {}, meaning));
  return [el("h3", {}, count(trace.batches.length, "batch", "batches")),
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Waterfall of batches" },
      el("table", { class: "waterfall", "aria-label": "Batches in the order of their start" }, el("thead", {}, head), el("tbody", {}, ...rows))),
    el("dl", { class: "legend" }, term("hits", "asked for again while known or on its way: no further query"), ...sentBy.map(reason => term(...reasons[reason])))];
}

function timeline(trace, scale) {
  const row = (name, items, kind) => items.length === 0 ? null
    : el("tr", { class: "lane" }, el("td", {}, name), el("td", { class: "number" }, String(items.length)), el("td", { class: "lane-time" }, track(items, scale, kind, `${count(items.length, "call")} within ${ms(scale)} ms`)));
  const head = el("tr", {}, el("th", { scope: "col" }, "backend"), el("th", { scope: "col", class: "number" }, "calls"), el("th", { scope: "col" }, axis(scale)));
  return [el("h3", {}, "Calls over time"),
    el("table", { class: "waterfall", "aria-label": "Calls over time" }, el("thead", {}, head), el("tbody", {}, ...[row("SQL", trace.statements, "sql"), row("HTTP", trace.httpRequests, "http")].filter(Boolean)))];
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
    el("h2", { id: `${way}-title` }, ways[way]),
    el("p", {}, "GET ", query.headers ? address(query, way) : el("a", { href: address(query, way) }, address(query, way))),
    figures(trace),
    el("div", { class: "track total-track", role: "img", "aria-label": `${ms(scale)} ms of ${ms(longest)} ms`, title: "Time, on one scale for both" }, el("span", { class: "bar total", style: { width: `${scale / longest * 100}%` } })),
    ...(trace.batches.length > 0 ? waterfall(trace, scale) : []),
    ...timeline(trace, scale),
    ...calls(trace));
}

async function run(query) {
  // A disabled button would lose the keyboard's focus.
  const button = document.querySelector("button");
  if (button.ariaDisabled === "true")
    return;
  button.ariaDisabled = "true";
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
    const calls = trace => trace.statements.length + trace.httpRequests.length;
    by("verdict").replaceChildren(
      el("p", {}, el("strong", {}, `${calls(off.trace)} calls`), " become ", el("strong", { class: "now" }, String(calls(on.trace))), ", ",
        el("strong", {}, `${ms(off.trace.elapsedMs)} ms`), " become ", el("strong", { class: "now" }, ms(on.trace.elapsedMs)), "."),
      el("p", {}, el("span", { class: same ? "same" : "bad" }, same ? "Both answers are equal." : "The answers differ!"), " One run each, after one to warm up."));
    const longest = Math.max(off.trace.elapsedMs, on.trace.elapsedMs);
    show("off", query, off.trace, longest);
    show("on", query, on.trace, longest);
    by("answer").textContent = JSON.stringify(on.data, null, 2);
    by("results").hidden = false;
    by("status").textContent = "Done.";
    by("verdict").scrollIntoView({ block: "nearest" });
  } catch (error) {
    by("results").hidden = true;
    by("status").textContent = error.message;
    by("status").className = "bad";
  } finally {
    button.ariaDisabled = null;
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
