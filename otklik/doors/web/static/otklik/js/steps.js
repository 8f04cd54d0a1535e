// A long form as steps on a telephone: one section at a time; on a wide screen and without this script it is one page.
const NARROW = window.matchMedia("(max-width: 759px)");

function start(form) {
  const steps = [...form.querySelectorAll("[data-step]")];
  const stepper = document.querySelector("[data-stepper]");
  const intro = document.querySelector("[data-intro]");
  const buttons = form.querySelectorAll("[data-next-place]");
  const failed = steps.findIndex((step) => step.querySelector(".field-error"));
  let now = Math.max(0, failed);

  function show(move) {
    const isStepped = NARROW.matches;
    stepper.hidden = !isStepped;
    for (const button of buttons) button.hidden = !isStepped;
    steps.forEach((step, place) => {
      step.hidden = isStepped && place !== now;
    });
    if (intro) intro.hidden = isStepped && now > 0;
    [...stepper.children].forEach((mark, place) => {
      mark.classList.toggle("is-done", place < now);
      if (place === now) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
    if (!move || !isStepped) return;
    window.scrollTo(0, 0);
    steps[now].querySelector("h2")?.focus({ preventScroll: true });
  }

  function lacks(step) {
    return [...step.querySelectorAll("[required]")].find((field) => !field.value.trim());
  }

  function forward() {
    const empty = lacks(steps[now]);
    if (empty) {
      empty.setAttribute("aria-invalid", "true");
      empty.focus();
      return;
    }
    now = Math.min(now + 1, steps.length - 1);
    show(true);
  }

  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-next]")) forward();
    if (event.target.closest("[data-prev]")) {
      now = Math.max(0, now - 1);
      show(true);
    }
  });
  form.addEventListener("input", (event) => {
    if (event.target.value?.trim()) event.target.removeAttribute("aria-invalid");
  });
  form.addEventListener("submit", (event) => {
    if (!NARROW.matches || now === steps.length - 1) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    forward();
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".error-list a[href^='#']");
    const place = link ? steps.findIndex((step) => step.querySelector(link.hash)) : -1;
    if (place < 0) return;
    now = place;
    show(false);
  }, true);
  NARROW.addEventListener("change", () => show(false));
  show(false);
}

for (const form of document.querySelectorAll("[data-steps]")) start(form);
