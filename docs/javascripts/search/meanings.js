// Meanings: a phrase that has synonyms is one token of its own, `@` and a number, beside the words that it is made of.
import { stemsOf } from "./words.js";

const NONE = [];

/** Looks meanings up: `[[wording, …], …]` as lists of stems; the longest wording at a place wins. */
export class Meanings {
  constructor(groups) {
    this.byFirst = new Map();
    this.words = new Set();
    groups.forEach((wordings, number) => {
      for (const wording of wordings) {
        const stems = stemsOf(wording);
        if (!stems.length) continue;
        for (const stem of stems) this.words.add(stem);
        const candidates = this.byFirst.get(stems[0]) ?? [];
        candidates.push({ stems, token: `@${number}` });
        candidates.sort((one, other) => other.stems.length - one.stems.length);
        this.byFirst.set(stems[0], candidates);
      }
    });
  }

  /** The phrases in a list of stems, `{ from, to, token }`; those of one length at one place all count. */
  in(stems) {
    const found = [];
    for (let from = 0; from < stems.length; ) {
      let length = 1;
      for (const { stems: wording, token } of this.byFirst.get(stems[from]) ?? NONE) {
        if (found.at(-1)?.from === from && wording.length < length) break; // the longest come first
        if (!wording.every((stem, index) => stems[from + index] === stem)) continue;
        length = wording.length;
        found.push({ from, to: from + length, token });
      }
      from += length;
    }
    return found;
  }

  /** Stems with the meanings among them. */
  with(stems) {
    const phrases = this.in(stems);
    return phrases.length ? [...stems, ...phrases.map(({ token }) => token)] : stems;
  }
}

/** Synonyms of the field and abbreviations (`{ BN: "batch normalization" }`), those that share a wording made one. */
export const groupsOf = (synonyms, abbreviations) => {
  const groups = [];
  for (const wordings of [...synonyms, ...Object.entries(abbreviations)]) {
    const key = (wording) => stemsOf(wording).join(" ");
    const own = wordings.map(key);
    const same = groups.find((group) => group.some((wording) => own.includes(key(wording))));
    if (same) same.push(...wordings.filter((wording) => !same.includes(wording)));
    else groups.push([...wordings]);
  }
  return groups;
};
