// All migrations: what needs a person first, then the list.

import { button, h, keyed } from './dom.js';
import * as f from './format.js';
import { get, isRefusal, listen } from './api.js';
import { address, connection, go } from './main.js';
import { after, badge, chips, labels, migrationLink, pager, progress, rarely, servers } from './parts.js';
import { throughputChart } from './chart.js';
import { cancelSelectionDialog } from './request.js';

const LIMIT = 50;
const MOST_CARDS = 6;
const MOST_SELECTED = 200;
const FINAL = ['Succeeded', 'Failed', 'ValidationFailed', 'Canceled'];
const STATES = ['InProgress', 'WaitingForUserAction', 'CleaningUp', 'Failed', 'ValidationFailed', 'Canceled', 'Succeeded'];
const SORTS = { requested: 'Newest first', changed: 'Last changed', attention: 'Needs a person', size: 'Largest first', rate: 'Fastest first', left: 'Nearest end', id: 'Name' };
const REASONS = { failed: 'Failed', stalled: 'Stalled', hindered: 'Hindered', waiting: 'Waits for a decision' };

class Fleet extends HTMLElement {
  connectedCallback() {
    document.title = 'Migrations · pgconvoy';
    this.rows = new Map();
    this.selected = new Set();
    this.page = { migrations: [], total: 0, states: {} };
    this.build();
    this.reload = rarely(3000, () => this.load());
    this.clock = setInterval(() => this.list(), 15_000);
    this.charting = setInterval(() => this.loadThroughput(), 30_000);
    this.loadThroughput();
    this.watch();
    this.load();
  }

  disconnectedCallback() {
    this.stop?.();
    clearInterval(this.clock);
    clearInterval(this.charting);
  }

  /** Listens to the list that is shown, and to that alone. */
  watch() {
    const path = `/api/live/fleet?${this.asked()}`;
    if (this.watched === path) return;
    this.watched = path;
    this.stop?.();
    this.stop = listen(path, {
      reset: () => this.load(),
      list: () => this.reload(),
      rows: changes => this.take(changes),
      overview: overview => this.overview(overview),
    }, (state, detail) => this.isConnected && this.watched === path && connection(state, detail));
  }

  asked() {
    const { q, state, source, target, label, sort, attention, offset } = this.query;
    return new URLSearchParams(Object.entries({ q, state, source, target, label, sort, attention, offset, limit: LIMIT }).filter(([, value]) => value !== ''));
  }

  get query() {
    const query = address();
    return {
      q: query.get('q') ?? '', state: query.get('state') ?? '', source: query.get('source') ?? '',
      target: query.get('target') ?? '', label: query.get('label') ?? '', sort: query.get('sort') ?? 'requested', attention: query.get('attention') ?? '',
      offset: Math.max(0, Number.parseInt(query.get('offset') ?? '0', 10) || 0),
    };
  }

  change(part) {
    const query = { ...this.query, offset: 0, ...part };
    if (query.sort === 'requested') query.sort = '';
    if (!query.offset) query.offset = '';
    go(query, true);
    this.watch();
    this.load();
  }

  build() {
    const { q, source, target, label, sort } = this.query;
    const field = (text, type, key, value) => h('label', {}, h('span', {}, text),
      h('input', { type, value, maxlength: '200', autocomplete: 'off', spellcheck: 'false', oninput: after(250, e => this.change({ [key]: e.target.value })) }));
    this.numbers = h('dl', { class: 'numbers', 'aria-label': 'The fleet in numbers' });
    this.needs = h('section', { class: 'needs', 'aria-label': 'What needs a person' });
    this.chart = h('div');
    this.chipsPlace = h('div');
    this.selection = h('div', { class: 'actions', role: 'status', hidden: true });
    this.body = h('tbody');
    this.pagers = h('div');
    this.empty = h('p', { class: 'empty', hidden: true });
    const order = h('select', { onchange: e => this.change({ sort: e.target.value }) },
      Object.entries(SORTS).map(([value, text]) => h('option', { value, selected: value === sort }, text)));
    this.append(
      h('h1', { class: 'hidden' }, 'Migrations'), this.needs, this.numbers, this.chart,
      h('div', { class: 'filters' }, field('Search ( / )', 'search', 'q', q), field('Source', 'text', 'source', source),
        field('Target', 'text', 'target', target), field('Label (key:value)', 'text', 'label', label), h('label', {}, h('span', {}, 'Order'), order)),
      this.chipsPlace, this.selection,
      h('table', { class: 'list fleet', 'aria-label': 'Migrations' },
        h('thead', {}, h('tr', {}, ['Migration', 'State', 'Copied', 'Tables', 'Rate', 'Left', 'Age'].map(text => h('th', { scope: 'col' }, text)))),
        this.body),
      this.empty, this.pagers);
  }

  async load() {
    this.loading?.abort();
    this.loading = new AbortController();
    try {
      const signal = this.loading.signal;
      const [page, needs] = await Promise.all([
        get(`/api/migrations?view=rows&${this.asked()}`, signal),
        get(`/api/migrations?view=rows&attention=true&sort=attention&limit=${MOST_CARDS}`, signal),
      ]);
      this.page = page;
      this.attention = needs;
      this.rows = new Map(page.migrations.map(row => [row.id, row]));
      this.list();
      this.needsPerson();
    } catch (error) {
      if (!this.isConnected || error.name === 'AbortError') return;
      if (isRefusal(error)) connection('refused', error);
      else if (error.status === 400) this.said(error.message);
      else this.reload();
    }
  }

  async loadThroughput() {
    try {
      this.chart.replaceChildren(throughputChart('Throughput of all in the last hour', await get('/api/throughput')) ?? '');
    } catch {
      // The stream says when the monitor is not heard.
    }
  }

  select(id, isSelected) {
    if (isSelected && this.selected.size < MOST_SELECTED) this.selected.add(id);
    else this.selected.delete(id);
    this.list();
    return this.selected.has(id);
  }

  showSelection() {
    const running = this.page.migrations.filter(row => !FINAL.includes(row.state)).map(row => row.id);
    const number = this.selected.size;
    const small = { class: 'small' };
    this.selection.hidden = number === 0;
    const print = JSON.stringify([[...this.selected], running]);
    if (this.selection.print === print) return;
    this.selection.print = print;
    this.selection.replaceChildren(h('span', {}, `${f.plural(number, 'migration is', 'migrations are')} selected`),
      button('Cancel them', () => cancelSelectionDialog([...this.selected], ids => { ids.forEach(id => this.selected.delete(id)); this.list(); }), { class: 'small danger' }),
      running.some(id => !this.selected.has(id)) ? button('Select all that run on this page', () => { running.slice(0, MOST_SELECTED - number).forEach(id => this.selected.add(id)); this.list(); }, small) : '',
      button('Select none', () => { this.selected.clear(); this.list(); }, small));
  }

  said(text) {
    this.body.replaceChildren();
    this.body.keyedNodes = undefined;
    this.empty.hidden = false;
    this.empty.textContent = text;
  }

  take({ migrations = [], counters = [] }) {
    let isOther = false;
    const isAsBefore = (one, before) => before?.state === one.state && before.attention === one.attention && before.stalledSince === one.stalledSince;
    for (const row of migrations) {
      const before = this.rows.get(row.id);
      if (before) this.rows.set(row.id, row);
      isOther ||= !isAsBefore(row, before);
    }
    for (const { id, revision, tablesDone, bytes, bytesPerSecond, secondsLeft, ...one } of counters) {
      const before = this.rows.get(id);
      if (before) this.rows.set(id, { ...before, revision, tablesDone, bytes, bytesPerSecond, secondsLeft });
      isOther ||= !isAsBefore(one, before);
    }
    this.page.migrations = this.page.migrations.map(row => this.rows.get(row.id) ?? row);
    this.list();
    if (isOther) this.reload();
  }

  overview(overview) {
    this.counted = overview;
    const running = (overview.states.InProgress ?? 0) + (overview.states.CleaningUp ?? 0) + (overview.states.WaitingForUserAction ?? 0);
    const listens = overview.slotsBusy !== undefined;
    const workers = listens ? (overview.workers.working ?? 0) + (overview.workers.silent ?? 0) : undefined;
    const number = (label, value) => [h('div', {}, h('dt', {}, label), h('dd', { class: 'number' }, value))];
    this.numbers.replaceChildren(...[
      number('Running', f.count(running)), number('Throughput', f.rate(overview.bytesPerSecond)),
      number('Workers with tasks', f.count(workers)), number('Tasks in hand', f.count(overview.slotsBusy)),
      number('Tasks waiting', f.count(overview.tasksWaiting)), number('Succeeded', f.count(overview.states.Succeeded ?? 0)),
    ].flat());
    this.needsPerson();
  }

  needsPerson() {
    const rows = this.attention?.migrations ?? [];
    const letters = Object.entries(this.counted?.deadLetters ?? {});
    const total = (this.attention?.total ?? 0) + letters.length;
    if (!this.attention) return;
    this.needs.classList.toggle('calm', total === 0);
    if (total === 0) {
      this.needs.replaceChildren(h('p', {}, this.counted?.deadLetters ? 'Nothing needs a person.' : 'No migration needs a person. Dead letters are not counted yet.'));
      return;
    }
    const cards = [
      ...rows.map(row => h('li', { class: `card ${row.attention === 'failed' ? 'bad' : 'warn'}` },
        h('div', { class: 'card-head' }, badge(row.attention, REASONS[row.attention]), h('span', { class: 'dim number' }, f.age(row.stalledSince ?? row.changedAt))),
        migrationLink(row.id), h('p', { class: 'clip' }, row.error || whatToDo(row)))),
      ...letters.map(([topic, records]) => h('li', { class: 'card warn' },
        h('div', { class: 'card-head' }, badge('warn', 'Dead letters')), h('span', { class: 'id' }, topic),
        h('p', {}, `Up to ${f.plural(records, 'record', 'records')} could not be read; each says why in its headers.`))),
    ];
    const more = total - cards.length;
    this.needs.replaceChildren(h('h2', {}, `${f.plural(total, 'thing needs', 'things need')} a person`), h('ul', { class: 'cards' }, cards),
      more > 0 && h('p', {}, h('a', { href: '/?attention=true&sort=attention', 'data-link': true }, `and ${f.count(more)} more`)) || '');
  }

  list() {
    if (!this.attention) return;
    const { page } = this;
    const { state, offset, attention } = this.query;
    const filter = attention && h('button', { type: 'button', class: 'chip', 'aria-pressed': 'true', onclick: () => this.change({ attention: '', sort: '' }) }, 'Needs a person ×');
    this.chipsPlace.replaceChildren(chips('States', page.states, state, STATES, value => this.change({ state: value })), filter || '');
    keyed(this.body, page.migrations, row => row.id, row => this.row(row), new Map(page.migrations.map(row => [row.id, `${f.age(row.requestedAt)} ${this.selected.has(row.id)}`])));
    this.showSelection();
    this.empty.hidden = page.total > 0;
    if (page.total === 0) this.empty.textContent = Object.values(page.states).length || this.query.q ? 'No migration fits.' : 'There is no migration yet. Request the first one.';
    this.pagers.replaceChildren(pager(offset, LIMIT, page.total, next => { this.change({ offset: next }); scrollTo(0, 0); }));
  }

  row(row) {
    const isOver = FINAL.includes(row.state);
    const substate = f.words(row.substate);
    const cell = (label, content, kind) => h('td', { 'data-label': label, class: kind }, content);
    return h('tr', {},
      h('th', { scope: 'row' }, !isOver && h('input', { type: 'checkbox', class: 'pick', 'aria-label': `Select ${row.id}`, checked: this.selected.has(row.id), onchange: e => { e.target.checked = this.select(row.id, e.target.checked); } }),
        migrationLink(row.id), servers(row.source, row.target), labels(row.labels, row.moreLabels), row.error && h('span', { class: 'error clip' }, row.error)),
      cell('State', [badge(row.state, row.state === 'InProgress' && substate ? substate : f.words(row.state)), row.stalledSince && badge('stalled', `Stalled for ${f.age(row.stalledSince)}`)]),
      cell('Copied', isOver ? h('span', { class: 'number' }, f.bytes(row.bytes)) : progress(row.bytes, row.expectedBytes, 'Copied'), 'wide'),
      cell('Tables', h('span', { class: 'number' }, row.tables === undefined ? f.UNKNOWN : `${f.count(row.tablesDone)} / ${f.count(row.tables)}`, row.tablesFailed && h('span', { class: 'error' }, ` ${row.tablesFailed} failed`)), 'right'),
      cell('Rate', h('span', { class: 'number' }, f.rate(row.bytesPerSecond)), 'right'),
      cell('Left', h('span', { class: 'number' }, row.secondsLeft === undefined ? f.UNKNOWN : `≈ ${f.duration(row.secondsLeft)}`), 'right'),
      cell('Age', h('time', { class: 'number', datetime: row.requestedAt, title: f.clock(row.requestedAt) }, f.age(row.requestedAt)), 'right'));
  }
}

function whatToDo(row) {
  return row.attention === 'stalled' ? 'No worker speaks of it. Look whether workers run, and at their logs.' : `It is ${f.words(row.substate).toLowerCase() || f.words(row.state).toLowerCase()}.`;
}

customElements.define('pgconvoy-fleet', Fleet);
