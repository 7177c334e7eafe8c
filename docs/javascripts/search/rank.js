// The ranking, without a page: `new Search(index).find("loss is nan")`. MiniSearch scores the words (BM25 over the fields
// of a question); what is added is how much of the query a question covers, and how near it is to one of its wordings.
import MiniSearch from "minisearch";
import { decode } from "./decode.js";
import { Vocabulary, slotsOf } from "./query.js";

export const SETTINGS = {
  boost: { title: 2, asked: 9, answer: 1, heads: 1.8, names: 1 },
  bm25: { k: 2, b: 0.5, d: 0.7 },
  coverage: 1.3, // exponent of the share of the query that a question covers
  weak: 0.6, // what a name counts that stands only in the text of the answer, or a word only in a term or a lab
  likeness: 6, // how much the nearest wording of a question adds
  extra: 0.35, // what a word of a wording costs that was not asked for
  // Whether the best question answers: from coverage, likeness, the number of words that say something (up to six) and
  // the score that MiniSearch gives, which grows with the logarithm of the number of questions. A logistic regression.
  answered: { covered: 2.6, likeness: 3.5, words: 0.7, plain: 0.07, least: 8.2 },
};
// Those that MiniSearch finds best are looked at more closely, whatever the number of questions.
const CANDIDATES = 60;
const FINALISTS = 25;
const MOST = 10;

export class Search {
  constructor(index, settings = SETTINGS) {
    const { missing, meanings, questions, others } = decode(index);
    Object.assign(this, { missing, meanings, questions, others, settings });
    for (const question of questions) {
      question.heads = question.parts.flatMap((part) => part.words);
      question.strong = new Set([...question.words, ...question.asked.flat(), ...question.answer, ...question.heads]);
      question.all = new Set([...question.strong, ...question.names, ...question.parts.flatMap((part) => part.text)]);
    }
    for (const other of others) other.all = new Set([...other.words, ...other.answer]);
    this.vocabulary = new Vocabulary([...questions, ...others].map((each) => each.all), meanings.words);
    for (const each of [...questions, ...others]) each.wordings = [each.words, ...(each.asked ?? [])].map((words) => this.wording(words));
    const options = { tokenize: (words) => words, stringifyField: (words) => words, processTerm: (word) => word };
    this.index = new MiniSearch({ ...options, fields: Object.keys(SETTINGS.boost) });
    this.index.addAll(questions.map(({ words, asked, answer, heads, strong, all }, id) => ({
      id, title: words, asked: asked.flat(), answer, heads, names: [...all].filter((word) => !strong.has(word)),
    })));
  }

  /** The best results for what was typed: `{ answered, questions, others, slots }`, best first, at most ten in all. */
  find(text, { typing = true } = {}) {
    const slots = slotsOf(text, this.vocabulary, this.meanings, typing);
    if (!slots.length) return { answered: true, questions: [], others: [], slots };
    const scored = this.scored(slots);
    const answered = scored.length > 0 && this.answers(scored[0], slots);
    const questions = scored.slice(0, answered ? MOST : 2).map((each) => ({ ...each, parts: partsOf(each.question, slots) }));
    return { answered, questions, others: this.othersFor(slots, MOST - questions.length), slots };
  }

  /** Whether a question answers what was typed: all of it is there, or enough of it. */
  answers({ covered, likeness, plain }, slots) {
    const { answered } = this.settings;
    const words = Math.min(slots.reduce((sum, { size }) => sum + size, 0), 6);
    const scored = plain / Math.log(1 + this.questions.length);
    const sure = answered.covered * covered + answered.likeness * likeness + answered.words * words + answered.plain * scored;
    return sure >= answered.least || (covered > 0.95 && likeness > 0.75);
  }

  scored(slots) {
    const { settings } = this;
    const boosts = new Map();
    for (const { options } of slots) {
      for (const { words, share } of options) for (const word of words) boosts.set(word, Math.max(boosts.get(word) ?? 0, share / words.length ** 0.5));
    }
    const found = this.index.search([...boosts.keys()].join(" "), {
      tokenize: (words) => words.split(" "), processTerm: (word) => word,
      boost: settings.boost, bm25: settings.bm25, boostTerm: (word) => boosts.get(word),
    });
    const total = slots.reduce((sum, slot) => sum + slot.weight, 0);
    const used = usedWords(slots);
    return found
      .slice(0, CANDIDATES)
      .map(({ id, score, queryTerms }) => {
        const question = this.questions[id];
        // MiniSearch multiplies by the number of words found; coverage says that better.
        const plain = score / (queryTerms.length || 1);
        const covered = slots.reduce((sum, slot) => sum + slot.weight * Math.max(share(slot, question.strong), settings.weak * share(slot, question.all)), 0) / total;
        return { question, plain, covered };
      })
      .sort((one, other) => other.plain * other.covered - one.plain * one.covered)
      .slice(0, FINALISTS)
      .map((each) => {
        const likeness = Math.max(...each.question.wordings.map((wording) => this.likeness(slots, wording, total, used)));
        return { ...each, likeness, score: each.plain * each.covered ** settings.coverage * (1 + settings.likeness * likeness) };
      })
      .sort((one, other) => other.score - one.score);
  }

  /** How near what was typed is to one wording, 0 to 1: the share that it covers, less for words that were not asked. */
  likeness(slots, { words, told }, total, used) {
    let hit = 0;
    for (const slot of slots) hit += slot.weight * share(slot, words);
    if (!hit) return 0;
    let rest = told;
    for (const word of used) if (words.has(word)) rest -= this.vocabulary.weight(word);
    return hit / (total + this.settings.extra * rest);
  }

  /** A wording with the sum of what its words tell. */
  wording(words) {
    let told = 0;
    const set = new Set(words);
    for (const word of set) if (word[0] !== "@") told += this.vocabulary.weight(word);
    return { words: set, told };
  }

  /** Pages, terms and labs whose name is asked for. */
  othersFor(slots, room) {
    const total = slots.reduce((sum, slot) => sum + slot.weight, 0);
    const used = usedWords(slots);
    return this.others
      .map((other) => {
        const [wording] = other.wordings;
        const covered = slots.reduce((sum, slot) => sum + slot.weight * share(slot, wording.words), 0) / total;
        return { other, covered, likeness: covered && this.likeness(slots, wording, total, used) };
      })
      .filter(({ covered }) => covered >= 0.6)
      .sort((one, other) => other.likeness - one.likeness)
      .slice(0, Math.min(3, Math.max(room, 0)))
      .map(({ other }) => other);
  }
}

/** The words that any slot may mean, without the marks of meanings. */
const usedWords = (slots) => new Set(slots.flatMap(({ options }) => options.flatMap(({ words }) => words)).filter((word) => word[0] !== "@"));

/** How far a set of words fills a slot, 0 to 1: its best option; half of a phrase counts half of it. */
const share = (slot, words) => {
  let best = 0;
  for (const option of slot.options) {
    if (option.share <= best) continue;
    let there = 0;
    for (const word of option.words) if (words.has(word)) there += 1;
    best = Math.max(best, (option.share * there) / option.words.length);
  }
  return best;
};

const PARTS = 3;

/** The parts of an answer that match, best first: much of the query in their title, or more of it with their text. */
const partsOf = (question, slots) => {
  const total = slots.reduce((sum, slot) => sum + slot.weight, 0);
  const filled = (words) => slots.reduce((sum, slot) => sum + slot.weight * share(slot, words), 0) / total;
  return question.parts
    .map((part) => {
      const title = filled((part.head ??= new Set(part.words)));
      return { part, score: title + 0.5 * filled((part.all ??= new Set([...part.words, ...part.text]))) };
    })
    .filter(({ score }) => score >= 0.6)
    .sort((one, other) => other.score - one.score)
    .slice(0, PARTS)
    .map(({ part }) => part);
};
