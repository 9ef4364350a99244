// Pieces that several views show.

import { h, bar, name } from './dom.js';
import * as f from './format.js';

const TONES = {
  Succeeded: 'good', Failed: 'bad', ValidationFailed: 'bad', Canceled: 'quiet',
  InProgress: 'busy', WaitingForUserAction: 'warn', CleaningUp: 'busy',
  failed: 'bad', copying: 'busy', indexing: 'busy', checking: 'busy', verifying: 'busy',
  unknown: 'quiet', waiting: 'quiet', copied: 'half', done: 'good',
  stalled: 'warn', hindered: 'warn', working: 'busy', silent: 'bad', idle: 'quiet',
  running: 'busy', cancelling: 'warn', succeeded: 'good', cancelled: 'quiet', skipped: 'warn', removed: 'quiet',
  open: 'busy', gated: 'warn', stopped: 'bad', paused: 'warn', ended: 'warn',
  DONE: 'good', FAILED: 'bad', QUEUED: 'quiet', PRE_DATA: 'busy', COPY: 'busy', POST_DATA: 'busy', VERIFY: 'busy',
};

export function badge(word, text = f.words(word)) {
  return h('span', { class: `badge ${TONES[word] ?? 'quiet'}` }, text);
}

/** How far something is: a bar where the end is known, and always the counter. */
export function progress(done, expected, label) {
  if (done === undefined && expected === undefined) return h('span', { class: 'dim' }, 'not known yet');
  const shown = bar(done, expected, label);
  const text = expected && shown ? `${f.bytes(done)} of about ${f.bytes(expected)}` : done === undefined
    ? `not counted yet, about ${f.bytes(expected)}` : f.bytes(done);
  return h('div', { class: 'progress' }, shown, h('span', { class: 'number' }, text));
}

/** An error for people, with what helps. */
export function trouble(title, message, remedy, more) {
  return h('div', { class: 'trouble' }, h('strong', {}, title), h('p', {}, message), remedy && h('p', { class: 'remedy' }, remedy), more);
}

export function migrationLink(id) {
  return h('a', { href: `/?id=${encodeURIComponent(id)}`, 'data-link': true, class: 'id' }, id);
}

/** Labels as links to the migrations that have the same. In a row a long value is cut: then the key alone is looked for. */
export function labels(pairs, more) {
  const entries = Object.entries(pairs ?? {});
  if (entries.length === 0 && !more) return null;
  const target = (key, value) => `/?${new URLSearchParams({ label: value.endsWith('…') ? key : `${key}:${value}` })}`;
  return h('span', { class: 'labels' }, entries.map(([key, value]) => h('a', { href: target(key, value), 'data-link': true, class: 'label' }, name(`${key}=${value}`))),
    more && h('span', { class: 'dim' }, `and ${f.count(more)} more`));
}

export function servers(source, target) {
  return h('span', { class: 'servers dim' }, name(source), ' → ', name(target));
}

/** Chips that choose one state; each says how many there are. */
export function chips(label, counts, chosen, order, choose) {
  const total = Object.values(counts).reduce((sum, number) => sum + number, 0);
  const chip = (value, text, number) => h('button', {
    type: 'button', class: 'chip', 'aria-pressed': String(chosen === value), onclick: () => choose(value),
  }, text, ' ', h('span', { class: 'dim' }, f.count(number)));
  return h('div', { class: 'chips', role: 'group', 'aria-label': label },
    chip('', 'All', total),
    order.filter(word => counts[word] || chosen === word).map(word => chip(word, f.words(word), counts[word] ?? 0)));
}

/** Which page of a list is shown, and the buttons to the others. */
export function pager(offset, limit, total, turn) {
  const last = Math.min(offset + limit, total);
  const to = (text, next, off) => h('button', { type: 'button', class: 'small', disabled: off, onclick: () => turn(next) }, text);
  return h('div', { class: 'pager' },
    h('span', { class: 'dim number' }, total ? `${f.count(offset + 1)} to ${f.count(last)} of ${f.count(total)}` : ''),
    total > limit && [to('Previous', Math.max(0, offset - limit), offset === 0), to('Next', offset + limit, last >= total)]);
}

/** Runs at most once in so many milliseconds, and once more at the end. */
export function rarely(millis, run) {
  let timer;
  let last = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = Date.now();
      run();
    }, Math.max(0, millis - (Date.now() - last)));
  };
}

export function after(millis, run) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...given), millis);
  };
}
