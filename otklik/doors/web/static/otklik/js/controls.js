// Small duties of controls: submit on change and on Ctrl Enter, mark rows and count them, show a remark, print.
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

// data-mark="12-40": the characters of the answer that a remark is about, counted as the server counts them.
function mark(field, start, end) {
  const at = (count) => [...field.value].slice(0, count).join("").length;
  field.focus();
  field.setSelectionRange(at(start), at(end));
}

// data-insert="…": puts its words into the answer where the cursor stands; data-insert-key="3" does so by Alt and 3.
function insert(words) {
  const field = document.querySelector("#answer");
  if (!field) return;
  field.focus();
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !/^Digit[1-9]$/.test(event.code)) return;
  const found = document.querySelector(`[data-insert-key="${event.code.slice(5)}"]`);
  if (!found) return;
  event.preventDefault();
  insert(found.dataset.insert);
});

document.addEventListener("click", (event) => {
  const words = event.target.closest("[data-insert]")?.dataset.insert;
  if (words) insert(words);
  if (event.target.closest("[data-print]")) window.print();
  const told = event.target.closest("[data-mark]")?.dataset.mark.split("-").map(Number);
  if (told) mark(document.querySelector("#answer"), ...told);
});

document.addEventListener("htmx:load", count);
count();
