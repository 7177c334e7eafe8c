// Makes what is wider than the paper as much smaller as it needs to be: nothing scrolls on paper.
async () => {
  await document.fonts.ready;
  const width = document.body.clientWidth;
  const shrink = (element, needed, room) => {
    if (needed <= room + 0.5) return;
    const size = parseFloat(getComputedStyle(element).fontSize);
    element.style.fontSize = `${Math.floor(size * (room / needed) * 100 - 1) / 100}px`;
  };
  for (const display of document.querySelectorAll(".katex-display")) {
    const formula = display.querySelector(".katex-html");
    shrink(display, formula.scrollWidth, formula.clientWidth);
  }
  for (const table of document.querySelectorAll("table")) shrink(table, table.scrollWidth, width);
}
