// The keyboard: every key belongs to a visible control (data-key) or to a row (data-row, data-row-key).
const OFF = "otklik:keys-off";
const help = document.getElementById("keys-help");
let opener = null;

// The key as printed on a Latin keyboard, whatever the layout: «о» on a Russian one is j.
function pressed(event) {
  if (event.key === "?") return "?";
  if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
  if (/^Digit\d$/.test(event.code) && !event.shiftKey) return event.code.slice(5);
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  if (event.code === "BracketLeft") return "[";
  if (event.code === "BracketRight") return "]";
  return event.key;
}

function isTyping(target) {
  if (target.isContentEditable || target.closest("textarea, select")) return true;
  const input = target.closest("input");
  return Boolean(input) && !["checkbox", "radio", "button", "submit"].includes(input.type);
}

function visible(element) {
  return element.getClientRects().length > 0 && !element.disabled;
}

const rows = () => [...document.querySelectorAll("[data-row]")].filter(visible);

function current(list) {
  return list.findIndex((row) => row.classList.contains("is-selected"));
}

function select(row) {
  for (const other of document.querySelectorAll("[data-row].is-selected")) {
    other.classList.remove("is-selected");
    other.removeAttribute("aria-current");
  }
  row.classList.add("is-selected");
  row.setAttribute("aria-current", "true");
  (row.querySelector("a[href]") ?? row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const list = rows();
  if (!list.length) return false;
  const at = current(list);
  select(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.max(0, Math.min(list.length - 1, at + by))]);
  return true;
}

function inRow(key) {
  const list = rows();
  const control = list[current(list)]?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  control?.click();
  return Boolean(control);
}

function press(key) {
  const control = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(visible);
  if (!control) return false;
  if (control.matches("input, textarea, select")) {
    control.focus();
    control.select?.();
  } else control.click();
  return true;
}

function said(control) {
  const words = control.dataset.keyTitle ?? control.getAttribute("aria-label");
  return words ?? [...control.childNodes].filter((n) => n.nodeName !== "KBD").map((n) => n.textContent).join(" ").trim();
}

function fillHelp() {
  const found = new Map();
  const shown = rows();
  if (shown.length) {
    found.set("j", "Следующая строка").set("k", "Предыдущая строка").set("Enter", "Открыть строку");
  }
  for (const control of document.querySelectorAll("[data-key], [data-row-key]")) {
    const key = control.dataset.key ?? control.dataset.rowKey;
    if (visible(control) && !found.has(key)) found.set(key, said(control));
  }
  const list = help.querySelector("dl");
  list.replaceChildren();
  for (const [key, words] of found) {
    const term = document.createElement("dt");
    const cap = document.createElement("kbd");
    const meaning = document.createElement("dd");
    cap.textContent = key;
    meaning.textContent = words;
    term.append(cap);
    list.append(term, meaning);
  }
}

function toggleHelp(open) {
  if (open) {
    opener = document.activeElement;
    fillHelp();
  }
  help.hidden = !open;
  if (open) help.focus();
  else opener?.focus?.();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (help && !help.hidden) toggleHelp(false);
    else if (isTyping(event.target)) event.target.blur();
    else document.querySelector("details.menu[open], details.bar-more[open]")?.removeAttribute("open");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (localStorage.getItem(OFF)) return;
  const key = pressed(event);
  if (press(key) || (key === "j" && step(1)) || (key === "k" && step(-1)) || inRow(key)) event.preventDefault();
  else if (key === "Enter" && event.target === document.body) {
    const list = rows();
    list[current(list)]?.querySelector("a[href]")?.click();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-open]")) toggleHelp(help.hidden);
  else if (event.target.closest("[data-keys-close]")) toggleHelp(false);
  for (const menu of document.querySelectorAll("details.menu[open], details.bar-more[open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});

help?.querySelector("[data-keys-switch]").addEventListener("change", (event) => {
  if (event.target.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
});
if (help && localStorage.getItem(OFF)) help.querySelector("[data-keys-switch]").checked = false;
