// Progress of long work: asks data-progress-url each second while the work runs and the page is seen.
const EACH_MS = 1000;

function draw(place, state) {
  const bar = place.querySelector("progress");
  const share = place.querySelector("[data-progress-share]");
  if (state.total) {
    bar.max = state.total;
    bar.value = state.done;
    if (share) share.textContent = `${Math.floor((100 * state.done) / state.total)}\u00a0%`;
  } else bar.removeAttribute("value");
  if (state.text) place.querySelector("[data-progress-text]").textContent = state.text;
}

async function ask(place) {
  if (!place.isConnected) return;
  if (document.hidden) return void setTimeout(ask, EACH_MS, place);
  try {
    const answer = await fetch(place.dataset.progressUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const state = await answer.json();
    draw(place, state);
    if (state.state !== "running") {
      if (state.url) location.assign(state.url);
      else place.dispatchEvent(new CustomEvent("progress-end", { bubbles: true, detail: state }));
      return;
    }
  } catch {
    place.querySelector("[data-progress-text]").textContent = "Связь прервалась. Работа идёт, ход покажется позже.";
  }
  setTimeout(ask, EACH_MS, place);
}

function start(root) {
  for (const place of root.querySelectorAll("[data-progress-url]")) {
    if (place.dataset.progressOn) continue;
    place.dataset.progressOn = "yes";
    ask(place);
  }
}

document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentNode ?? document));
start(document);
