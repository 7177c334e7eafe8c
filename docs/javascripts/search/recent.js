// The last searches that led somewhere. They stay in this browser; where it keeps nothing, there are none.
const KEY = "search.recent";
const MOST = 5;

export const recent = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
};

export const remember = (query) => {
  const words = query.trim();
  if (words) keep([words, ...recent().filter((each) => each !== words)].slice(0, MOST));
};

export const forget = () => keep([]);

const keep = (queries) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // Nothing is kept; the search works all the same.
  }
};
