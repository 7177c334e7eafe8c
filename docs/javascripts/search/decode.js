// What the index says, ready to be searched. The texts that are shown travel as they are; their words are found in them
// again. The other wordings of a question are never shown: they travel as the numbers of their words.
import { anchorOf } from "./anchor.js";
import { Meanings } from "./meanings.js";
import { read, unfolded } from "./numbers.js";
import { stemsOf } from "./words.js";

const KINDS = { p: "page", t: "term", l: "lab" };
const LEVELS = { b: "basic", i: "intermediate", a: "advanced" };

/** Where a part or another result stands: an address of its own, or the page's with the usual anchor. */
export const addressOf = (page, title, url) => url || `${page}#${anchorOf(title)}`;

/** The title of a part as readers see it, and its kind: a corrected claim travels behind `!`, what is asked next behind `>`. */
const partOf = (written) => {
  if (written[0] === "!") return { kind: "correction", title: `“${written.slice(1)}”` };
  return written[0] === ">" ? { kind: "next", title: written.slice(1) } : { kind: "section", title: written };
};

/** The words of a question's own texts, each once: the first numbers of its wordings. */
export const ownWords = (texts) => [...new Set(texts.flat())];

/** All words of the texts that are shown, the most frequent first: the numbers that follow. */
export const commonWords = (texts) => {
  const count = new Map();
  for (const word of texts.flat(2)) count.set(word, (count.get(word) ?? 0) + 1);
  return [...count.keys()].sort((one, other) => count.get(other) - count.get(one) || (one < other ? -1 : 1));
};

/** Columns as the rows that `encode.js` made them of. */
const rowsOf = (columns) => (columns[0] ?? []).map((_, at) => columns.map((column) => column[at]));

/** `{ missing, meanings, questions, others }`, each text with its words. */
export const decode = ({ missing, groups, pages, words, questions, others }) => {
  const wordings = groups.split("\n").map((line) => line.split("|"));
  const meanings = new Meanings(wordings);
  let page = "";
  const rest = rowsOf(others).map(([kind, title, section, short, url]) => {
    const address = addressOf(page, title, url);
    page = address.split("#")[0];
    return { kind: KINDS[kind], title, url: address, section, short, texts: [title, short].map(stemsOf) };
  });
  const asked = rowsOf(questions).map(([id, number, title, level, short, parts, related, coded, names]) => {
    const [path, section] = pages[number];
    const own = parts.map((part) => {
      const [written, url] = [part].flat();
      const { kind, title: name } = partOf(written);
      return { kind, title: name, url: addressOf(path, name, url) };
    });
    const texts = [title, short, ...own.map((part) => part.title)].map(stemsOf);
    return { id, url: `${path}#${id}`, title, level: LEVELS[level], section, short, own, related, coded, names, texts };
  });
  const numbered = [...commonWords([...asked, ...rest].map(({ texts }) => texts).concat([wordings.flat().map(stemsOf)])), ...unfolded(words)];
  for (const other of rest) [other.words, other.answer] = other.texts.map((stems) => meanings.with(stems));
  return {
    missing,
    meanings,
    others: rest,
    questions: asked.map(({ own, related, coded, names, texts, ...shown }) => {
      const first = ownWords(texts);
      const word = (number) => first[number] ?? numbered[number - first.length];
      const [title, answer, ...heads] = texts.map((stems) => meanings.with(stems));
      return {
        kind: "question",
        ...shown,
        words: title,
        answer,
        asked: coded ? coded.split(" ").map((wording) => meanings.with(read(wording).map(word))) : [],
        names: names ? names.split(" ") : [],
        parts: [
          ...own.map((part, index) => ({ ...part, words: heads[index], text: [] })),
          ...related.map((index) => ({ ...rest[index], text: rest[index].answer })),
        ],
      };
    }),
  };
};
