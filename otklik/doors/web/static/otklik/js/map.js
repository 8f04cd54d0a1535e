// A place on a map without tiles: boundary and districts from a GeoJSON address, a marker, two fields.
// The marker also follows the event «place» ({lat, lon}) that an address suggestion sends to the map's element,
// the arrows while it has the focus, and coordinates typed into the fields where they are shown.
const DIGITS = 6;
const STREETS_FROM = 14;
const STEP_M = 5;
const LONG_STEP_M = 50;
const METRES_IN_DEGREE = 111200;
const ARROWS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
const PAUSE_MS = 300;
const SETTLED_MS = 50; // names glide to their places, for a millisecond at least
const HOUSES_FROM = 16;
const NEAR = 16;

function pin() {
  const sprite = document.querySelector("use[href*='icons.svg']")?.getAttribute("href").split("#")[0];
  const drawing = document.createElement("span");
  drawing.innerHTML = '<svg class="icon"><use></use></svg>';
  drawing.querySelector("use").setAttribute("href", `${sprite ?? "/static/otklik/icons.svg"}#pin`);
  return L.divIcon({ className: "map-pin", html: drawing, iconSize: [32, 32], iconAnchor: [16, 29] });
}

function layer(data) {
  return L.geoJSON(data, {
    style: (feature) => ({
      className: `map-${feature.properties?.kind ?? "town"}`,
      weight: feature.properties?.kind === "town" ? 2 : 1,
      interactive: false,
    }),
    pointToLayer: (feature, at) =>
      L.circleMarker(at, { radius: feature.properties?.kind === "case" ? 7 : 3, interactive: false }),
    onEachFeature: (feature, drawn) => {
      const { name, kind } = feature.properties ?? {};
      if (!name || kind === "town") return;
      if (kind === "case") return;
      const direction = kind === "district" ? "center" : "top";
      drawn.bindTooltip(name, { permanent: true, direction, className: `map-name map-name-${kind}`, interactive: false });
    },
  });
}

// Names that would lie over one another are left out; the first drawn win, streets wait until the map is near.
// Where houses are drawn, their streets are named beside them and not a second time.
function declutter(map) {
  const isNear = map.hasHouses && map.getZoom() >= HOUSES_FROM;
  map.getContainer().classList.toggle("map-far", map.getZoom() < STREETS_FROM);
  const frame = map.getContainer().getBoundingClientRect();
  const placed = [];
  for (const label of map.getContainer().querySelectorAll(".map-name")) {
    const box = label.getBoundingClientRect();
    const isStreet = label.classList.contains("map-name-street");
    const isFar = isStreet && (map.getZoom() < STREETS_FROM || isNear);
    const isSeen = box.right > frame.left && box.left < frame.right && box.bottom > frame.top && box.top < frame.bottom;
    const isOver = placed.some(
      (one) => box.left < one.right && box.right > one.left && box.top < one.bottom && box.bottom > one.top,
    );
    label.classList.toggle("map-name-off", isFar || (isSeen && isOver));
    if (!isFar && isSeen && !isOver) placed.push(box);
  }
}

// A map in a closed fold or in a later step has no size yet: it starts when it is first seen.
function seen(place) {
  return new Promise((resolve) => {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      resolve();
    }, { rootMargin: "200px" });
    watch.observe(place);
  });
}

// Houses with their numbers where the map is near enough to tell them apart.
function houses(map, address, tidy) {
  const drawn = L.layerGroup().addTo(map);
  map.hasHouses = true;
  let timer = 0;
  let asked = 0;

  async function ask() {
    const turn = ++asked;
    if (map.getZoom() < HOUSES_FROM) return drawn.clearLayers();
    const box = map.getBounds();
    const query = new URLSearchParams({
      south: box.getSouth().toFixed(DIGITS), west: box.getWest().toFixed(DIGITS),
      north: box.getNorth().toFixed(DIGITS), east: box.getEast().toFixed(DIGITS),
    });
    const answer = await fetch(`${address}?${query}`);
    if (!answer.ok || turn !== asked) return;
    const found = (await answer.json()).houses;
    drawn.clearLayers();
    for (const [lat, lon, number, street] of found) {
      const dot = L.circleMarker([lat, lon], { radius: 3, className: "map-house", interactive: false });
      const options = { permanent: true, direction: "top", offset: [0, -2], interactive: false };
      dot.bindTooltip(number, { ...options, className: "map-name map-name-house" });
      dot.addTo(drawn);
      if (street) {
        const named = L.circleMarker([lat, lon], { radius: 0, stroke: false, interactive: false });
        named.bindTooltip(street, { ...options, direction: "bottom", className: "map-name map-name-near" }).addTo(drawn);
      }
    }
    tidy();
  }

  map.on("moveend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
}

function degrees(told, most) {
  const value = Number(told.trim().replace(",", "."));
  return told.trim() && Math.abs(value) <= most ? value : null;
}

// What lies at the point: the district by its polygon and the nearest house, said under the map.
function teller(place) {
  const said = place.querySelector("[data-map-said]");
  let timer = 0;
  let asked = 0;

  async function ask(at) {
    const turn = ++asked;
    const query = new URLSearchParams({ lat: at.lat.toFixed(DIGITS), lon: at.lng.toFixed(DIGITS) });
    const answer = await fetch(`${place.dataset.mapPoint}?${query}`);
    if (!answer.ok || turn !== asked) return;
    said.textContent = (await answer.json()).text;
  }

  return (at) => {
    if (!said || !place.dataset.mapPoint) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(at), PAUSE_MS);
  };
}

async function start(place) {
  const canvas = place.querySelector("[data-map-canvas]");
  const lat = place.querySelector("[data-map-lat]");
  const lon = place.querySelector("[data-map-lon]");
  await seen(place);
  const answer = await fetch(place.dataset.map);
  if (!answer.ok) return;
  const data = await answer.json();
  canvas.hidden = false;
  const hint = place.querySelector("[data-map-hint]");
  if (hint) hint.hidden = false;
  const map = L.map(canvas, { attributionControl: false, zoomControl: false, zoomSnap: 0.5 });
  L.control.zoom({ zoomInTitle: "Приблизить карту", zoomOutTitle: "Отдалить карту" }).addTo(map);
  const drawn = layer(data).addTo(map);
  const tidy = () => setTimeout(() => declutter(map), SETTLED_MS);
  map.on("zoomend moveend", tidy);
  const cases = drawn.getLayers().filter((one) => one.feature?.properties?.kind === "case");
  map.fitBounds(cases.length ? L.featureGroup(cases).getBounds().pad(0.3) : drawn.getBounds(), { maxZoom: 16 });
  tidy();
  if (place.dataset.mapHouses) houses(map, place.dataset.mapHouses, tidy);
  const form = place.closest("form");
  const button = place.querySelector("[data-map-put]");
  const tellOf = teller(place);
  const isReadonly = place.hasAttribute("data-map-readonly");
  let marker = null;

  function mark(at) {
    marker = L.marker(at, { icon: pin(), draggable: !isReadonly, keyboard: !isReadonly, alt: "Место" }).addTo(map);
    const drawnPin = marker.getElement();
    drawnPin.setAttribute("aria-label", "Метка места");
    if (isReadonly) return;
    marker.on("dragend", () => put(marker.getLatLng()));
    drawnPin.addEventListener("keydown", (event) => {
      const way = ARROWS[event.key];
      if (!way) return;
      event.preventDefault();
      event.stopPropagation();
      const step = (event.shiftKey ? LONG_STEP_M : STEP_M) / METRES_IN_DEGREE;
      const from = marker.getLatLng();
      const aside = step / Math.cos((from.lat * Math.PI) / 180);
      put(L.latLng(from.lat + way[0] * step, from.lng + way[1] * aside));
      map.panInside(marker.getLatLng(), { padding: [40, 40], animate: false });
    });
  }

  function put(at, tell = true) {
    if (!marker) mark(at);
    marker.setLatLng(at);
    lat.value = at.lat.toFixed(DIGITS);
    lon.value = at.lng.toFixed(DIGITS);
    for (const field of [lat, lon]) field.removeAttribute("aria-invalid");
    if (button) button.hidden = true;
    tellOf(at);
    if (tell) lat.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "map" }));
  }

  // Coordinates as the form holds them: typed, pasted as a pair «56.33, 48.61», or put back by a reset.
  function follow() {
    const pair = lat.value.trim().split(/[\s;]+|,\s+/).filter(Boolean);
    if (pair.length === 2) [lat.value, lon.value] = pair;
    const at = [degrees(lat.value, 90), degrees(lon.value, 180)];
    lat.setAttribute("aria-invalid", String(Boolean(lat.value) && at[0] === null));
    lon.setAttribute("aria-invalid", String(Boolean(lon.value) && at[1] === null));
    if (at[0] === null || at[1] === null) return;
    put(L.latLng(at[0], at[1]), false);
    map.setView(marker.getLatLng(), Math.max(map.getZoom(), NEAR));
  }

  if (lat.value && lon.value) {
    const at = L.latLng(Number(lat.value), Number(lon.value));
    put(at, false);
    map.setView(at, NEAR);
  }
  if (isReadonly) return;
  if (button) {
    button.hidden = Boolean(marker);
    button.addEventListener("click", () => {
      put(map.getCenter());
      marker.getElement().focus();
    });
  }
  for (const field of [lat, lon]) {
    field.addEventListener("change", (event) => {
      if (event.detail !== "map") follow();
    });
  }
  form?.addEventListener("reset", () => setTimeout(follow));
  map.on("click", (event) => put(event.latlng));
  place.addEventListener("place", (event) => {
    const at = L.latLng(event.detail.lat, event.detail.lon);
    put(at, false);
    map.setView(at, Math.max(map.getZoom(), NEAR));
  });
}

for (const place of document.querySelectorAll("[data-map]")) start(place);
