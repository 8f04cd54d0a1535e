// Addresses offered under a field: arrows and Enter, or a touch. The address answers {items: [{title, lat, lon, more}]};
// a chosen one with a point moves the marker of the form's map, one with `more` waits for the house.
const PAUSE_MS = 180;

function start(place) {
  const field = place.querySelector("[data-suggest-field]");
  const list = place.querySelector("[data-suggest-list]");
  const map = field.form?.querySelector("[data-map]");
  let items = [];
  let at = -1;
  let timer = 0;
  let asked = 0;
  let isPointOurs = false;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  function close() {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    at = next;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    const chosen = list.children[at];
    if (!chosen) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  function point(lat, lon) {
    const fields = [map?.querySelector("[data-map-lat]"), map?.querySelector("[data-map-lon]")];
    if (!fields[0]) return;
    fields[0].value = lat ?? "";
    fields[1].value = lon ?? "";
    isPointOurs = lat !== null;
    if (lat !== null) map.dispatchEvent(new CustomEvent("place", { detail: { lat, lon } }));
    field.form.dispatchEvent(new Event("place-changed"));
  }

  function choose(item) {
    field.value = item.more ? `${item.title}, ` : item.title;
    field.focus();
    close();
    if (item.more) ask();
    else point(item.lat, item.lon);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function draw() {
    list.replaceChildren(
      ...items.map((item, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = item.title;
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(item));
        return option;
      }),
    );
    at = -1;
    list.hidden = !items.length;
    field.setAttribute("aria-expanded", String(Boolean(items.length)));
  }

  async function ask() {
    const words = field.value.trim();
    const turn = ++asked;
    if (words.length < 2) return close();
    const answer = await fetch(`${place.dataset.suggest}?q=${encodeURIComponent(words)}`);
    if (!answer.ok || turn !== asked) return;
    const told = (await answer.json()).items;
    items = told.filter((item) => item.title !== words && `${item.title},` !== words);
    draw();
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
    if (isPointOurs) point(null, null);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark((at + step + items.length) % items.length);
    else if (event.key === "Enter" && at >= 0) choose(items[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("blur", close);
}

for (const place of document.querySelectorAll("[data-suggest]")) start(place);
