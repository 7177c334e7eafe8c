// What the words of a text and of a query become. Run by test_modules.py with Node's own test runner.
import assert from "node:assert/strict";
import { test } from "node:test";
import MiniSearch from "minisearch";
import { anchorOf } from "../../docs/javascripts/search/anchor.js";
import { decode } from "../../docs/javascripts/search/decode.js";
import { encode } from "../../docs/javascripts/search/encode.js";
import { marked } from "../../docs/javascripts/search/mark.js";
import { editDistance, slotsOf } from "../../docs/javascripts/search/query.js";
import { Search } from "../../docs/javascripts/search/rank.js";
import { stem } from "../../docs/javascripts/search/stem.js";
import { stemsOf } from "../../docs/javascripts/search/words.js";

const same = (one, other) => assert.deepEqual(stemsOf(one), stemsOf(other), `${one} | ${other}`);

test("spellings meet", () => {
  same("initialise the weights", "initializing a weight");
  same("batch normalisation", "Batch Normalization");
  same("behaviour of modelling", "behavior modeling");
  same("3 × 3 filters", "3x3 filter");
  same("n_epochs", "n epochs");
  same("val_acc", "val acc");
  same("CrossEntropyLoss", "cross-entropy loss");
  same("sparse_categorical_crossentropy".replace("crossentropy", "cross_entropy"), "Sparse categorical cross entropy");
  same("VGG16", "VGG-16");
  same("ResNet", "resnets");
  same("loss goes up", "loss increases");
  same("YOLOv3", "yolo v3");
  same("η", "eta");
  same("What is an epoch?", "epochs");
  same("14,197,122 images", "14197122 image");
  same("classification", "classify");
});

test("words that differ stay apart", () => {
  for (const [one, other] of [["general", "generate"], ["normal", "normalize"], ["layer", "lay"], ["noise", "noize"], ["universe", "university"]]) {
    assert.notEqual(stem(one), stem(other));
  }
});

test("a swap of neighbors is one error, and the search for errors ends early", () => {
  assert.equal(editDistance("samll", "small", 2), 1);
  assert.equal(editDistance("epoh", "epoch", 2), 1);
  assert.equal(editDistance("gradient", "optimizer", 2), 3);
});

test("an anchor is that of Python-Markdown", () => {
  assert.equal(anchorOf("“ReLU solves the vanishing gradient problem.”"), "relu-solves-the-vanishing-gradient-problem");
  assert.equal(anchorOf("Linear case: PCA – and  more"), "linear-case-pca-and-more");
});

const question = (id, title, asked = [], more = {}) => ({ id, url: `training/page/#${id}`, title, level: "basic", section: "Training", page: "Page", asked, short: "", text: "", parts: [], ...more });
const DOCUMENTS = {
  missing: "",
  abbreviations: { BN: "batch normalization" },
  questions: [
    question("epoch", "What is an epoch?", ["one pass over the data"], { short: "One pass over all examples." }),
    question("dropout", "What is dropout?", ["drop neurons"], {
      text: "It was Prechelt who measured it.",
      parts: [{ kind: "correction", label: "wrong", title: "“Dropout makes training faster.”", url: "training/page/#dropout-makes-training-faster", text: "It does not." }],
    }),
    question("norm", "What does batch normalization change?", ["internal covariate shift"]),
    question("nan", "Why does the loss become NaN?", ["division by zero", "overflow"]),
    question("binary", "How do binary and categorical cross-entropy differ?"),
    ...Array.from({ length: 20 }, (_, n) => question(`filler-${n}`, `Filler number ${n} about topic${n}ish matters?`)),
  ],
  others: [{ kind: "term", title: "epoch", url: "glossary/#epoch", short: "One pass.", section: "Glossary" }],
};
const search = new Search(JSON.parse(JSON.stringify(encode(DOCUMENTS))));
const first = (query, options) => search.find(query, options).questions[0]?.question.id;

test("the index comes back as it was made", () => {
  const { questions, others } = decode(encode(DOCUMENTS));
  assert.deepEqual(questions.map(({ url }) => url), DOCUMENTS.questions.map(({ url }) => url));
  assert.equal(questions[1].parts[0].url, DOCUMENTS.questions[1].parts[0].url);
  assert.deepEqual(others.map(({ url }) => url), ["glossary/#epoch"]);
});

test("meaning, misspelling, compound, abbreviation and beginning of a word lead to the question", () => {
  assert.equal(first("why BN"), "norm");
  assert.equal(first("batchnorm"), "norm");
  assert.equal(first("drop out"), "dropout");
  assert.equal(first("drouput"), "dropout");
  assert.equal(first("binary_crossentropy"), "binary");
  assert.equal(first("dropo"), "dropout");
  assert.equal(first("prechelt"), "dropout");
  assert.equal(first("loss: nan"), "nan");
});

test("words that ask do not decide", () => {
  assert.equal(first("Why do we use what is the dropout"), "dropout");
  assert.deepEqual(search.find("what is the").questions, []);
  assert.deepEqual(search.find("  ").questions, []);
});

test("it says when nothing answers, with at most two near", () => {
  const found = search.find("random forest regression");
  assert.equal(found.answered, false);
  assert.ok(found.questions.length <= 2);
});

test("what matched inside an answer is named, and a term of that name", () => {
  const found = search.find("dropout faster");
  assert.deepEqual(found.questions[0].parts.map(({ kind }) => kind), ["correction"]);
  assert.deepEqual(search.find("epoch").others.map(({ url }) => url), ["glossary/#epoch"]);
});

test("what matched is marked, synonyms and halves of compounds, too", () => {
  const { slots } = search.find("BN of mini batches");
  const hits = marked("A mini-batch and batch normalization.", slots, search.meanings).filter(([, hit]) => hit);
  assert.deepEqual(hits.map(([text]) => text), ["mini", "batch", "batch", "normalization"]);
  assert.equal(marked("A mini-batch.", slots, search.meanings).map(([text]) => text).join(""), "A mini-batch.");
});

test("slots weigh what is rare more than what is said everywhere", () => {
  const [filler, dropout] = slotsOf("filler dropout", search.vocabulary, search.meanings, false);
  assert.ok(dropout.weight > filler.weight);
});

test("MiniSearch multiplies a score by the number of words found, which the ranking takes back", () => {
  const index = new MiniSearch({ fields: ["text"] });
  index.addAll([{ id: 1, text: "one two" }, { id: 2, text: "three" }]);
  const one = index.search("one")[0].score;
  assert.ok(Math.abs(index.search("one two")[0].score - 4 * one) < 1e-9);
});
