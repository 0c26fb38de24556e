// The seat map: a WebSocket keeps the berths of the page true. Who is signed in also holds and gives
// back berths through it. Without a socket the form works as it does without JavaScript.
"use strict";
(() => {
  const form = document.getElementById("seats"), live = document.getElementById("live");
  const free = document.getElementById("free"), mine = document.getElementById("mine");
  const people = document.getElementById("people"), says = document.getElementById("says");
  const buttons = form.querySelector(".buttons"), signedIn = "signedIn" in form.dataset;
  const FIRST_WAIT = 1000, LONGEST_WAIT = 30000; // milliseconds before the next try
  const FULL = 4008, GONE = 4004; // the site's reasons for closing: try no more
  let socket = null, wait = FIRST_WAIT, shown = null, timer = 0, leaving = false;

  const say = (text, on) => { live.textContent = text; live.classList.toggle("on", on); };
  const clock = at => new Date(at).toLocaleTimeString("en-GB",
    {hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin"});
  const open = () => socket?.readyState === WebSocket.OPEN;

  function notice(text, isError, link) {
    says.hidden = false;
    says.className = `notice ${isError ? "error" : "success"}`;
    says.setAttribute("role", isError ? "alert" : "status");
    says.textContent = text;
    if (link) says.append(" ", link);
  }
  function wish(message) {
    says.hidden = true;
    socket.send(JSON.stringify(message));
  }

  // A hold that expires changes nothing in the database, so its end is worked out here.
  const now = berth => berth.until && berth.until <= Date.now() ? "free" : berth.state;

  function showBerth(berth) {
    const label = form.querySelector(`[data-number="${berth.number}"]`), state = now(berth);
    if (!label) return false;
    const field = label.querySelector("input"), text = label.querySelector(".state");
    const changes = !label.classList.contains(state), focused = label.contains(document.activeElement);
    label.className = `berth ${state}`;
    if (changes && shown) label.classList.add("fresh");
    field.disabled = state !== "free";
    if (field.disabled) field.checked = false;
    text.textContent = state === "mine" ? `in your basket until ${clock(berth.until)}`
      : state === "held" ? `held until ${clock(berth.until)}` : state;
    if (state === "mine" && signedIn) {
      const back = document.createElement("button");
      back.type = "button";
      back.className = "back";
      back.append("Give back");
      const which = document.createElement("span");
      which.className = "spoken";
      which.textContent = ` berth ${berth.number}`;
      back.append(which);
      back.addEventListener("click", event => {
        event.preventDefault();
        if (open()) wish({do: "release", number: berth.number});
      });
      text.append(back);
    }
    if (focused && changes) (label.querySelector(".back") ?? form.querySelector("input:enabled"))?.focus();
    return changes;
  }
  function showAll(berths) {
    clearTimeout(timer);
    const changed = berths.filter(showBerth).length;
    const ends = berths.filter(berth => berth.until > Date.now()).map(berth => berth.until);
    if (ends.length) timer = setTimeout(() => showAll(berths), Math.min(...ends) - Date.now() + 50);
    if (changed) summarise(berths);
    shown = berths;
  }
  function summarise(berths) {
    const count = state => berths.filter(berth => now(berth) === state).length;
    const left = count("free"), own = count("mine");
    buttons.hidden = !left;
    free.replaceChildren();
    if (left) {
      const number = document.createElement("strong");
      number.textContent = left;
      free.append(number, ` of ${berths.length} berths ${left === 1 ? "is" : "are"} free, €${form.dataset.price} each. `
        + "A berth that you choose waits for you while you sign in and book.");
    } else {
      free.append("No berth is free now. What somebody gives back, you see here at once. ",
        linkTo(form.dataset.others, "See the other carriers"));
    }
    mine.hidden = !own;
    mine.firstElementChild.textContent = `${own} berth${own === 1 ? " is" : "s are"}`;
  }
  function basket(size) {
    const link = document.querySelector('.nav a[href="/basket/"]');
    link?.querySelector(".count")?.remove();
    if (!link || !size) return;
    const count = document.createElement("span");
    count.className = "count";
    count.textContent = size;
    const word = document.createElement("span");
    word.className = "spoken";
    word.textContent = ` berth${size === 1 ? "" : "s"}`;
    count.append(word);
    link.append(" ", count);
  }
  function linkTo(address, text) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = text;
    return link;
  }

  const take = {
    seats: message => showAll(message.berths.map(
      berth => ({...berth, until: berth.left === null ? 0 : Date.now() + 1000 * berth.left}))),
    people: message => {
      people.textContent = message.count > 1 ? `${message.count} people look at this train now`
        : "Nobody else looks at this train now";
    },
    done: message => { basket(message.basket); notice(message.says, false, message.basket ? linkTo("/basket/", "To the basket") : null); },
    error: message => notice(message.says, true),
  };

  function connect() {
    const address = new URL(form.dataset.socket, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(address);
    socket.addEventListener("open", () => { wait = FIRST_WAIT; say("Live", true); });
    socket.addEventListener("message", event => {
      const message = JSON.parse(event.data);
      take[message.type]?.(message);
    });
    socket.addEventListener("close", event => {
      people.textContent = "";
      if (leaving) return;
      if (event.code === FULL || event.code === GONE) return say("Not live. Load the page again to see changes.", false);
      say("The line is interrupted. Trying again.", false);
      setTimeout(connect, wait * (0.5 + Math.random()));
      wait = Math.min(2 * wait, LONGEST_WAIT);
    });
  }

  form.addEventListener("submit", event => {
    if (!signedIn || !open()) return; // the ordinary way
    event.preventDefault();
    if (event.submitter?.name === "any") return wish({do: "hold"});
    wish({do: "hold", number: Number(new FormData(form).get("number"))});
  });
  addEventListener("pagehide", () => { leaving = true; socket?.close(); });
  addEventListener("pageshow", event => { if (event.persisted) { leaving = false; connect(); } });
  connect();
})();
