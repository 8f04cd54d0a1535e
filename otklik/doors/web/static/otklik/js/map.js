// A place on a map without tiles: boundary and districts from a GeoJSON address, a marker, two fields.
// The marker also follows the event «place» ({lat, lon}) that an address suggestion sends to the map's element.
const DIGITS = 6;
const STREETS_FROM = 14;

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
    pointToLayer: (feature, at) => L.circleMarker(at, { radius: 3, interactive: false }),
    onEachFeature: (feature, drawn) => {
      const { name, kind } = feature.properties ?? {};
      if (!name || kind === "town") return;
      const direction = kind === "district" ? "center" : "top";
      drawn.bindTooltip(name, { permanent: true, direction, className: `map-name map-name-${kind}`, interactive: false });
    },
  });
}

// Names that would lie over one another are left out; the first drawn win, streets wait until the map is near.
function declutter(map) {
  map.getContainer().classList.toggle("map-far", map.getZoom() < STREETS_FROM);
  const frame = map.getContainer().getBoundingClientRect();
  const placed = [];
  for (const label of map.getContainer().querySelectorAll(".map-name")) {
    const box = label.getBoundingClientRect();
    const isFar = label.classList.contains("map-name-street") && map.getZoom() < STREETS_FROM;
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
  map.on("zoomend moveend", () => declutter(map));
  map.fitBounds(drawn.getBounds());
  declutter(map);
  let marker = null;

  function put(at, tell = true) {
    if (!marker) {
      marker = L.marker(at, { icon: pin(), draggable: true, keyboard: true, alt: "Место" }).addTo(map);
      marker.on("dragend", () => put(marker.getLatLng()));
    }
    marker.setLatLng(at);
    lat.value = at.lat.toFixed(DIGITS);
    lon.value = at.lng.toFixed(DIGITS);
    if (tell) lat.dispatchEvent(new Event("change", { bubbles: true }));
  }

  if (lat.value && lon.value) {
    const at = L.latLng(Number(lat.value), Number(lon.value));
    put(at, false);
    map.setView(at, 15);
  }
  if (place.hasAttribute("data-map-readonly")) {
    if (hint) hint.hidden = true;
    marker?.dragging.disable();
    return;
  }
  map.on("click", (event) => put(event.latlng));
  place.addEventListener("place", (event) => {
    const at = L.latLng(event.detail.lat, event.detail.lon);
    put(at, false);
    map.setView(at, Math.max(map.getZoom(), 15));
  });
}

for (const place of document.querySelectorAll("[data-map]")) start(place);
