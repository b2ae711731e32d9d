// Curves over steps or experiences: an SVG that is drawn anew for each width, with values under the pointer, the finger or the arrow keys.

const SVG = "http://www.w3.org/2000/svg";

function node(name, attributes, parent, text) {
  const made = document.createElementNS(SVG, name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

function element(name, attributes, parent, text) {
  const made = document.createElement(name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

// A number for people: as many digits as say something.
function shown(value) {
  if (value === null || value === undefined) return "-";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 0.001 || size >= 1e6) return value.toExponential(2).replace("e+", "e").replace(/\.?0+e/, "e");
  return size < 1 ? value.toFixed(4).replace(/\.?0+$/, "") : Number.isInteger(value) ? String(value) : value.toFixed(2);
}

// Round places on an axis from low to high, about as many as wanted.
function ticks(low, high, wanted, whole) {
  const raw = (high - low) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(raw));
  let step = [1, 2, 5, 10].map(each => each * power).find(each => each >= raw * 0.999) || raw;
  if (whole) step = Math.max(1, Math.round(step));
  const places = [];
  for (let place = Math.ceil(low / step - 1e-9) * step; place <= high + step * 1e-9; place += step)
    places.push(Math.abs(place) < step * 1e-9 ? 0 : place);
  return places;
}

function tickText(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e5)) return value.toExponential(1).replace("e+", "e").replace(".0e", "e");
  return String(Number(value.toPrecision(6)));
}

function decades(low, high) {
  const places = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const digit of [1, 2, 5]) {
      const place = digit * 10 ** power;
      if (place >= low && place <= high) places.push(place);
    }
  }
  return places.length > 7 ? places.filter(place => /^1/.test(place.toExponential())) : places;
}

class Tip {
  constructor(figure) {
    this.figure = figure;
    this.box = element("div", { class: "tip", role: "status", "aria-live": "polite", hidden: "" }, figure);
  }

  show(title, rows, x, y) {
    this.box.replaceChildren();
    element("b", {}, this.box, title);
    for (const [name, value, ink] of rows) {
      const row = element("div", {}, this.box);
      const label = element("span", {}, row, name);
      if (ink) label.style.setProperty("--ink", ink);
      element("span", {}, row, value);
    }
    this.box.hidden = false;
    const width = this.box.offsetWidth;
    const left = x + 14 + width > this.figure.clientWidth ? x - 14 - width : x + 14;
    this.box.style.left = `${Math.max(0, Math.min(left, this.figure.clientWidth - width))}px`;
    this.box.style.top = `${Math.max(0, y)}px`;
  }

  hide() {
    this.box.hidden = true;
  }
}

class Curves {
  constructor(figure, data) {
    this.figure = figure;
    this.data = data;
    this.canvas = figure.querySelector(".canvas");
    this.series = data.series.map((each, index) => ({ ...each, ink: `var(--c${index % 8})`, on: true }));
    this.places = [...new Set(this.series.flatMap(each => each.points.map(point => point[0])))].sort((a, b) => a - b);
    this.log = false;
    this.at = -1;
    this.legend();
    this.tip = new Tip(figure);
  }

  legend() {
    const bar = element("div", { class: "legend" });
    this.canvas.before(bar);
    if (this.series.length > 1) {
      for (const each of this.series) {
        const button = element("button", { type: "button", "aria-pressed": "true" }, bar, each.name);
        button.style.setProperty("--ink", each.ink);
        button.addEventListener("click", () => {
          each.on = !each.on;
          button.setAttribute("aria-pressed", String(each.on));
          this.draw();
        });
      }
    }
    const values = this.series.flatMap(each => each.points.map(point => point[1])).filter(value => value !== null);
    if (!values.length || Math.min(...values) <= 0 || Math.max(...values) < 5 * Math.min(...values)) return;
    const button = element("button", { type: "button", class: "switch", "aria-pressed": "false" }, bar, "log");
    button.addEventListener("click", () => {
      this.log = !this.log;
      button.setAttribute("aria-pressed", String(this.log));
      this.draw();
    });
  }

  draw() {
    const width = Math.max(220, this.canvas.clientWidth), height = width < 480 ? 220 : 270;
    const drawn = this.series.filter(each => each.on);
    const values = drawn.flatMap(each => each.points.map(point => point[1])).filter(value => value !== null);
    const bands = this.data.bands || [];
    let low = values.length ? Math.min(...values) : 0, high = values.length ? Math.max(...values) : 1;
    if (low === high) [low, high] = [low - Math.max(1e-9, Math.abs(low) * 0.1), high + Math.max(1e-9, Math.abs(high) * 0.1)];
    if (!this.log) {
      const room = (high - low) * 0.06;
      [low, high] = [low >= 0 && low < room * 4 ? 0 : low - room, high + room];
    }
    const marks = this.log ? decades(low, high) : ticks(low, high, 5);
    const left = 16 + 7 * Math.max(2, ...marks.map(mark => tickText(mark).length));
    const right = 18, top = bands.length > 1 ? 24 : 10, bottom = 34;
    const first = bands.length ? bands[0].from : this.places[0];
    const last = bands.length ? bands[bands.length - 1].to : this.places[this.places.length - 1];
    const inner = this.data.whole ? 18 : 0;
    const toY = value => this.log ? Math.log10(value) : value;
    this.x = place => left + inner + (last === first ? 0.5 : (place - first) / (last - first)) * (width - left - right - 2 * inner);
    this.y = value => height - bottom - (toY(value) - toY(low)) / (toY(high) - toY(low)) * (height - top - bottom);
    this.box = { left, right: width - right, top, bottom: height - bottom };

    const svg = node("svg", {
      viewBox: `0 0 ${width} ${height}`, height, tabindex: "0", role: "application", "aria-roledescription": "chart",
      "aria-label": `${this.data.title}. Arrow keys read the values; a table follows.`,
    });
    bands.forEach((band, index) => {
      const from = this.x(band.from), to = this.x(band.to);
      if (index % 2 && bands.length > 1)
        node("rect", { class: "shade", x: from, y: top - 16, width: Math.max(0, to - from), height: height - bottom - top + 16 }, svg);
      const text = to - from > 84 ? band.long : to - from > 16 ? band.name : "";
      if (bands.length > 1 && text) node("text", { x: (from + to) / 2, y: top - 4, "text-anchor": "middle" }, svg, text);
    });
    for (const mark of marks) {
      node("line", { class: "grid", x1: left, x2: width - right, y1: this.y(mark), y2: this.y(mark) }, svg);
      node("text", { x: left - 7, y: this.y(mark) + 4, "text-anchor": "end" }, svg, tickText(mark));
    }
    for (const mark of last === first ? [first] : ticks(first, last, Math.max(2, width / 90), true))
      node("text", { x: this.x(mark), y: height - bottom + 16, "text-anchor": "middle" }, svg, tickText(mark));
    node("text", { x: (left + width - right) / 2, y: height - 3, "text-anchor": "middle" }, svg, this.data.x);
    for (const each of [...drawn].sort((a, b) => Number(a.main) - Number(b.main))) this.line(svg, each);
    this.over = node("g", {}, svg);
    this.listen(svg);
    this.canvas.replaceChildren(svg);
    this.svg = svg;
    if (this.at >= 0) this.read(this.at);
  }

  line(svg, each) {
    let path = "", open = false;
    for (const [x, y] of each.points) {
      if (y !== null) path += `${open ? "L" : "M"}${this.x(x).toFixed(1)} ${this.y(y).toFixed(1)}`;
      open = y !== null;
    }
    const line = node("path", { class: each.main ? "line main" : "line", d: path }, svg);
    line.style.stroke = each.ink;
    const known = each.points.filter(point => point[1] !== null);
    if (each.points.length > 30) return;
    for (const [x, y] of known)
      node("circle", { class: "dot", cx: this.x(x), cy: this.y(y), r: each.main ? 4.5 : 3.2 }, svg).style.fill = each.ink;
  }

  listen(svg) {
    const move = event => {
      const box = svg.getBoundingClientRect();
      this.read(this.nearest((event.clientX - box.left) * svg.viewBox.baseVal.width / box.width));
    };
    svg.addEventListener("pointermove", move);
    svg.addEventListener("pointerdown", move);
    svg.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") this.leave(); });
    svg.addEventListener("blur", () => this.leave());
    svg.addEventListener("keydown", event => {
      const end = this.places.length - 1;
      const to = { ArrowRight: Math.min(end, this.at + 1), ArrowLeft: this.at < 0 ? end : Math.max(0, this.at - 1), Home: 0, End: end,
        PageUp: Math.max(0, this.at - 10), PageDown: Math.min(end, this.at + 10) }[event.key];
      if (event.key === "Escape") this.leave();
      if (to === undefined) return;
      event.preventDefault();
      this.read(to);
    });
  }

  nearest(x) {
    let [low, high] = [0, this.places.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.x(this.places[middle]) < x) low = middle;
      else high = middle;
    }
    return Math.abs(this.x(this.places[low]) - x) <= Math.abs(this.x(this.places[high]) - x) ? low : high;
  }

  read(index) {
    this.at = index;
    const place = this.places[index], x = this.x(place), rows = [];
    this.over.replaceChildren();
    node("line", { class: "guide", x1: x, x2: x, y1: this.box.top, y2: this.box.bottom }, this.over);
    for (const each of this.series.filter(one => one.on)) {
      const point = each.points.find(one => one[0] === place);
      if (!point || point[1] === null) continue;
      rows.push([each.name, shown(point[1]), each.ink]);
      node("circle", { class: "dot", cx: x, cy: this.y(point[1]), r: 5 }, this.over).style.fill = each.ink;
    }
    const band = (this.data.bands || []).find(one => place > one.from && place <= one.to);
    const scale = this.canvas.clientWidth / this.svg.viewBox.baseVal.width;
    this.tip.show(`${this.data.x} ${shown(place)}${band ? `, ${band.long}` : ""}`, rows, x * scale, this.canvas.offsetTop + 8);
  }

  leave() {
    this.at = -1;
    this.over.replaceChildren();
    this.tip.hide();
  }

  table() {
    const most = 300, every = Math.ceil(this.places.length / most);
    const rows = this.places.filter((_, index) => index % every === 0)
      .map(place => [shown(place), ...this.series.map(each => shown((each.points.find(point => point[0] === place) || [])[1]))]);
    return { headings: [this.data.x, ...this.series.map(each => each.name)], rows, note: every > 1 ? `Every ${every}th value.` : "" };
  }
}
