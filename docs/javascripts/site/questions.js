// The link of a question is copied by one click; where the clipboard is out of reach it is a link like any other.

const say = (link, words) => {
  const said = document.createElement("output");
  link.after(said);
  said.textContent = words;
  setTimeout(() => said.remove(), 2000);
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a.question-link");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await navigator.clipboard.writeText(link.href).then(
    () => say(link, "Link copied"),
    () => location.assign(link.href),
  );
});
