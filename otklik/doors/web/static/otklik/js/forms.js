// Forms keep what was typed (data-keep="name") through a reload, a lost session and a conflict; never data-personal.
// data-keep-for="days" keeps it in this browser for that long; without it, in this tab alone.
const PREFIX = "otklik:keep:";
const SENT = "otklik:sent";
const DAY_MS = 86400000;

const key = (form) => PREFIX + form.dataset.keep;
const storage = (form) => (form.dataset.keepFor ? localStorage : sessionStorage);

function fields(form) {
  return [...form.elements].filter(
    (field) =>
      field.name &&
      !["password", "file", "hidden", "submit", "button"].includes(field.type) &&
      !field.closest("[data-personal]"),
  );
}

function read(form) {
  return fields(form).map((field) => [
    field.name,
    ["checkbox", "radio"].includes(field.type) ? [field.value, field.checked] : field.value,
  ]);
}

function pristine(form) {
  return fields(form).every((field) => {
    if (["checkbox", "radio"].includes(field.type)) return field.checked === field.defaultChecked;
    if (field.type === "select-one") {
      const first = [...field.options].findIndex((option) => option.defaultSelected);
      return field.selectedIndex === Math.max(0, first);
    }
    return field.value === field.defaultValue;
  });
}

function keep(form) {
  if (pristine(form)) return forget(form);
  storage(form).setItem(key(form), JSON.stringify({ at: Date.now(), values: read(form) }));
}

function forget(form) {
  storage(form).removeItem(key(form));
}

function put(form, values) {
  let changed = false;
  for (const field of fields(form)) {
    for (const [name, value] of values) {
      if (name !== field.name) continue;
      if (Array.isArray(value)) {
        if (value[0] !== field.value || field.checked === value[1]) continue;
        field.checked = value[1];
      } else {
        if (field.value === value) continue;
        field.value = value;
      }
      changed = true;
    }
  }
  return changed;
}

function say(form) {
  const note = document.createElement("p");
  const drop = document.createElement("button");
  note.className = "kept-note";
  note.setAttribute("role", "status");
  note.append("Возвращено то, что вы писали и не отправили.");
  drop.type = "button";
  drop.className = "btn btn-quiet";
  drop.textContent = "Убрать";
  drop.addEventListener("click", () => {
    forget(form);
    form.reset();
    note.remove();
  });
  note.append(drop);
  form.prepend(note);
}

function restore(form) {
  const raw = storage(form).getItem(key(form));
  if (!raw) return;
  const { at, values } = JSON.parse(raw);
  if (form.dataset.keepFor && Date.now() - at > Number(form.dataset.keepFor) * DAY_MS) return forget(form);
  if (put(form, values)) say(form);
}

// A form sent a page ago is done with, unless it came back with errors, the way led through sign-in or a failure,
// or the person came by «back» or «reload»: then nobody knows, and the draft is the safer thing to keep.
function settle() {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (!sent || document.body.hasAttribute("data-keep-hold")) return;
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
  const form = document.querySelector(`form[data-keep="${CSS.escape(sent)}"]`);
  const failed = form?.querySelector(".field-error, [aria-invalid='true']") ?? document.querySelector(".error-summary");
  if (failed) return;
  sessionStorage.removeItem(PREFIX + sent);
  localStorage.removeItem(PREFIX + sent);
}

function start(root) {
  for (const form of root.querySelectorAll("form[data-keep]")) {
    if (form.dataset.keepOn) continue;
    form.dataset.keepOn = "yes";
    restore(form);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("change", () => keep(form));
  }
  const first = root.querySelector("[data-focus]:not([data-focused])");
  if (first) {
    first.dataset.focused = "yes";
    first.focus();
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.keep && !form.matches("[hx-post], [hx-put], [hx-patch]")) {
    sessionStorage.setItem(SENT, form.dataset.keep);
  }
  if (form.hasAttribute("data-sign-out")) {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
    sessionStorage.clear();
  }
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("form[data-keep]");
  const led = detail.xhr?.getResponseHeader("HX-Redirect") ?? "";
  if (form && detail.requestConfig?.verb !== "get" && detail.successful && !led.includes("next=")) forget(form);
});

document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentNode ?? document));
settle();
start(document);
