// When a card comes again: FSRS decides, by the library ts-fsrs. What is known of a card is a row of numbers,
// [due, stability, difficulty, scheduled days, reviews, lapses, learning step, state, last review], times in milliseconds.
import { createEmptyCard, fsrs, Rating, State } from "ts-fsrs";

export const GRADES = [
  ["Again", Rating.Again],
  ["Hard", Rating.Hard],
  ["Good", Rating.Good],
  ["Easy", Rating.Easy],
];
const AHEAD = 20 * 60_000; // what comes again so soon is asked right away if nothing else is left
const scheduler = fsrs();

const cardOf = (row, now) => {
  if (!row) return createEmptyCard(now);
  const [due, stability, difficulty, scheduled_days, reps, lapses, learning_steps, state, last] = row;
  const elapsed_days = Math.max(0, Math.floor((now - last) / 86_400_000));
  return { due: new Date(due), stability, difficulty, elapsed_days, scheduled_days, reps, lapses, learning_steps, state, last_review: new Date(last) };
};
const rowOf = (card) => [
  card.due.getTime(),
  Number(card.stability.toFixed(4)),
  Number(card.difficulty.toFixed(4)),
  card.scheduled_days,
  card.reps,
  card.lapses,
  card.learning_steps,
  card.state,
  card.last_review.getTime(),
];

/** What is known of a card after it was graded now. */
export const graded = (row, grade, now) => rowOf(scheduler.next(cardOf(row, now), now, grade).card);

/** For each grade, when the card would come again, in words. */
export const outlook = (row, now) => {
  const ways = scheduler.repeat(cardOf(row, now), now);
  return GRADES.map(([, grade]) => span(ways[grade].card.due - now));
};

/** A time in words: `10 min`, `3 days`. */
export const span = (milliseconds) => {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.round(minutes / 60)} h`;
  const days = Math.round(minutes / 1440);
  if (days < 60) return days === 1 ? "1 day" : `${days} days`;
  return days < 700 ? `${Math.round(days / 30.4)} months` : `${Math.round(days / 365.25)} years`;
};

/** The day of a time where the reader is, as text. */
export const dayOf = (now) => `${now.getFullYear()}-${`${now.getMonth() + 1}`.padStart(2, "0")}-${`${now.getDate()}`.padStart(2, "0")}`;

const tomorrow = (now) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();

/**
 * What is to do with these ids now: `next`, the id that is asked (`undefined` for none), how many are `due` today, how
 * many are `fresh` and may still be begun today, how many are `begun` at all, and when the first of the others is due.
 */
export const plan = (ids, state, now) => {
  const known = ids.filter((id) => state.cards[id]);
  const rows = known.map((id) => [id, state.cards[id]]).sort(([, one], [, other]) => one[0] - other[0]);
  const learns = (row) => row[7] !== State.Review;
  const ready = rows.filter(([, row]) => row[0] <= (learns(row) ? now.getTime() : tomorrow(now) - 1));
  ready.sort(([, one], [, other]) => learns(other) - learns(one)); // what was just learned first
  const soon = rows.filter(([, row]) => learns(row) && row[0] <= now.getTime() + AHEAD);
  const begun = state.fresh.day === dayOf(now) ? state.fresh.count : 0;
  const left = Math.max(0, state.settings.pace - begun);
  const fresh = ids.filter((id) => !state.cards[id]).slice(0, left);
  const [first] = [...ready, ...fresh.map((id) => [id]), ...soon];
  const today = rows.filter(([, row]) => row[0] < tomorrow(now));
  return { next: first?.[0], due: today.length, fresh: fresh.length, begun: known.length, later: rows[0]?.[1][0] };
};
