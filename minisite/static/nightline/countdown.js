// Counts down to the end of each hold. Without this script the page says the time of the end.
const began = Date.now();
const said = document.querySelector("#ends");
const holds = [...document.querySelectorAll("[data-seconds]")].map((line) => ({
  line,
  seconds: Number(line.dataset.seconds),
  warned: Number(line.dataset.seconds) < 60,
}));

function words(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes ? `${minutes} min ${String(seconds % 60).padStart(2, "0")} s` : `${seconds} s`;
}

// The menu says how many berths are held now.
function count() {
  const held = holds.filter((each) => !each.line.hidden).length;
  const badge = document.querySelector(".nav .count");
  if (held && badge) badge.firstChild.textContent = held;
  else badge?.remove();
}

function tick() {
  for (const hold of holds.filter((each) => !each.line.hidden)) {
    const left = Math.ceil(hold.seconds - (Date.now() - began) / 1000);
    hold.line.querySelector(".left").textContent = words(Math.max(0, left));
    hold.line.classList.toggle("few", left < 60);
    if (left <= 0) {
      hold.line.hidden = true;
      hold.line.nextElementSibling.hidden = false;
      said.textContent = `Your hold on berth ${hold.line.dataset.berth} ended.`;
      count();
    } else if (left < 60 && !hold.warned) {
      hold.warned = true;
      said.textContent = `One minute left for berth ${hold.line.dataset.berth}.`;
    }
  }
}

tick();
setInterval(tick, 1000);
