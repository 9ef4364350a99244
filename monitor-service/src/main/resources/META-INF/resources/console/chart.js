// A line of rates over time, and the same numbers as a table for readers of the screen.

import { h, svg } from './dom.js';
import * as f from './format.js';

const WIDTH = 600;
const HEIGHT = 72;

/** Nothing while there are fewer than two numbers. A gap is where nothing was measured. */
export function throughputChart(title, { from, spanSeconds, bytesPerSecond }) {
  const known = bytesPerSecond.filter(rate => rate >= 0);
  if (known.length < 2) return null;
  const peak = Math.max(...known);
  const mean = known.reduce((sum, rate) => sum + rate, 0) / known.length;
  const time = index => new Date(Date.parse(from) + index * spanSeconds * 1000);
  const hour = date => date.toLocaleTimeString([], { timeStyle: 'medium' });
  return h('figure', { class: 'chart' },
    h('figcaption', {}, h('strong', {}, title), h('span', { class: 'dim number' }, ` at most ${f.rate(peak)}, ${f.rate(Math.round(mean))} on average, ${f.duration(spanSeconds)} each`)),
    svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      runs(bytesPerSecond).map(run => {
        const points = run.map(([index, rate]) => `${place(index, bytesPerSecond.length)},${(HEIGHT - 2 - (peak ? rate / peak : 0) * (HEIGHT - 6)).toFixed(1)}`);
        const [first, last] = [run[0][0], run.at(-1)[0]].map(index => place(index, bytesPerSecond.length));
        return [svg('path', { class: 'area', d: `M${first},${HEIGHT} L${points.join(' L')} L${last},${HEIGHT} Z` }),
          svg('path', { class: 'line', d: `M${points.join(' L')}${run.length === 1 ? ' h1' : ''}` })];
      })),
    h('div', { class: 'card-head dim number' }, h('span', {}, hour(time(0))), h('span', {}, hour(time(bytesPerSecond.length)))),
    h('div', { class: 'hidden' }, h('table', {}, h('caption', {}, title), h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'From'), h('th', { scope: 'col' }, 'Rate'))),
      h('tbody', {}, bytesPerSecond.map((rate, index) => h('tr', {}, h('th', { scope: 'row' }, hour(time(index))), h('td', {}, rate < 0 ? 'not known' : `${f.bytes(rate)}/s`)))))));
}

const place = (index, number) => ((index / Math.max(1, number - 1)) * WIDTH).toFixed(1);

/** What was measured without a gap, each as pairs of index and rate. */
function runs(rates) {
  const found = [];
  rates.forEach((rate, index) => {
    if (rate < 0) return;
    if (index === 0 || rates[index - 1] < 0) found.push([]);
    found.at(-1).push([index, rate]);
  });
  return found;
}
