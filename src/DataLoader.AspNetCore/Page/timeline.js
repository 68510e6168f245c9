"use strict";
(() => {
  const base = new URL("./", document.currentScript.src);
  const byId = id => document.getElementById(id);
  let requests = [];

  const reasons = {
    RootFrame: () => "when the code of the request had asked for all it needed first",
    Frame: batch => batch.wokenBy ? `when all code that #${batch.wokenBy} had answered had run` : "when nobody could ask for more",
    Hold: () => "when the server had started all fields that were ready",
    AfterFrame: batch => batch.wokenBy ? `after #${batch.wokenBy} had answered, while others were on their way` : "while others were on their way",
    Quiet: () => "outside frames, when the code had stopped asking",
    Scheduler: () => "when the loader's scheduler said so",
    Watchdog: () => "because its keys were held for too long: is a thread blocked?",
  };
  const misses = {
    MaxBatchSize: "the loader's maximum size cut them apart",
    AfterItsAnswer: "its keys were asked for after that one had answered. If they do not depend on its values, ask for all before awaiting any",
    AfterAnotherAnswer: "its keys were asked for after another batch had answered; the callers of the earlier one need not wait for that",
    LaterFrame: "its keys were asked for later: in another root frame, under another hold, or by a batch method",
    OutsideFrames: "its keys were asked for outside frames, after an await of something else than a load",
    Blocked: "the earlier one was sent early, because a thread was blocked",
    Scheduler: "the loader's scheduler sent them apart",
    OtherInstance: "they are of two instances of the loader",
  };

  const count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
  const ms = n => `${n < 10 ? n.toFixed(2) : n < 100 ? n.toFixed(1) : Math.round(n)} ms`;

  function make(name, attributes = {}, ...children) {
    const it = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) it.setAttribute(key, value);
    it.append(...children);
    return it;
  }

  function draw(name, attributes) {
    const it = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) it.setAttribute(key, value);
    return it;
  }

  async function get(path) {
    const response = await fetch(new URL(path, base), { cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`The server answers ${response.status}.`);
    return response.json();
  }

  const say = text => { byId("status").textContent = text; };

  async function refresh() {
    try {
      requests = await get("data");
      list();
    } catch (error) {
      say(`The requests cannot be read: ${error.message}`);
    }
  }

  function warnings(request) {
    const found = [];
    if (request.failed > 0) found.push(make("span", { class: "bad" }, `${count(request.failed, "key", "keys")} failed`));
    if (request.aborted) found.push(make("span", { class: "warn" }, "given up"));
    if (request.missed > 0) found.push(make("span", { class: "warn" }, `${count(request.missed, "batch", "batches")} could be merged`));
    return found.flatMap((it, i) => i === 0 ? [it] : [", ", it]);
  }

  function list() {
    const wanted = byId("search").value.trim().toLowerCase();
    const shown = requests.filter(it => [it.name, ...it.loaders].some(text => text.toLowerCase().includes(wanted)));
    const current = location.hash.slice(1);
    byId("requests").tBodies[0].replaceChildren(...shown.map(it => {
      const row = make("tr", {},
        make("th", { scope: "row" }, make("a", { href: `#${it.id}` }, it.name), ...(it.status ? [` ${it.status}`] : [])),
        make("td", {}, new Date(it.startedAt).toLocaleTimeString()),
        make("td", { class: "number" }, ms(it.ms)),
        make("td", { class: "number" }, it.loads.toLocaleString("en")),
        make("td", { class: "number" }, it.batches.toLocaleString("en")),
        make("td", {}, ...warnings(it)));
      if (String(it.id) === current) row.setAttribute("aria-current", "true");
      return row;
    }));
    say(requests.length === 0 ? "No request has used a loader yet." : `${shown.length} of ${count(requests.length, "request", "requests")}.`);
  }

  function bar(batch, end) {
    const at = time => 1000 * Math.min(1, time / end);
    const words = `waited ${ms(batch.sentAt - batch.firstKeyAt)}`
      + (batch.waitedForSlot > 0.1 ? `, ${ms(batch.waitedForSlot)} of it for a slot` : "")
      + `, ran ${ms(batch.endedAt - batch.sentAt)}, from ${ms(batch.firstKeyAt)} on`;
    const svg = draw("svg", { class: "bar", viewBox: "0 0 1000 20", preserveAspectRatio: "none", "aria-hidden": "true" });
    svg.append(draw("line", { class: "axis-line", x1: 0, y1: 19.5, x2: 1000, y2: 19.5 }));
    if (batch.sentAt > batch.firstKeyAt)
      svg.append(draw("rect", { class: "waiting", x: at(batch.firstKeyAt), y: 6, width: Math.max(1, at(batch.sentAt) - at(batch.firstKeyAt)), height: 8 }));
    svg.append(draw("rect", { class: "running", x: Math.min(996, at(batch.sentAt)), y: 3, width: Math.max(4, at(batch.endedAt) - at(batch.sentAt)), height: 14 }));
    return [svg, make("span", { class: "note" }, words)];
  }

  function outcome(batch) {
    const note = (type, text) => [make("span", { class: `note ${type}` }, text)];
    if (batch.outcome === "Cancelled") return note("warn", "cancelled: nobody waited any more");
    if (batch.outcome === "Failed") return note("bad", `failed with ${batch.error}`);
    return [
      ...(batch.failed ? note("bad", `${count(batch.failed, "key", "keys")} failed with ${batch.error}`) : []),
      ...(batch.missing ? note("", `${count(batch.missing, "key", "keys")} without a value`) : []),
    ];
  }

  const sites = (label, texts) => texts.length === 0 ? [] : [make("span", { class: "note" }, `${label} ${texts.join("; ")}`)];

  function row(batch, end) {
    const why = [`${reasons[batch.reason]?.(batch) ?? batch.reason}`];
    if (batch.parts > 1) why.push(make("span", { class: "note" }, `part ${batch.part} of ${batch.parts}`));
    if (batch.requests > 1) why.push(make("span", { class: "note" }, `in one call with ${count(batch.requests - 1, "other request", "other requests")}`));
    why.push(...outcome(batch), ...sites("asked for at", batch.callSites));
    if (batch.missed) {
      why.push(
        batch.missed.avoidable
          ? make("span", { class: "note warn" }, `Could have gone with #${batch.missed.number}`)
          : make("span", { class: "note" }, `Not with #${batch.missed.number}, which had room`),
        make("span", { class: "note" }, misses[batch.missed.reason] ?? batch.missed.reason),
        ...sites(`#${batch.missed.number} was asked for at`, batch.missed.callSites));
    }

    return make("tr", batch.outcome === "Failed" ? { class: "failed" } : {},
      make("th", { scope: "row" }, make("span", { class: `loader level-${Math.min(5, batch.level)}` }, `#${batch.number} ${batch.loader}`,
        make("span", { class: "note" }, `level ${batch.level}`))),
      make("td", {}, batch.limit ? `${batch.keys.toLocaleString("en")} of ${batch.limit.toLocaleString("en")}` : batch.keys.toLocaleString("en")),
      make("td", {}, `${batch.asked.toLocaleString("en")} ×`,
        make("span", { class: "note" }, `${batch.shared} shared, ${count(batch.hits, "hit", "hits")} before it`),
        ...(batch.cached ? [make("span", { class: "note" }, `${count(batch.cached, "key", "keys")} from the value cache`)] : [])),
      make("td", { class: "time" }, ...bar(batch, end)),
      make("td", {}, ...why));
  }

  async function show(focus) {
    const id = location.hash.slice(1);
    list();
    if (!/^\d+$/.test(id)) {
      byId("detail").hidden = true;
      return;
    }

    try {
      const it = await get(`data/${id}`);
      byId("detail").hidden = it === null;
      if (it === null) {
        say("This request is kept no more.");
        return;
      }

      const end = Math.max(0.001, ...it.list.map(batch => batch.endedAt));
      byId("detail-title").textContent = it.name;
      byId("detail-summary").textContent
        = `${count(it.loads, "load", "loads")} became ${count(it.batches, "batch", "batches")} in ${ms(it.ms)}`
        + (it.list.length < it.batches ? `; the first ${it.list.length} are shown.` : ".");
      byId("axis").textContent = `0 to ${ms(end)}`;
      byId("batches").tBodies[0].replaceChildren(...it.list.map(batch => row(batch, end)));
      byId("totals").tBodies[0].replaceChildren(...it.totals.map(loader => make("tr", {},
        make("th", { scope: "row" }, make("span", { class: "loader" }, loader.loader)),
        ...["loads", "hits", "shared", "keys", "batches", "failed", "missing"].map(name =>
          make("td", { class: "number" }, loader[name].toLocaleString("en"))))));
      if (focus) byId("detail-title").focus();
    } catch (error) {
      say(`The request cannot be read: ${error.message}`);
    }
  }

  byId("search").addEventListener("input", list);
  byId("search").form.addEventListener("submit", event => event.preventDefault());
  byId("refresh").addEventListener("click", refresh);
  addEventListener("hashchange", () => show(true));
  refresh().then(() => show(false));
})();
