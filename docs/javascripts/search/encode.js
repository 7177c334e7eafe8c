// The index as it travels: texts that are shown, and for every other word the numbers of the texts that it stands in.
import { anchorOf } from "./anchor.js";
import { Meanings, groupsOf } from "./meanings.js";
import { SYNONYMS } from "./synonyms.js";

// One character for a small number: those below LOW end a number, the others carry a digit and go on.
const ALPHABET = [...Array(94).keys()].map((n) => String.fromCharCode(n + 33)).filter((c) => !'"\\'.includes(c)).join("");
const LOW = 70;
const HIGH = ALPHABET.length - LOW;

// A word that more than this share of the answers have in their text tells nothing there, and does not travel.
const COMMON = 0.15;

const written = (number) => (number < LOW ? ALPHABET[number] : ALPHABET[LOW + ((number - LOW) % HIGH)] + written(Math.floor((number - LOW) / HIGH)));

/** What `scripts.search` collects, as what `decode` reads. */
export const encode = ({ missing, abbreviations, questions, others }) => {
  const groups = groupsOf(SYNONYMS, abbreviations);
  const meanings = new Meanings(groups);
  const common = commonWords(questions, meanings);
  const postings = new Map();
  let lists = 0;
  const keep = (text, without = new Set()) => {
    for (const word of new Set(meanings.tokens(text))) {
      if (without.has(word)) continue;
      if (!postings.has(word)) postings.set(word, []);
      postings.get(word).push(lists);
    }
    lists += 1;
  };
  const part = (page) => ({ kind, label, title, url, text }) => {
    keep(text, common);
    const [path, anchor] = url.split("#");
    const usual = path === page && anchor === anchorOf(title);
    return [kind[0], title, usual ? "" : url, label ?? ""];
  };
  const kept = questions.map((question) => {
    const page = question.url.split("#")[0];
    keep(question.text, common);
    for (const wording of question.asked) keep(wording);
    const known = question.parts.map((each) => others.findIndex((other) => other.url === each.url));
    const own = question.parts.filter((_, index) => known[index] < 0);
    return [
      question.id, page, question.title, question.level, question.section, question.short, question.asked.length,
      own.map(part(page)), known.filter((index) => index >= 0),
    ];
  });
  const vocabulary = [...postings.keys()].sort();
  const coded = vocabulary.map((word) => postings.get(word).map((n, i, all) => written(i ? n - all[i - 1] - 1 : n)).join(""));
  return {
    missing,
    groups,
    vocabulary: vocabulary.join(" "),
    postings: coded.join(" "),
    questions: kept,
    others: others.map(({ kind, title, url, short, section }) => [kind, title, url, section, short]),
  };
};

const commonWords = (questions, meanings) => {
  const count = new Map();
  for (const { text, parts } of questions) {
    const words = new Set([text, ...parts.map((part) => part.text)].flatMap((each) => meanings.tokens(each)));
    for (const word of words) count.set(word, (count.get(word) ?? 0) + 1);
  }
  const most = Math.max(2, COMMON * questions.length);
  return new Set([...count].filter(([, number]) => number > most).map(([word]) => word));
};

/** The numbers of one word. */
const read = (coded) => {
  const numbers = [];
  let last = -1;
  for (let at = 0; at < coded.length; at += 1) {
    let number = 0;
    let scale = 1;
    let digit = ALPHABET.indexOf(coded[at]);
    while (digit >= LOW) {
      number += scale * digit;
      scale *= HIGH;
      digit = ALPHABET.indexOf(coded[(at += 1)]);
    }
    number += scale * digit;
    numbers.push((last += number + 1));
  }
  return numbers;
};

const KINDS = { n: "next", s: "section", c: "correction" };

/** The index with the words of every text: `{ missing, meanings, questions, others }`. */
export const decode = ({ missing, groups, vocabulary, postings, questions, others }) => {
  const words = vocabulary.split(" ");
  const lists = [];
  postings.split(" ").forEach((coded, index) => {
    for (const number of read(coded)) (lists[number] ??= []).push(words[index]);
  });
  let next = 0;
  const list = () => lists[next++] ?? [];
  const meanings = new Meanings(groups);
  const rest = others.map(([kind, title, url, section, short]) => ({
    kind, title, url, section, short, words: meanings.tokens(title), answer: meanings.tokens(short),
  }));
  return {
    missing,
    meanings,
    others: rest,
    questions: questions.map(([id, page, title, level, section, short, asked, parts, related]) => ({
      kind: "question", id, url: `${page}#${id}`, title, level, section, short,
      words: meanings.tokens(title),
      answer: meanings.tokens(short),
      text: list(),
      asked: Array.from({ length: asked }, list),
      parts: [
        ...parts.map(([kind, title, url, label]) => ({
          kind: KINDS[kind], label, title, url: url || `${page}#${anchorOf(title)}`, words: meanings.tokens(title), text: list(),
        })),
        ...related.map((index) => ({ ...rest[index], label: rest[index].section, text: rest[index].answer })),
      ],
    })),
  };
};
