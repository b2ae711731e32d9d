// Starts what the page holds: choices, plots and their tables. Without a script everything is there but the plots.

const kinds = { curves: Curves, intervals: Intervals };

function fillTable(place, { headings, rows, note }) {
  const table = element("table", {}, place);
  const head = element("tr", {}, element("thead", {}, table));
  for (const heading of headings) element("th", { scope: "col" }, head, heading);
  const body = element("tbody", {}, table);
  for (const row of rows) {
    const line = element("tr", {}, body);
    row.forEach((cell, column) => column ? element("td", {}, line, cell) : element("th", { scope: "row" }, line, cell));
  }
  if (note) element("p", { class: "hint" }, place, note);
}

for (const choice of document.querySelectorAll(".choice")) {
  const select = choice.querySelector(":scope > label select");
  if (!select) continue;
  const panels = choice.querySelectorAll(":scope > .panel");
  const show = () => panels.forEach((panel, index) => { panel.hidden = index !== Number(select.value); });
  select.addEventListener("change", show);
  show();
}

const plots = new Map();
// A plot is drawn when it gets a width, so one in a hidden panel is drawn when that is chosen.
const sizes = new ResizeObserver(entries => {
  for (const entry of entries) {
    const width = Math.round(entry.contentRect.width), plot = plots.get(entry.target);
    if (width > 0 && width !== plot.width) {
      plot.width = width;
      requestAnimationFrame(() => plot.draw());
    }
  }
});
for (const figure of document.querySelectorAll("figure[data-plot]")) {
  const plot = new kinds[figure.dataset.plot](figure, JSON.parse(figure.querySelector(".data").textContent));
  plots.set(plot.canvas, plot);
  sizes.observe(plot.canvas);
  const details = figure.querySelector(".values"), place = details.querySelector(".scroll");
  details.addEventListener("toggle", () => { if (!place.firstChild) fillTable(place, plot.table()); });
}

// One sound at a time.
document.addEventListener("play", event => {
  for (const sound of document.querySelectorAll("audio")) if (sound !== event.target) sound.pause();
}, true);
