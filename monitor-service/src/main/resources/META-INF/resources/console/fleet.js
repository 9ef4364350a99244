// All migrations: what needs a person first, then the list.

import { button, h, keyed } from './dom.js';
import * as f from './format.js';
import { get, isRefusal, listen } from './api.js';
import { address, connection, go } from './main.js';
import { after, badge, chips, labels, migrationLink, progress, rarely, servers } from './parts.js';
import { throughputChart } from './chart.js';
import { cancelSelectionDialog } from './request.js';

/** Rows that come together. Parts that are near what is seen are there, the others are only as high as they would be. */
const PART = 25;
const NEAR = '1500px 0px';
const USUAL_ROW = 64;
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
    this.parts = [];
    this.seen = new Set([Math.floor(this.query.offset / PART)]);
    this.near = new IntersectionObserver(entries => this.moved(entries), { rootMargin: NEAR });
    this.watchLater = after(500, () => this.isConnected && this.watch());
    this.follow = after(100, () => this.isConnected && this.followed());
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
    this.near.disconnect();
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
    const { q, state, source, target, label, sort, attention } = this.query;
    const [first, last] = this.range();
    return new URLSearchParams(Object.entries({ q, state, source, target, label, sort, attention, offset: first * PART, limit: (last - first + 1) * PART }).filter(([, value]) => value !== ''));
  }

  /** The first and the last part that are near what is seen. */
  range() {
    const seen = [...this.seen];
    return [Math.min(...seen), Math.max(...seen)];
  }

  moved(entries) {
    const seen = new Set(this.seen);
    for (const { target, isIntersecting } of entries) {
      const part = this.parts.indexOf(target);
      if (isIntersecting) seen.add(part);
      else seen.delete(part);
    }
    seen.delete(-1);
    if (seen.size === 0) return;
    this.seen = seen;
    this.follow();
  }

  /** After scrolling: asks for what is near now, and lets go of the rest. */
  followed() {
    const [first, last] = this.range();
    this.parts.forEach((part, number) => (number < first || number > last) && part.keyedNodes && !part.contains(document.activeElement) && hold(part, part.offsetHeight));
    const top = this.parts.findIndex(part => part.getBoundingClientRect().bottom > 0);
    const offset = Math.max(0, top) * PART;
    if (offset !== this.query.offset) go({ ...this.query, sort: this.query.sort === 'requested' ? '' : this.query.sort, offset: offset || '' }, true);
    if (this.loaded?.[0] === first && this.loaded[1] === last) return;
    this.load(false);
    this.watchLater();
  }

  /** A body of the table for each part. */
  layOut() {
    const wanted = Math.max(1, Math.ceil(this.page.total / PART));
    while (this.parts.length > wanted) {
      const gone = this.parts.pop();
      this.near.unobserve(gone);
      gone.remove();
      this.seen.delete(this.parts.length);
    }
    if (this.seen.size === 0) this.seen.add(wanted - 1);
    while (this.parts.length < wanted) {
      const part = hold(h('tbody'), Math.min(PART, this.page.total - this.parts.length * PART) * USUAL_ROW);
      this.parts.push(part);
      this.table.append(part);
      this.near.observe(part);
    }
    const { offset } = this.query;
    if (!this.isPlaced && offset > 0) this.parts[Math.min(wanted - 1, Math.floor(offset / PART))].scrollIntoView();
    this.isPlaced = true;
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
    const query = { ...this.query, offset: '', ...part };
    if (query.sort === 'requested') query.sort = '';
    go(query, true);
    this.seen = new Set([0]);
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
    this.table = h('table', { class: 'list fleet', 'aria-label': 'Migrations' },
      h('thead', {}, h('tr', {}, ['Migration', 'State', 'Copied', 'Tables', 'Rate', 'Left', 'Age'].map(text => h('th', { scope: 'col' }, text)))));
    this.note = h('p', { class: 'dim number' });
    this.empty = h('p', { class: 'empty', hidden: true });
    const order = h('select', { onchange: e => this.change({ sort: e.target.value }) },
      Object.entries(SORTS).map(([value, text]) => h('option', { value, selected: value === sort }, text)));
    this.append(
      h('h1', { class: 'hidden' }, 'Migrations'), this.needs, this.numbers, this.chart,
      h('div', { class: 'filters' }, field('Search ( / )', 'search', 'q', q), field('Source', 'text', 'source', source),
        field('Target', 'text', 'target', target), field('Label (key:value)', 'text', 'label', label), h('label', {}, h('span', {}, 'Order'), order)),
      this.chipsPlace, this.selection, this.note, this.table, this.empty);
  }

  /** @param isAll whether what needs a person is asked for, too */
  async load(isAll = true) {
    this.loading?.abort();
    this.loading = new AbortController();
    const range = this.range();
    try {
      const signal = this.loading.signal;
      const [page, needs] = await Promise.all([
        get(`/api/migrations?view=rows&${this.asked()}`, signal),
        isAll || !this.attention ? get(`/api/migrations?view=rows&attention=true&sort=attention&limit=${MOST_CARDS}`, signal) : this.attention,
      ]);
      this.page = page;
      this.loaded = range;
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
      running.some(id => !this.selected.has(id)) ? button('Select all that run and are near', () => { running.slice(0, MOST_SELECTED - number).forEach(id => this.selected.add(id)); this.list(); }, small) : '',
      button('Select none', () => { this.selected.clear(); this.list(); }, small));
  }

  said(text) {
    this.page.total = 0;
    this.layOut();
    this.parts[0].replaceChildren();
    this.parts[0].keyedNodes = undefined;
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
    const { state, attention } = this.query;
    const filter = attention && h('button', { type: 'button', class: 'chip', 'aria-pressed': 'true', onclick: () => this.change({ attention: '', sort: '' }) }, 'Needs a person ×');
    this.chipsPlace.replaceChildren(chips('States', page.states, state, STATES, value => this.change({ state: value })), filter || '');
    this.layOut();
    const shown = new Map(page.migrations.map(row => [row.id, `${f.age(row.requestedAt)} ${this.selected.has(row.id)}`]));
    const [first, last] = this.loaded;
    for (let part = first; part <= last && part < this.parts.length; part++) {
      keyed(this.parts[part], page.migrations.slice((part - first) * PART, (part - first + 1) * PART), row => row.id, row => this.row(row), shown);
    }
    this.showSelection();
    this.empty.hidden = page.total > 0;
    if (page.total === 0) this.empty.textContent = Object.values(page.states).length || this.query.q ? 'No migration fits.' : 'There is no migration yet. Request the first one.';
    this.note.textContent = page.total > PART ? `${f.count(page.total)} migrations` : '';
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

/** Keeps the room of rows that are not there. */
function hold(part, height) {
  const room = h('td', { colspan: '7' });
  room.style.height = `${height}px`;
  part.replaceChildren(h('tr', { class: 'room', 'aria-hidden': 'true' }, room));
  part.keyedNodes = undefined;
  return part;
}

function whatToDo(row) {
  return row.attention === 'stalled' ? 'No worker speaks of it. Look whether workers run, and at their logs.' : `It is ${f.words(row.substate).toLowerCase() || f.words(row.state).toLowerCase()}.`;
}

customElements.define('pgconvoy-fleet', Fleet);
