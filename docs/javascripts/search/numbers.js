// Small numbers as characters: those below LOW end a number, the others carry a digit, the last first, and go on.
const ALPHABET = [...Array(94).keys()].map((n) => String.fromCharCode(n + 33)).filter((c) => !'"\\'.includes(c)).join("");
const LOW = 60;
const HIGH = ALPHABET.length - LOW;

/** One number, from 0 up. */
export const written = (number) => (number < LOW ? ALPHABET[number] : ALPHABET[LOW + ((number - LOW) % HIGH)] + written(Math.floor((number - LOW) / HIGH)));

/** All numbers of a text that `written` wrote. */
export const read = (coded) => {
  const numbers = [];
  let number = 0;
  let scale = 1;
  for (const character of coded) {
    const digit = ALPHABET.indexOf(character);
    number += scale * digit;
    scale *= HIGH;
    if (digit >= LOW) continue;
    numbers.push(number);
    number = 0;
    scale = 1;
  }
  return numbers;
};

/** Sorted words, each as the number of letters that it shares with the one before it, and the rest. */
export const folded = (words) =>
  words
    .map((word, at) => {
      const before = at ? words[at - 1] : "";
      let same = 0;
      while (same < LOW - 1 && same < before.length && word[same] === before[same]) same += 1;
      return written(same) + word.slice(same);
    })
    .join(" ");

/** The words that `folded` wrote. */
export const unfolded = (text) => {
  let before = "";
  return text === "" ? [] : text.split(" ").map((each) => (before = before.slice(0, ALPHABET.indexOf(each[0])) + each.slice(1)));
};
