// Small duties of controls: submit on change and on Ctrl Enter, mark all rows and count the marked, print the page.
const boxes = (name) => [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];

// data-check-count="case" shows how many are marked; a button with data-needs-checked="case" waits for the first.
function count() {
  for (const place of document.querySelectorAll("[data-check-count]")) {
    const marked = boxes(place.dataset.checkCount).filter((box) => box.checked).length;
    place.textContent = marked ? `Отмечено: ${marked}` : "";
  }
  for (const button of document.querySelectorAll("[data-needs-checked]")) {
    button.disabled = !boxes(button.dataset.needsChecked).some((box) => box.checked);
  }
  for (const all of document.querySelectorAll("[data-check-all]")) {
    const list = boxes(all.dataset.checkAll);
    const marked = list.filter((box) => box.checked).length;
    all.checked = marked > 0 && marked === list.length;
    all.indeterminate = marked > 0 && marked < list.length;
  }
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-submit-on-change]")) target.form.requestSubmit();
  if (target.dataset.checkAll) for (const box of boxes(target.dataset.checkAll)) box.checked = target.checked;
  if (target.type === "checkbox") count();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.target.closest("form[data-ctrl-enter]")?.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("htmx:load", count);
count();
