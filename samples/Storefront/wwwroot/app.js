"use strict";

// Each has one number that may be chosen: how many, or whose.
const queries = [
  { title: "Latest orders", path: "/api/orders?take=", number: "take", value: 20, most: 100, about: "orders → lines → product → supplier, rating, stock" },
  { title: "One order", path: "/api/orders/", number: "id", value: 4711, about: "customer, lines → product → supplier, rating, stock" },
  { title: "Products", path: "/api/products?take=", number: "take", value: 40, most: 100, about: "products → supplier, rating, stock" },
  { title: "One product", path: "/api/products/", number: "id", value: 42, about: "supplier, rating, stock, reviews → author" },
  { title: "One supplier", path: "/api/suppliers/", number: "id", value: 7, about: "its products → rating, stock" },
  { title: "My account", path: "/api/me", number: "customer", value: 7, about: "a customer: all orders → lines → product → …" },
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
  off: "Without loaders",
  on: "With loaders",
};

// Each way is run once to warm up and so often to measure, in turn.
const runs = 5;

// A database that is created and filled first takes its time; a server that is stuck must not take it for ever.
const patience = 180_000;

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

const isOwn = query => query.number === "customer";
const path = query => isOwn(query) ? query.path : query.path + query.value;
const address = (query, loaders) => `${path(query)}${path(query).includes("?") ? "&" : "?"}loaders=${loaders}`;

async function read(query, loaders, cancelled) {
  const headers = isOwn(query) ? { "X-Customer-Id": String(query.value) } : {};
  const response = await fetch(`${address(query, loaders)}&trace=on`, { headers, signal: AbortSignal.any([cancelled, AbortSignal.timeout(patience)]) })
    .catch(error => { throw new Error(error.name === "TimeoutError" ? "The server has not answered within three minutes." : "The server does not answer."); });
  const body = await response.json().catch(() => null);
  if (!response.ok)
    throw new Error(`${body?.detail ?? body?.title ?? `The server answered ${response.status}.`}${response.status === 503 ? " Is the database running?" : ""}`);
  if (!body?.trace)
    throw new Error("The server answered without a trace: it gives one in Development only.");
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
// A heading for who cannot see the scale.
const axis = (scale, words) => el("th", { scope: "col", class: "time" }, el("span", { class: "aside" }, words),
  el("span", { class: "axis", "aria-hidden": "true" }, el("span", {}, "0"), el("span", {}, `${ms(scale)} ms`)));
const column = (name, kind = "") => el("th", { scope: "col", class: kind }, name);

// One table, so that a statement stands under the batch that sent it.
function waterfall(trace, scale) {
  const batches = trace.batches.map(batch => el("tr", { class: "batch" },
    el("th", { scope: "row", title: batch.loader }, batch.loader.replace(/Loader$/, "")),
    el("td", { class: "number" }, String(batch.keys)),
    el("td", { class: batch.cacheHits === 0 ? "number none" : "number" }, String(batch.cacheHits)),
    el("td", {}, (reasons[batch.reason] ?? [batch.reason])[0] + (batch.requests > 1 ? `, one call for ${batch.requests} requests` : "")),
    el("td", { class: "number optional" }, batch.failed ? "failed" : batch.durationMs.toFixed(1)),
    el("td", { class: "time" }, track([batch], scale, "loader", span(batch)))));
  const lane = (name, items, kind) => items.length === 0 ? [] : [el("tr", { class: "lane" },
    el("th", { scope: "row" }, name),
    el("td", { class: "number" }, String(items.length)), el("td"), el("td", {}, items.some(item => item.failed) ? `${items.filter(item => item.failed).length} failed` : ""),
    el("td", { class: "optional" }), el("td", { class: "time" }, track(items, scale, kind, `${count(items.length, "call")} within ${ms(scale)} ms`)))];
  const rows = [...batches, ...lane("SQL", trace.statements, "sql"), ...lane("HTTP", trace.httpRequests, "http")];
  const sentBy = [...new Set(trace.batches.map(batch => batch.reason))].filter(reason => reason in reasons);
  const term = (name, meaning) => el("div", {}, el("dt", {}, name), el("dd", {}, meaning));
  return [el("h3", {}, trace.batches.length > 0 ? count(trace.batches.length, "batch", "batches") : "Calls over time"),
    el("div", { class: "scroll", role: "group", "aria-label": "Waterfall" },
      el("table", { class: "waterfall", "aria-label": "Batches in the order of their start, then calls" },
        el("thead", {}, el("tr", {}, column("loader"), column(trace.batches.length > 0 ? "keys" : "calls", "number"), column("hits", "number"), column("sent by"), column("ms", "number optional"), axis(scale, "time"))),
        el("tbody", {}, ...rows))),
    trace.batches.length === 0 ? null : el("dl", { class: "legend" }, term("hits", "asked for again while known or on its way: no further query"), ...sentBy.map(reason => term(...reasons[reason])),
      term("SQLite", "its driver answers on the thread that asks, so its batches stand one after the other; on PostgreSQL they overlap"))];
}

// What a call asks, whatever its parameters: the tables of a statement, the path of a request.
function subject(text) {
  const tables = [...new Set([...text.matchAll(/(?:FROM|JOIN) "(\w+)"/g)].map(match => match[1]))].join(", ");
  return tables || text.replace(/\s+/g, " ").replace(/\?.*$/, "").replace(/ \(\d+\)$/, "").trim();
}

// One list for both ways: what was asked so often becomes what is asked so often. The same statement with another number of parameters is shown once.
function calls(off, on) {
  const groups = new Map();
  for (const [way, trace] of [["off", off], ["on", on]]) {
    for (const call of [...trace.statements, ...trace.httpRequests]) {
      const group = groups.get(subject(call.text)) ?? { off: 0, on: 0, texts: new Map() };
      groups.set(subject(call.text), group);
      group[way]++;
      group.texts.set(way + call.text.replace(/\([@$:][^)]*\)/g, "(…)").replace(/\s+/g, " "), [way, call.text]);
    }
  }
  by("calls").replaceChildren(...[...groups].toSorted(([, a], [, b]) => b.off - a.off).map(([name, group]) => el("li", {}, el("details", {},
    el("summary", {}, el("span", {}, name), el("b", {}, String(group.off)), el("b", { class: group.on < group.off ? "now" : "" }, el("span", { class: "aside" }, " become "), String(group.on))),
    ...[...group.texts.values()].map(([way, text]) => el("figure", {}, el("figcaption", {}, ways[way]), el("pre", { tabindex: "0" }, text)))))));
}

function show(way, query, trace, longest) {
  const scale = trace.elapsedMs;
  by(way).replaceChildren(
    el("h2", { id: `${way}-title` }, ways[way]),
    el("p", {}, "GET ", isOwn(query) ? address(query, way) : el("a", { href: address(query, way) }, address(query, way))),
    figures(trace),
    el("div", { class: "track total-track", role: "img", "aria-label": `${ms(scale)} ms of ${ms(longest)} ms`, title: "Time, on one scale for both" }, el("span", { class: "bar total", style: { width: `${scale / longest * 100}%` } })),
    ...waterfall(trace, scale).filter(Boolean));
  // Only what scrolls is a stop for the keyboard.
  const scroll = by(way).querySelector(".scroll");
  if (scroll.scrollWidth > scroll.clientWidth)
    scroll.tabIndex = 0;
}

// The run in the middle, and the quickest and the slowest one.
function summary(answers) {
  const sorted = answers.map(answer => answer.trace).toSorted((a, b) => a.elapsedMs - b.elapsedMs);
  return { least: sorted[0].elapsedMs, most: sorted.at(-1).elapsedMs, middle: sorted[Math.floor(sorted.length / 2)] };
}

const callsOf = trace => trace.statements.length + trace.httpRequests.length;
const failuresOf = trace => [...trace.batches, ...trace.statements, ...trace.httpRequests].filter(call => call.failed).length;
const range = side => `${ms(side.least)} to ${ms(side.most)}`;

// Green is for what is better in every run and for nothing else.
function verdict(query, off, on, same) {
  const failed = failuresOf(off.middle) + failuresOf(on.middle), valid = same && failed === 0 && callsOf(off.middle) > 0;
  const time = on.most < off.least ? "faster" : on.least > off.most ? "slower" : "even";
  const fewer = callsOf(on.middle) < callsOf(off.middle);
  const kind = good => valid && good ? "now" : "";
  const words = { faster: "Faster in every run.", slower: "Slower in every run.", even: "No difference in time that is larger than that between runs." };
  by("verdict").replaceChildren(
    el("h2", {}, query.title),
    el("p", { class: "headline" }, el("strong", {}, `${callsOf(off.middle)} calls`), " become ", el("strong", { class: kind(fewer) }, String(callsOf(on.middle))), ", ",
      el("strong", {}, `${ms(off.middle.elapsedMs)} ms`), " become ", el("strong", { class: kind(time === "faster") }, `${ms(on.middle.elapsedMs)} ms`), "."),
    el("p", {}, el("span", { class: same ? "same" : "bad" }, same ? "Both answers are equal. " : "The answers differ! "),
      failed > 0 ? el("span", { class: "bad" }, `${count(failed, "call")} failed: the figures compare nothing. `) : "",
      callsOf(off.middle) === 0 ? el("span", { class: "bad" }, "No call was seen: is a sampler off? ") : "",
      valid ? `${words[time]} ` : "",
      `Median of ${runs} runs each, after one to warm up; ${range(off)} ms and ${range(on)} ms.`));
  return by("verdict").querySelector(".headline").textContent;
}

let running = null;

async function run(query) {
  const status = by("status"), button = document.querySelector("button");
  if (running) {
    status.textContent = `${running.title} is still running.`;
    return;
  }
  const cancelled = new AbortController();
  running = { title: query.title, cancel: () => cancelled.abort() };
  // A disabled button would lose the keyboard's focus.
  button.ariaDisabled = "true";
  by("cancel").hidden = false;
  by("results").setAttribute("aria-busy", "true");
  status.className = "";
  history.replaceState(null, "", `#${queries.findIndex(other => other.title === query.title) + 1}=${query.value}`);
  try {
    status.textContent = "Warming up. The first time this fills the database …";
    const answers = { off: [], on: [] };
    for (const way of ["off", "on"])
      await read(query, way, cancelled.signal);
    for (let i = 1; i <= runs; i++) {
      status.textContent = `Measuring, ${i} of ${runs} …`;
      for (const way of ["off", "on"])
        answers[way].push(await read(query, way, cancelled.signal));
    }

    const same = answers.on.every(answer => JSON.stringify(answer.data) === JSON.stringify(answers.off[0].data));
    const off = summary(answers.off), on = summary(answers.on);
    const sentence = verdict(query, off, on, same);
    const longest = Math.max(off.middle.elapsedMs, on.middle.elapsedMs);
    by("results").hidden = false;
    show("off", query, off.middle, longest);
    show("on", query, on.middle, longest);
    calls(off.middle, on.middle);
    by("answer").textContent = JSON.stringify(answers.on[0].data, null, 2);
    status.textContent = `Done. ${sentence}`;
    by("verdict").scrollIntoView({ block: "nearest" });
  } catch (error) {
    // What was there before stays: it has the title of its query.
    status.textContent = cancelled.signal.aborted ? "Cancelled." : error.message;
    status.className = cancelled.signal.aborted ? "" : "bad";
  } finally {
    running = null;
    button.ariaDisabled = null;
    if (document.activeElement === by("cancel"))
      button.focus();
    by("cancel").hidden = true;
    by("results").removeAttribute("aria-busy");
  }
}

// A link to the page may name its query, and the number: #2 or #2=4712.
const [, linked, value] = /^#(\d)(?:=(\d+))?$/.exec(location.hash) ?? [];
const chosen = queries[linked - 1] ?? queries[0];
if (value)
  chosen.value = Number(value);

// What is typed belongs to the query that is chosen.
function choose(query) {
  const number = by("number");
  by("number-name").textContent = query.number;
  number.max = query.most ?? 1_000_000;
  number.value = query.value;
}

queries.forEach((query, index) => {
  const input = el("input", { type: "radio", name: "query", value: String(index) });
  input.checked = query === chosen;
  input.addEventListener("change", () => choose(query));
  by("choices").append(el("label", {}, input, el("strong", {}, query.title), el("small", {}, query.about)));
});
choose(chosen);

by("query").addEventListener("submit", event => {
  event.preventDefault();
  const form = new FormData(event.target), query = queries[Number(form.get("query"))];
  query.value = Number(form.get("number"));
  run({ ...query });
});
by("cancel").addEventListener("click", () => running?.cancel());

// Nobody should look at an empty page.
run({ ...chosen });
