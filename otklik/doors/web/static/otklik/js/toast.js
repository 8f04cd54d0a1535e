// Toasts: short words after an act, with undo. The server sends them as messages or as the htmx trigger «toast».
const READ_MS = 8000;
const UNDO_MS = 15000;
const place = document.getElementById("toasts");
const template = document.getElementById("toast-template");

function watch(toast) {
  if (toast.classList.contains("toast-error")) return;
  const close = () => {
    if (toast.matches(":hover, :focus-within")) setTimeout(close, READ_MS);
    else toast.remove();
  };
  setTimeout(close, toast.querySelector("[data-toast-undo]") ? UNDO_MS : READ_MS);
}

// detail: {text, level?, undo?}; undo is an address that takes the act back by POST.
function show({ text, level, undo }) {
  const toast = template.content.querySelector("[data-toast]").cloneNode(true);
  toast.querySelector(".toast-text").textContent = text;
  if (level) toast.classList.add(`toast-${level}`);
  const form = toast.querySelector("[data-toast-undo]");
  if (undo) form.action = undo;
  else form.remove();
  place.append(toast);
  watch(toast);
}

place?.querySelectorAll("[data-toast]").forEach(watch);

document.addEventListener("toast", (event) => show(event.detail));

document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
});

const FAILED = "Не удалось: нет связи с сервером. Написанное осталось на странице, повторите через минуту.";
const REFUSED = "Сервер не принял действие. Ничего не изменено; обновите страницу и повторите.";
document.addEventListener("htmx:sendError", () => show({ text: FAILED, level: "error" }));
document.addEventListener("htmx:timeout", () => show({ text: FAILED, level: "error" }));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 422) show({ text: REFUSED, level: "error" });
});
// A form that came back with errors is a page to show, not a failure.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 422) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});
