// What is asked, and what becomes of the progress: filters, and a file for another browser.
import { button, choice, element } from "./elements.js";
import { dayOf } from "./schedule.js";

const KINDS = [
  ["", "everything"],
  ["question", "questions"],
  ["claim", "claims: what is wrong with them"],
  ["formula", "formulas"],
  ["follow-up", "what is asked next"],
  ["choice", "choices: which is right?"],
  ["exercise", "exercises: compute a number"],
];

/** The filters, as a form that calls `change` with a name and a value. */
export const filters = (sections, settings, change) => {
  const chosen = (name) => (value) => change(name, name === "pace" ? Number(value) : name === "mixed" ? value === "mixed" : value);
  const paces = [0, 5, 10, 20, 50].map((count) => [`${count}`, `${count}`]);
  const form = element(
    "form",
    { class: "self-test-filters", "aria-label": "What is asked" },
    choice("Ask me", KINDS, settings.kind, chosen("kind")),
    choice("Section", [["", "all"], ...Object.entries(sections)], settings.section, chosen("section")),
    choice("Level", ["", "basic", "intermediate", "advanced"].map((level) => [level, level || "all"]), settings.level, chosen("level")),
    choice("New each day", paces, `${settings.pace}`, chosen("pace")),
    choice("Order", [["", "as on the pages"], ["mixed", "mixed"]], settings.mixed ? "mixed" : "", chosen("mixed")),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
};

/** Buttons that save the progress as a file, add a file to it, and forget it. */
export const keeping = (store, say, refresh) => {
  const file = element("input", { type: "file", accept: "application/json,.json", "aria-label": "A file of progress", hidden: "" });
  file.addEventListener("change", async () => {
    try {
      const count = store.add(await file.files[0].text());
      say(`Added what the file knows of ${count} card${count === 1 ? "" : "s"}.`);
    } catch (error) {
      say(`Nothing was added: ${error.message}.`);
    }
    file.value = "";
    refresh();
  });
  const save = () => {
    const address = URL.createObjectURL(new Blob([store.text], { type: "application/json" }));
    element("a", { href: address, download: `self-test-${dayOf(new Date())}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };
  const forget = () => {
    if (!confirm("Forget everything that you have learned here? Save it as a file first if you may want it back.")) return;
    store.forget();
    say("Forgotten. Everything is new again.");
    refresh();
  };
  return element(
    "div",
    { class: "self-test-keeping", role: "group", "aria-label": "Your progress" },
    button("Save progress as a file", save),
    button("Add a saved file", () => file.click()),
    button("Forget everything", forget),
    file,
  );
};
