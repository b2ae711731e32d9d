// Means with their confidence intervals, a row for each method; published figures as empty diamonds.

class Intervals {
  constructor(figure, data) {
    this.figure = figure;
    this.data = data;
    this.canvas = figure.querySelector(".canvas");
    this.at = -1;
    this.legend();
    this.tip = new Tip(figure);
  }

  legend() {
    if (this.data.groups.length < 2) return;
    const bar = element("div", { class: "legend" });
    this.canvas.before(bar);
    this.data.groups.forEach((name, index) => {
      const key = element("span", { class: "key" }, bar);
      element("i", {}, key).style.background = `var(--c${index % 8})`;
      key.append(name);
    });
  }

  draw() {
    const width = Math.max(220, this.canvas.clientWidth), narrow = width < 560, data = this.data;
    const dots = data.rows.flatMap(row => row.dots);
    const ends = dots.flatMap(dot => [dot.published, ...(dot.mean === null ? [] : [dot.mean - (dot.half || 0), dot.mean + (dot.half || 0)])])
      .filter(value => value !== null);
    let low = ends.length ? Math.min(...ends) : 0, high = ends.length ? Math.max(...ends) : 1;
    if (low === high) [low, high] = [low - Math.max(1e-9, Math.abs(low) * 0.1), high + Math.max(1e-9, Math.abs(high) * 0.1)];
    const room = (high - low) * 0.04;
    [low, high] = [low - room, high + room];
    const longest = Math.max(...data.rows.map(row => row.name.length), 4);
    const left = narrow ? 10 : Math.min(width * 0.34, 16 + 7 * longest), right = 20, top = 8, lane = 14;
    const x = value => left + (value - low) / (high - low) * (width - left - right);
    let y = top;
    const tops = data.rows.map(row => {
      const at = y;
      y += (narrow ? 18 : 0) + Math.max(1, row.dots.length) * lane + 12;
      return at;
    });
    const height = y + 26;
    const svg = node("svg", {
      viewBox: `0 0 ${width} ${height}`, height, tabindex: "0", role: "application", "aria-roledescription": "chart",
      "aria-label": `${data.title}. Arrow keys read the rows; a table follows.`,
    });
    this.hits = data.rows.map((_, index) =>
      node("rect", { class: "hit", x: 0, y: tops[index] - 2, width, height: (tops[index + 1] || y) - tops[index] }, svg));
    for (const mark of ticks(low, high, Math.max(2, (width - left) / 90))) {
      node("line", { class: "grid", x1: x(mark), x2: x(mark), y1: top - 4, y2: y }, svg);
      node("text", { x: x(mark), y: y + 15, "text-anchor": "middle" }, svg, tickText(mark));
    }
    data.rows.forEach((row, index) => {
      const start = tops[index] + (narrow ? 18 : 0), middle = start + row.dots.length * lane / 2;
      const most = narrow ? Math.floor(width / 7) : Math.floor((left - 12) / 6.6);
      const name = row.name.length > most ? `${row.name.slice(0, Math.max(1, most - 1))}…` : row.name;
      const place = narrow ? { x: left, y: start - 4 } : { x: left - 12, y: middle + 8, "text-anchor": "end" };
      const label = node("text", { class: "name", ...place }, svg, name);
      node("title", {}, label, row.name);
      row.dots.forEach((dot, lanes) => this.dot(svg, dot, x, start + lanes * lane + lane / 2 + 4));
    });
    this.tops = tops;
    this.listen(svg);
    this.canvas.replaceChildren(svg);
    this.svg = svg;
    if (this.at >= 0) this.read(this.at);
  }

  dot(svg, dot, x, y) {
    const ink = `var(--c${dot.group % 8})`;
    if (dot.mean !== null) {
      if (dot.half !== null)
        node("line", { class: "range", x1: x(dot.mean - dot.half), x2: x(dot.mean + dot.half), y1: y, y2: y }, svg).style.stroke = ink;
      const mark = node("circle", { class: "dot mean", cx: x(dot.mean), cy: y, r: dot.best ? 6 : 4.8 }, svg);
      mark.style.fill = dot.bound ? "var(--card)" : ink;
      if (dot.bound) mark.style.stroke = ink;
    }
    if (dot.published === null) return;
    const at = x(dot.published);
    node("path", { class: "other", d: `M${at - 5} ${y}L${at} ${y - 5}L${at + 5} ${y}L${at} ${y + 5}Z` }, svg).style.stroke = ink;
  }

  listen(svg) {
    const move = event => {
      const box = svg.getBoundingClientRect(), y = (event.clientY - box.top) * svg.viewBox.baseVal.height / box.height;
      this.read(Math.max(0, this.tops.findLastIndex(top => top - 2 <= y)));
    };
    svg.addEventListener("pointermove", move);
    svg.addEventListener("pointerdown", move);
    svg.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") this.leave(); });
    svg.addEventListener("blur", () => this.leave());
    svg.addEventListener("keydown", event => {
      const end = this.data.rows.length - 1;
      const to = { ArrowDown: Math.min(end, this.at + 1), ArrowUp: this.at < 0 ? end : Math.max(0, this.at - 1), Home: 0, End: end }[event.key];
      if (event.key === "Escape") this.leave();
      if (to === undefined) return;
      event.preventDefault();
      this.read(to);
    });
  }

  read(index) {
    this.at = index;
    const row = this.data.rows[index];
    if (!row) return;
    this.hits.forEach((hit, place) => hit.classList.toggle("on", place === index));
    const rows = row.dots.map(dot => [
      this.data.groups[dot.group] || "mean",
      `${dot.text}${dot.n > 1 ? ` (n = ${dot.n})` : ""}${dot.other !== null ? `, published ${dot.other}` : ""}`,
      `var(--c${dot.group % 8})`,
    ]);
    const bound = row.dots.some(dot => dot.bound) ? " (bound)" : "";
    const next = this.tops[index + 1] || this.svg.viewBox.baseVal.height - 26;
    this.tip.show(row.name + bound, rows, this.canvas.clientWidth / 2, this.canvas.offsetTop + next + 2);
  }

  leave() {
    this.at = -1;
    this.hits.forEach(hit => hit.classList.remove("on"));
    this.tip.hide();
  }

  table() {
    const groups = this.data.groups;
    const rows = this.data.rows.flatMap(row => row.dots.map(
      dot => [row.name, groups[dot.group] || "", dot.text, shown(dot.n), dot.other === null ? "-" : dot.other]));
    return { headings: ["row", "columns", "mean ± half-width", "n", "published"], rows, note: "" };
  }
}
