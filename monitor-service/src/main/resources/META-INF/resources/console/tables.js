// The tables of one migration, the worst first.

import { h, keyed, name } from './dom.js';
import * as f from './format.js';
import { get, pathOf } from './api.js';
import { after, badge, chips, pager, progress, rarely } from './parts.js';

const LIMIT = 50;
const STATES = ['failed', 'copying', 'indexing', 'checking', 'verifying', 'unknown', 'waiting', 'copied', 'done'];
const SORTS = { worst: 'Worst first', size: 'Largest first', rate: 'Fastest first', name: 'Name' };

export class TableList {
  constructor(id) {
    this.id = id;
    this.asked = { q: '', state: '', sort: 'worst', offset: 0 };
    this.page = { tables: [], total: 0, states: {}, origin: 'none', leftOut: 0 };
    this.reload = rarely(2500, () => this.load());
    this.chipsPlace = h('div');
    this.note = h('p', { class: 'dim' });
    this.body = h('tbody');
    this.pagers = h('div');
    const sort = h('select', { onchange: e => this.change({ sort: e.target.value }) }, Object.entries(SORTS).map(([value, text]) => h('option', { value }, text)));
    const search = h('input', { type: 'search', maxlength: '200', autocomplete: 'off', spellcheck: 'false', oninput: after(250, e => this.change({ q: e.target.value })) });
    this.element = h('div', {},
      h('h2', {}, 'Tables'), h('div', { class: 'filters' }, h('label', {}, h('span', {}, 'Search ( / )'), search), h('label', {}, h('span', {}, 'Order'), sort)),
      this.chipsPlace, this.note,
      h('table', { class: 'list tables', 'aria-label': 'Tables' }, h('thead', {}, h('tr', {}, ['Table', 'State', 'Copied', 'Rows', 'Parts', 'Rate', 'At work', 'Tries'].map(text => h('th', { scope: 'col' }, text)))), this.body),
      this.pagers);
  }

  close() {
    this.loading?.abort();
  }

  change(part) {
    Object.assign(this.asked, { offset: 0 }, part);
    this.load();
  }

  async load() {
    this.loading?.abort();
    this.loading = new AbortController();
    const query = new URLSearchParams(Object.entries({ ...this.asked, limit: LIMIT }).filter(([, value]) => value !== ''));
    try {
      this.page = await get(`${pathOf(this.id)}/tables?${query}`, this.loading.signal);
      this.show();
    } catch {
      // The stream says when the monitor is not heard.
    }
  }

  /** Rows that changed. Those of other pages, and another order, come with the next load. */
  take({ tables = [], counters = [], leftOut, slowed }) {
    const key = row => `${row.database}\n${row.table}`;
    const changed = new Map(tables.map(row => [key(row), row]));
    const counted = new Map(counters.map(row => [key(row), row]));
    let isOther = tables.length > 0;
    this.page.tables = this.page.tables.map(row => {
      const one = counted.get(key(row));
      if (!one) return changed.get(key(row)) ?? row;
      isOther ||= one.state !== row.state;
      return { ...row, rows: one.rows, bytes: one.bytes, bytesPerSecond: one.bytesPerSecond };
    });
    this.page.leftOut = leftOut;
    this.page.slowed = slowed;
    this.show();
    if (isOther) this.reload();
  }

  /** What the databases count: tables that no worker got yet have no names here. */
  counts(databases, isOver) {
    const total = databases.reduce((sum, one) => sum + one.tablesQueued + one.tablesLoading + one.tablesCompleted + one.tablesErrored, 0);
    if (this.total === total && this.isOver === isOver) return;
    this.total = total;
    this.isOver = isOver;
    this.show();
  }

  show() {
    const { page } = this;
    this.chipsPlace.replaceChildren(chips('States of tables', page.states, this.asked.state, STATES, state => this.change({ state })));
    this.note.textContent = this.noteText();
    keyed(this.body, page.tables, row => `${row.database}\n${row.table}`, row => this.row(row));
    this.pagers.replaceChildren(pager(this.asked.offset, LIMIT, page.total, offset => this.change({ offset })));
  }

  noteText() {
    const { origin, leftOut, states, knownSince, slowed } = this.page;
    const known = Object.values(states).reduce((sum, number) => sum + number, 0);
    if (origin === 'report') return leftOut ? `${f.count(leftOut)} more tables are only counted in the report.` : '';
    const words = slowed && !this.isOver ? [`Slowed for the sake of its source: all workers together read at most ${f.rate(slowed.bytesPerSecond)} from it, as ${slowed.reason}.`] : [];
    const others = (this.total ?? 0) - known;
    if (origin === 'none') words.push(this.isOver ? 'Its tables are not known: it has no report.'
      : knownSince ? 'This monitor knows of no table that was given to a worker.' : 'Its tables are not known yet: this monitor does not listen yet.');
    else if (!this.asked.q && others > 0 && !this.isOver) {
      words.push(`${f.plural(others, 'more table is', 'more tables are')} counted and not listed: a table is listed once its work was given to a worker${leftOut ? ', and finished ones are not kept for ever' : ''}.`);
    }
    if (states.unknown) words.push(`This monitor listens since ${f.clock(knownSince)}: what was given out before is unknown until a worker speaks of it.`);
    return words.join(' ');
  }

  row(row) {
    const cell = (label, content, kind = 'right number') => h('td', { 'data-label': label, class: kind }, content);
    const isDone = ['failed', 'done', 'copied', 'indexing', 'checking', 'verifying'].includes(row.state);
    const copied = isDone || row.state === 'waiting' && !row.bytes ? f.bytes(row.bytes) : row.bytes === undefined
      ? h('span', { class: 'dim' }, row.state === 'copying' ? 'counted when its batch is done' : 'not known') : progress(row.bytes, row.expectedBytes, `Copied of ${row.table}`);
    const work = (row.work ?? []).filter(one => one.object || one.kind !== 'copy');
    return h('tr', {},
      h('th', { scope: 'row' }, name(row.table), h('span', { class: 'dim' }, name(row.database)), row.error && h('span', { class: 'error' }, row.error)),
      cell('State', [badge(row.state), row.verified && h('span', { class: 'good-text' }, 'verified')], ''),
      cell('Copied', copied, 'wide'),
      cell('Rows', f.count(row.rows)),
      cell('Parts', row.parts ? `${row.partsDone ?? 0} / ${row.parts}` : ''),
      cell('Rate', row.millis && row.bytes ? f.rate(row.bytes / (row.millis / 1000)) : f.rate(row.bytesPerSecond)),
      cell('At work', [(row.workers ?? []).map((worker, number) => [number ? ', ' : '', name(worker)]), work.length > 0 && h('span', { class: 'dim' }, ' ', work.map((one, number) => [number ? ', ' : '', `${one.kind} `, name(one.object ?? ''), one.phase && ` · ${one.phase}${one.percent === undefined ? '' : ` ${one.percent} %`}`]))], ''),
      cell('Tries', row.tries > 1 ? h('span', { class: 'warn-text' }, String(row.tries)) : ''));
  }
}
