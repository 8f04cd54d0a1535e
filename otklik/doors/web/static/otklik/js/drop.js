// File fields: shows what is about to be sent, and says at once when a file is too large.
const UNITS = ["Б", "КБ", "МБ", "ГБ"];

function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toLocaleString("ru", { maximumFractionDigits: value < 10 && unit ? 1 : 0 })}\u00a0${UNITS[unit]}`;
}

function list(drop) {
  const input = drop.querySelector("input[type=file]");
  const limit = Number(drop.dataset.maxMb || Infinity) * 1024 * 1024;
  const items = [...input.files].map((file) => {
    const item = document.createElement("li");
    const weight = document.createElement("span");
    const isTooBig = file.size > limit;
    weight.textContent = isTooBig ? `${size(file.size)}, больше ${drop.dataset.maxMb}\u00a0МБ: не примется` : size(file.size);
    item.classList.toggle("is-too-big", isTooBig);
    item.append(file.name, weight);
    return item;
  });
  drop.querySelector("[data-drop-list]")?.replaceChildren(...items);
}

document.addEventListener("change", (event) => {
  const drop = event.target.closest?.("[data-drop]");
  if (drop && event.target.type === "file") list(drop);
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop) return;
    if (kind !== "dragleave") event.preventDefault();
    drop.classList.toggle("is-over", kind === "dragover");
    const input = drop.querySelector("input[type=file]");
    if (kind !== "drop" || !event.dataTransfer.files.length) return;
    if (!input.multiple && event.dataTransfer.files.length > 1) {
      const one = new DataTransfer();
      one.items.add(event.dataTransfer.files[0]);
      input.files = one.files;
    } else input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
