// Each listing gets a button that copies it, where the clipboard is within reach.

const dialog = document.querySelector(".md-dialog");
dialog?.setAttribute("role", "status");
let hiding;
const say = (words) => {
  dialog.firstElementChild.textContent = words;
  dialog.classList.add("md-dialog--active");
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    dialog.classList.remove("md-dialog--active");
    dialog.firstElementChild.textContent = "";
  }, 2000);
};

const button = document.createElement("button");
Object.assign(button, { className: "md-code__button", type: "button", title: "Copy to clipboard" });
button.dataset.mdType = "copy";
const place = document.createElement("div");
place.className = "md-code__nav";
place.append(button);

if (navigator.clipboard && dialog) {
  for (const code of document.querySelectorAll(".highlight pre > code")) code.before(place.cloneNode(true));
  document.addEventListener("click", (event) => {
    const code = event.target.closest?.(".md-code__button")?.closest("pre").querySelector("code");
    if (!code) return;
    navigator.clipboard.writeText(code.textContent.trimEnd()).then(
      () => say("Copied to clipboard"),
      () => say("The browser does not allow this"),
    );
  });
}
