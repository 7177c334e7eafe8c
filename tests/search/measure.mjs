// The bytes (gzip) of the index of some documents, and the milliseconds that a query takes, the best of several rounds.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { encode } from "../../docs/javascripts/search/encode.js";
import { Search } from "../../docs/javascripts/search/rank.js";

const index = JSON.stringify(encode(JSON.parse(readFileSync(process.argv[2], "utf8"))));
const search = new Search(JSON.parse(index));
const queries = ["vanishing gradient", "why does the loss become nan", "batchnrom at inference", "lstm", "how many epochs", "learning rate warm"];
const rounds = Array.from({ length: 30 }, () => {
  const began = performance.now();
  for (const query of queries) search.find(query);
  return (performance.now() - began) / queries.length;
});
process.stdout.write(JSON.stringify({ bytes: gzipSync(index).length, milliseconds: Math.min(...rounds) }));
