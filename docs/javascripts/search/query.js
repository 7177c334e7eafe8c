// What was typed, as slots: one for each word or phrase that says something, with the words of the index that it may
// mean. A slot is `{ size, weight, options: [{ words, share }] }`, of `size` words: an option counts `share` if all its
// words are there.
import { STOP_WORDS, importance, isStop, wordsOf } from "./words.js";
import { stem } from "./stem.js";

// The share of the answers that is taken to have a word that never tells much, where none has it.
const USUAL = 0.1;

const SHORT_HALVES = new Set(["bi", "lr", "nn", "ae"]);

/** The words of the index: how rare each is, and which come close to a misspelled one. */
export class Vocabulary {
  /** `documents` are the sets of words of all questions and other results, `spoken` words that have synonyms. */
  constructor(documents, spoken) {
    this.spoken = spoken;
    this.count = new Map();
    this.weights = new Map();
    this.size = documents.length;
    for (const words of documents) for (const word of words) this.count.set(word, (this.count.get(word) ?? 0) + 1);
    this.sorted = [...this.count.keys()].sort();
    this.byInitial = new Map();
    for (const word of this.sorted) {
      if (!this.byInitial.has(word[0])) this.byInitial.set(word[0], []);
      this.byInitial.get(word[0]).push(word);
    }
  }

  has(word) {
    return this.count.has(word);
  }

  knows(word) {
    return this.count.has(word) || this.spoken.has(word);
  }

  /** How many documents have a form of the word. */
  frequency(word) {
    return this.count.get(stem(word)) ?? 0;
  }

  /** How much a word tells: the rarer, the more; a word that stands nowhere tells most, unless it never tells much. */
  weight(word) {
    let known = this.weights.get(word);
    if (known === undefined) {
      const light = importance(word) < 1;
      known = importance(word) * Math.log(1 + this.size / (0.5 + (this.count.get(word) ?? (light ? this.size * USUAL : 0))));
      this.weights.set(word, known);
    }
    return known;
  }

  /** The most frequent words that begin so. */
  beginning(start, limit = 6) {
    const found = [];
    for (let at = lowerBound(this.sorted, start); at < this.sorted.length && this.sorted[at].startsWith(start); at += 1) {
      if (this.sorted[at] !== start) found.push(this.sorted[at]);
    }
    return found.sort((one, other) => this.count.get(other) - this.count.get(one)).slice(0, limit);
  }

  /** The words nearest to one that stands nowhere, `[word, distance]`; longer words may have more errors. */
  near(word) {
    const allowed = word.length < 4 ? 0 : word.length < 7 ? 1 : 2;
    let best = allowed;
    const found = [];
    for (const other of allowed ? (this.byInitial.get(word[0]) ?? []) : []) {
      if (other.length < 3 || other.length > word.length + best) continue;
      // A misspelled ending hides the stem: a word may also begin with what is nearly another.
      const longer = word.length - other.length;
      const inside = longer > best && longer < 6 && other.length > 5;
      if (longer > best && !inside) continue;
      const distance = inside ? 1 + editDistance(word.slice(0, other.length), other, 1) : editDistance(word, other, best);
      if (distance > best) continue;
      best = Math.max(1, distance);
      found.push([other, distance]);
    }
    return found
      .filter(([, distance]) => distance <= best)
      .sort((one, other) => one[1] - other[1] || this.count.get(other[0]) - this.count.get(one[0]))
      .slice(0, 3);
  }

  /** Two or three known words that were written as one, `[]` if there are none. */
  split(word, depth = 2) {
    let best = [];
    let most = 0;
    for (let at = 2; at < word.length - 2; at += 1) {
      const left = word.slice(0, at);
      if ((at < 3 && !SHORT_HALVES.has(left)) || !this.knows(stem(left))) continue;
      const right = stem(word.slice(at));
      const rest = this.knows(right) ? [right] : depth > 1 ? this.split(word.slice(at), depth - 1) : [];
      const both = rest.length ? [stem(left), ...rest] : [];
      const common = both.length && Math.min(...both.map((part) => 1 + (this.count.get(part) ?? 0))) / both.length;
      if (common > most) [best, most] = [both, common];
    }
    return best;
  }
}

const lowerBound = (sorted, word) => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Letters to insert, leave out, exchange or swap with their neighbor; more than `limit` is `limit + 1`. */
export const editDistance = (one, other, limit) => {
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
};

/** The slots of what was typed. With `typing`, the last word may be the beginning of a longer one. */
export const slotsOf = (text, vocabulary, meanings, typing) => {
  const words = joined(wordsOf(text), vocabulary);
  const open = typing && /[\p{L}\p{N}]$/u.test(text);
  const last = words.length - 1;
  const kept = words.map((word, index) => ({ word, open: open && index === last })).filter(({ word }) => !isStop(word));
  const read = kept.flatMap((each) => resolved(each, vocabulary));
  const phrases = meanings.in(read.map((each) => each.stem));
  const slots = [];
  for (let at = 0; at < read.length; ) {
    const here = phrases.filter((phrase) => phrase.from === at);
    const to = here[0]?.to ?? at + 1;
    const own = read.slice(at, to);
    const options = here.map((phrase) => ({ words: [phrase.token], share: own.length > 1 ? 1 : 0.9 }));
    if (own.length > 1) options.push({ words: own.map((each) => each.stem), share: 0.65 });
    else options.push(...own[0].options);
    const weights = own.map((each) => each.weight);
    const most = Math.max(...weights);
    const literal = most + 0.3 * (weights.reduce((a, b) => a + b) - most);
    // A rare word for a usual thing tells no more than the thing.
    slots.push({ options, size: own.length, weight: Math.min(literal, ...here.map(({ token }) => vocabulary.weight(token))) });
    at = to;
  }
  return slots;
};

// “over fitting” is “overfitting” if the index has only the one word.
const joined = (words, vocabulary) => {
  const found = [];
  for (let at = 0; at < words.length; at += 1) {
    const both = at + 1 < words.length ? words[at] + words[at + 1] : "";
    const apart = both && vocabulary.has(stem(words[at])) && vocabulary.has(stem(words[at + 1]));
    const usual = vocabulary.frequency(both) >= Math.min(vocabulary.frequency(words[at]), vocabulary.frequency(words[at + 1] ?? ""));
    if (both.length > 5 && (!apart || usual) && /^[a-z]+$/.test(both) && words[at].length > 1 && words[at + 1].length > 1 && vocabulary.has(stem(both))) {
      found.push(both);
      at += 1;
    } else found.push(words[at]);
  }
  return found;
};

// A word as stems with what each may mean: itself, longer words while it is being typed, two words written as one, or
// what comes close to it.
const resolved = ({ word, open }, vocabulary) => {
  const own = stem(word);
  const longer = open ? vocabulary.beginning(word.length < own.length ? word : own).map((each) => [each, each.length - word.length]) : [];
  const options = [];
  if (vocabulary.has(own)) {
    options.push({ words: [own], share: 1 });
    for (const [each, missing] of longer) if (word.length > 1) options.push({ words: [each], share: Math.max(0.2, 0.5 - 0.05 * missing) });
    return [{ stem: own, options, weight: vocabulary.weight(own) }];
  }
  if (importance(own) < 1 && !open) return [{ stem: own, options: [{ words: [own], share: 1 }], weight: vocabulary.weight(own) }];
  if (vocabulary.spoken.has(own)) return [{ stem: own, options: [{ words: [own], share: 1 }], weight: 0.7 * vocabulary.weight(own) }];
  if (open && longer.length && word.length > 1) {
    for (const [each, missing] of longer) options.push({ words: [each], share: Math.max(0.5, 0.9 - 0.05 * missing) });
    return [{ stem: longer[0][0], options, weight: vocabulary.weight(longer[0][0]) }];
  }
  const nearest = word.length > 6 ? vocabulary.near(own)[0] : undefined;
  const parts = nearest?.[1] === 1 ? [] : vocabulary.split(word);
  if (parts.length) {
    return parts.map((part) => ({ stem: part, options: [{ words: [part], share: 0.95 }], weight: vocabulary.weight(part) }));
  }
  if (!open && word.length > 4 && STOP_WORDS.some((stop) => editDistance(word, stop, 1) < 2)) return [];
  const near = vocabulary.near(own);
  if (near.length) {
    for (const [each, distance] of near) options.push({ words: [each], share: distance > 1 ? 0.7 : 0.85 });
    return [{ stem: near[0][0], options, weight: Math.max(...near.map(([each]) => vocabulary.weight(each))) }];
  }
  return [{ stem: own, options: [{ words: [own], share: 1 }], weight: vocabulary.weight(own) }];
};
