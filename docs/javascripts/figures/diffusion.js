// Points of a ring on their way into noise, and other points on their way back, by DDIM with an exact denoiser.
import { button, fixed, generator, html, install, normal, plot, slider } from "../figure-parts.js";

const COUNT = 70;
const STEPS = 1000;
const DEVIATION = 0.1;
const CALLS = [2, 5, 10, 20, 50];

/** Centers (24, 2) of the narrow normals that make up the ring. */
export const CENTERS = Array.from({ length: 24 }, (_, k) => [Math.cos, Math.sin].map((f) => f((k * Math.PI) / 12)));

/** Three times `COUNT` points: of the ring, noise for them, and where sampling starts. */
export function draw(seed) {
  const uniform = generator(seed);
  const normals = () => Array.from({ length: COUNT }, () => [normal(uniform), normal(uniform)]);
  const [ring, noise, start] = [normals(), normals(), normals()];
  const data = ring.map((point) => {
    const center = CENTERS[Math.floor(uniform() * CENTERS.length)];
    return center.map((value, i) => value + DEVIATION * point[i]);
  });
  return { data, noise, start };
}

/** ᾱ_t for t = 0 … T, variances rising linearly from 0.0001 to 0.02. */
export function signalShares(T) {
  const shares = [1];
  for (let t = 0; t < T; t += 1) shares.push(shares[t] * (1 - 1e-4 - (t * (0.02 - 1e-4)) / (T - 1)));
  return shares;
}

/** x_t in one jump. */
export const noised = (x0, share, noise) =>
  x0.map((value, i) => Math.sqrt(share) * value + Math.sqrt(1 - share) * noise[i]);

/** E[ε | x_t] of a point, for data from equally frequent normals at `means`. */
export function mixtureNoise(x, share, means, deviation) {
  const variance = share * deviation ** 2 + 1 - share;
  const away = means.map((mean) => x.map((value, i) => value - Math.sqrt(share) * mean[i]));
  const logs = away.map(([a, b]) => -(a * a + b * b) / (2 * variance));
  const largest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sum = (i) => weights.reduce((all, weight, k) => all + weight * away[k][i], 0);
  return [0, 1].map((i) => (Math.sqrt(1 - share) * sum(i)) / (variance * total));
}

/** A point at a lower noise level, without new noise. */
export function ddimStep(x, predicted, share, next) {
  const x0 = x.map((value, i) => (value - Math.sqrt(1 - share) * predicted[i]) / Math.sqrt(share));
  return noised(x0, next, predicted);
}

/** The places (calls + 1, 2) of a point at the evenly spaced steps from T down to 0. */
export function sampleDdim(x, shares, calls) {
  const stride = (shares.length - 1) / calls;
  const path = [x];
  for (let t = shares.length - 1; t > 0; t -= stride) {
    const last = path[path.length - 1];
    path.push(ddimStep(last, mixtureNoise(last, shares[t], CENTERS, DEVIATION), shares[t], shares[t - stride]));
  }
  return path;
}

/** The share of points whose radius is more than 0.3 from 1. */
export const offTheRing = (points) =>
  points.filter(([a, b]) => Math.abs(Math.hypot(a, b) - 1) > 0.3).length / points.length;

export function enhance(figure) {
  const shares = signalShares(STEPS);
  let seed = 1;
  const step = slider("Step t", [0, STEPS, 20], 200);
  const calls = slider("Calls of the denoiser", [0, CALLS.length - 1, 1], 3, (place) => fixed(CALLS[place], 0));
  const axis = { from: -3.2, to: 3.2 };
  const ring = Array.from({ length: 49 }, (_, k) => [Math.cos, Math.sin].map((f) => f((k * Math.PI) / 24)));
  const [forward, reverse] = [0, 1].map(() => plot(axis, axis, [300, 300]));

  const update = () => {
    const [t, most] = [step.value(), CALLS[calls.value()]];
    const { data, noise, start } = draw(seed);
    const noisy = data.map((point, i) => noised(point, shares[t], noise[i]));
    const made = Math.floor(((STEPS - t) * most) / STEPS);
    const paths = start.map((point) => sampleDdim(point, shares, most).slice(0, made + 1));
    const points = paths.map((path) => path[made]);
    const off = `${fixed(100 * offTheRing(points), 0)} %`;
    const kept = `${fixed(100 * shares[t], 1)} %`;
    forward.draw(
      `Data at step ${t}, with ${kept} of their variance left, as ${COUNT} points.`,
      forward.line(ring, "ink dashed thin"),
      ...noisy.map((point) => forward.mark(point, "square", "blue faint")),
      forward.text([-3.05, 2.75], `forward: ${kept} data`, "blue"),
    );
    reverse.draw(
      `Samples after ${made} of ${most} calls, as ${COUNT} points, ${off} of them off the ring; paths of five.`,
      reverse.line(ring, "ink dashed thin"),
      ...paths.slice(0, 5).map((path) => reverse.line(path, "ink thin")),
      ...points.map((point) => reverse.mark(point, "circle", "orange faint")),
      reverse.text([-3.05, 2.75], `reverse: ${made} of ${most} calls`, "orange"),
    );
    return (
      `At t = ${t} the data keep ${kept} of their variance. From t = ${STEPS}, the sampler has made ` +
      `${made} of ${most} calls, and ${off} of its points are off the ring.`
    );
  };

  const again = button("Draw again", () => {
    seed += 1;
  });
  const instruction =
    "Move the step. Left, data on their way into noise; right, DDIM on the way back, with an exact denoiser.";
  const plots = [forward, reverse].map(({ root }) => html("div", {}, root));
  install(figure, instruction, plots, [step.element, calls.element, again], update);
}
