// A formula stands in a page twice, for eyes and for screen readers; what is copied has it once, as TeX: $x$ or $$x$$.

const formulaAround = (node) => (node instanceof Element ? node : node.parentElement)?.closest(".katex");

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed || document.activeElement?.matches("input, textarea")) return;
  const range = selection.getRangeAt(0).cloneRange();
  const [first, last] = [formulaAround(range.startContainer), formulaAround(range.endContainer)];
  if (first) range.setStartBefore(first); // half a formula is copied whole
  if (last) range.setEndAfter(last);
  const part = document.createElement("div");
  part.append(range.cloneContents());
  const formulas = part.querySelectorAll(".katex");
  if (!formulas.length) return;
  for (const hidden of part.querySelectorAll(".katex-html, .formula-mark")) hidden.remove();
  const html = part.innerHTML; // with MathML, which word processors read
  for (const formula of formulas) {
    const tex = formula.querySelector("annotation").textContent.trim();
    formula.replaceWith(formula.closest(".katex-display") ? `\n$$${tex}$$\n` : `$${tex}$`);
  }
  part.style.cssText = "position: fixed; inset: 0 auto auto 0; opacity: 0; pointer-events: none; white-space: pre-line";
  document.body.append(part); // text has lines only where it is laid out
  event.clipboardData.setData("text/plain", part.innerText);
  event.clipboardData.setData("text/html", html);
  event.preventDefault();
  part.remove();
});
