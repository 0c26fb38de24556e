// How far background work is: a bar for each job on the page, until it is over.
"use strict";
for (const line of document.querySelectorAll("[data-job]:not([data-over])")) {
  const bar = line.querySelector("progress"), says = line.querySelector(".says");
  const source = new EventSource(line.dataset.job); // a browser opens a lost one again by itself
  source.addEventListener("job", event => {
    const job = JSON.parse(event.data);
    bar.max = job.total || 1;
    bar.value = job.done;
    bar.hidden = job.over;
    line.className = `job ${job.state}`;
    says.textContent = job.over || !job.total ? job.says : `${job.says}, ${job.done} of ${job.total}`;
    if (!job.over) return;
    source.close();
    const file = document.getElementById("file");
    if (file && job.state === "done") file.hidden = false;
    else if (file) location.reload(); // the page then offers another try
  });
  source.addEventListener("error", () => { says.textContent = "The line is interrupted. Trying again."; });
  addEventListener("pagehide", () => source.close());
}
