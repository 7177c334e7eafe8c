// What a link leads to is copied by one click: the address of a question, a page as Markdown, its entry for BibTeX. Where the clipboard is out
// of reach it is a link like any other.

const say = (link, words) => {
  const said = document.createElement("output");
  link.after(said);
  said.textContent = words;
  setTimeout(() => said.remove(), 2000);
};

const text = async (address) => {
  const answer = await fetch(address);
  return answer.ok ? new Blob([await answer.text()], { type: "text/plain" }) : Promise.reject();
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a.question-link, a.page-copy");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const page = link.matches(".page-copy"); // asked for inside the item: the click counts until the text is there
  const copying = page ? navigator.clipboard.write([new ClipboardItem({ "text/plain": text(link.href) })]) : navigator.clipboard.writeText(link.href);
  await copying.then(
    () => say(link, page ? "Copied" : "Link copied"),
    () => location.assign(link.href),
  );
});
