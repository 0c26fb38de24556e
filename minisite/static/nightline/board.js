// The departure board stays true: server-sent events change its lines.
// A browser opens a lost stream again by itself and says what it saw last. What it does not do is
// try again after a refusal (a server that is full, or speaks WSGI): then this asks for JSON.
"use strict";
(() => {
  const board = document.getElementById("board"), lines = document.getElementById("lines");
  const live = document.getElementById("live"), news = document.getElementById("news");
  const ASK_AGAIN = 10000, SILENT = 40000; // milliseconds; a heartbeat comes sooner
  let number = board.dataset.number, source = null, heard = 0, asking = 0;

  const say = (text, on) => { live.textContent = text; live.classList.toggle("on", on); };

  function cell(kind, ...content) {
    const made = document.createElement("td");
    made.className = kind;
    made.append(...content);
    return made;
  }
  function part(name, kind, text) {
    const made = document.createElement(name);
    made.className = kind;
    made.textContent = text;
    return made;
  }
  function row(line) {
    const made = document.createElement("tr"), train = document.createElement("a");
    const by = part("a", "by", line.carrier); // what a narrow window shows instead of the train
    by.href = line.url;
    made.dataset.departure = line.departure;
    made.className = line.state;
    train.href = line.url;
    train.append(`${line.carrier} `, part("span", "number", line.train));
    const time = cell("time", part("span", "planned", line.departs));
    if (line.expected !== line.departs) time.append(" ", part("strong", "expected", line.expected));
    made.append(time, cell("to", line.destination, " ", by), cell("train", train),
      cell("platform", line.platform), cell("says", line.says));
    return made;
  }
  function showAll(all) {
    number = String(all.number);
    board.dataset.night = all.night ?? "";
    document.getElementById("night").textContent = all.night_says;
    board.querySelector(".empty").hidden = all.lines.length > 0;
    lines.replaceChildren(...all.lines.map(row));
  }
  function showLine(line, id) {
    number = id;
    const old = lines.querySelector(`[data-departure="${line.departure}"]`);
    if (!old) return; // another night's train
    const made = row(line), focused = old.contains(document.activeElement)
      && document.activeElement.closest("td").className;
    made.classList.add("fresh");
    old.replaceWith(made);
    if (focused) made.querySelector(`.${focused} a`).focus();
    news.textContent = `${line.departs} to ${line.destination}, ${line.carrier}: ${line.says}.`;
  }

  function listen() {
    source?.close();
    heard = Date.now();
    source = new EventSource(`${board.dataset.stream}?after=${number}`);
    source.addEventListener("open", () => { heard = Date.now(); say("Live", true); });
    source.addEventListener("board", event => { heard = Date.now(); showAll(JSON.parse(event.data)); });
    source.addEventListener("line", event => { heard = Date.now(); showLine(JSON.parse(event.data), event.lastEventId); });
    source.addEventListener("error", () => {
      say("The line is interrupted. Trying again.", false);
      if (source.readyState === EventSource.CLOSED) ask();
    });
  }
  async function ask() {
    clearTimeout(asking);
    try {
      const answer = await fetch(board.dataset.json, {cache: "no-store"});
      if (!answer.ok) throw new Error(answer.status);
      showAll(await answer.json());
      say("Not live: asked every 10 seconds", false);
    } catch { say("The line is interrupted. Trying again.", false); }
    asking = setTimeout(listen, ASK_AGAIN);
  }

  function tick() {
    const now = new Date();
    document.getElementById("clock").textContent =
      now.toLocaleTimeString("en-GB", {hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin"});
    setTimeout(tick, 60000 - now % 60000);
  }
  tick();
  listen();
  addEventListener("pagehide", () => { clearTimeout(asking); source?.close(); });
  addEventListener("pageshow", event => { if (event.persisted) listen(); });
})();
