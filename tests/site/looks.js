// Marks by `data-new-color` an element of each look that no page before had; what has the same look has the same contrast.
// A look is the color of a text, whether it is large, the color of the text around it, and all backgrounds below it; of
// a link, also what sets it apart from the text around it. What is hidden is not looked at, so its look is not known
// afterwards. Takes the looks that are known, returns those that are new.
(known) => {
  const seen = new Set(known);
  const fresh = [];
  const look = new Map();
  const isLarge = (style) => Math.ceil(parseFloat(style.fontSize) * 72) / 96 >= (style.fontWeight < 700 ? 18 : 14); // WCAG
  const manner = (style) =>
    ["fontSize", "fontWeight", "fontStyle", "fontFamily", "borderBottom", "textDecorationLine"].map((name) => style[name]);
  for (const marked of document.querySelectorAll("[data-new-color]")) marked.removeAttribute("data-new-color");
  for (const element of document.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const over = look.get(element.parentNode) ?? "";
    const own = [style.backgroundColor, style.backgroundImage, style.opacity].join(" ");
    const under = own === "rgba(0, 0, 0, 0) none 1" ? over : `${over}/${own}`;
    look.set(element, under);
    if (![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
    const parent = getComputedStyle(element.parentElement ?? element);
    const text = [style.color, style.fill, isLarge(style), parent.color];
    if (element.closest("a")) text.push(manner(style), manner(parent));
    const all = `${element.localName} ${text} on ${under}`;
    if (seen.has(all) || !element.checkVisibility({ visibilityProperty: true })) continue;
    seen.add(all);
    fresh.push(all);
    element.setAttribute("data-new-color", "");
  }
  return fresh;
};
