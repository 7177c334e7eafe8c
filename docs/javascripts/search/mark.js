// Which words of a text matched, without a page: `[["Why is ", false], ["batch", true], …]`.
import { isStop, wordsOf } from "./words.js";
import { stem } from "./stem.js";

const WORD = /[\p{L}\p{N}]+(?:[×.](?=\p{N})[\p{L}\p{N}]+)*/gu;

// The same texts are shown after each letter: what does not depend on the query is done once.
const known = new Map();

const read = (text, meanings) => {
  if (!known.has(text)) {
    const words = [];
    for (const match of text.matchAll(WORD)) {
      const small = wordsOf(match[0]).filter((word) => !isStop(word));
      if (small.length) words.push({ start: match.index, end: match.index + match[0].length, stems: small.map(stem) });
    }
    const flat = words.flatMap((word, index) => word.stems.map((each) => ({ stem: each, index })));
    known.set(text, { words, flat, phrases: meanings.in(flat.map((each) => each.stem)) });
  }
  return known.get(text);
};

/** A text in pieces, each with whether it matched one of the slots. */
export const marked = (text, slots, meanings) => {
  const wanted = new Set(slots.flatMap(({ options }) => options.filter(({ share }) => share >= 0.5).flatMap(({ words }) => words)));
  const { words, flat, phrases } = read(text, meanings);
  const hit = new Set(flat.filter((each) => wanted.has(each.stem)).map((each) => each.index));
  for (const { from, to, token } of phrases) {
    if (wanted.has(token)) for (let at = from; at < to; at += 1) hit.add(flat[at].index);
  }
  const pieces = [];
  let at = 0;
  words.forEach(({ start, end }, index) => {
    if (!hit.has(index)) return;
    if (start > at) pieces.push([text.slice(at, start), false]);
    pieces.push([text.slice(start, end), true]);
    at = end;
  });
  if (at < text.length) pieces.push([text.slice(at), false]);
  return pieces;
};
