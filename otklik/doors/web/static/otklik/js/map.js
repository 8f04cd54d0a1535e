// A place on a map without tiles: boundary and districts from a GeoJSON address, a marker, two fields.
// The marker also follows the event «place» ({lat, lon}) that an address suggestion sends to the map's element.
const DIGITS = 6;

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
      className: feature.properties?.kind === "district" ? "map-district" : "map-town",
      weight: feature.properties?.kind === "district" ? 1 : 2,
      interactive: false,
    }),
    pointToLayer: (feature, at) => L.circleMarker(at, { radius: 3, interactive: false }),
    onEachFeature: (feature, drawn) => {
      const name = feature.properties?.name;
      if (name && feature.properties.kind === "district") {
        drawn.bindTooltip(name, { permanent: true, direction: "center", className: "map-name" });
      }
    },
  });
}

async function start(place) {
  const canvas = place.querySelector("[data-map-canvas]");
  const lat = place.querySelector("[data-map-lat]");
  const lon = place.querySelector("[data-map-lon]");
  const answer = await fetch(place.dataset.map);
  if (!answer.ok) return;
  const data = await answer.json();
  canvas.hidden = false;
  const hint = place.querySelector("[data-map-hint]");
  if (hint) hint.hidden = false;
  const map = L.map(canvas, { attributionControl: false, zoomControl: false });
  L.control.zoom({ zoomInTitle: "Ближе", zoomOutTitle: "Дальше" }).addTo(map);
  const drawn = layer(data).addTo(map);
  map.fitBounds(drawn.getBounds());
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
