// Light or dark: follows the system until the person chooses; the choice lives in a cookie the server reads.
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

function shown() {
  return root.dataset.theme ?? (dark.matches ? "dark" : "light");
}

function draw() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    const use = button.querySelector("use");
    const sprite = use.getAttribute("href").split("#")[0];
    use.setAttribute("href", `${sprite}#${shown() === "dark" ? "sun" : "moon"}`);
    button.hidden = false;
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-switch]")) return;
  root.dataset.theme = shown() === "dark" ? "light" : "dark";
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `otklik_theme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  draw();
});

dark.addEventListener("change", draw);
draw();
