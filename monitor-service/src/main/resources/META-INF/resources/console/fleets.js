// Fleets: the list of those that are applied, and one of them with its waves as lanes.

import { h, svg, button, keyed, name } from './dom.js';
import * as f from './format.js';
import { get, isRefusal } from './api.js';
import { address, connection } from './main.js';
import { after, badge, chips, migrationLink, trouble } from './parts.js';
import { fleetActionDialog } from './fleetactions.js';

const EVERY = 2000;
const MOST_SERVERS_IN_A_LANE = 60;
const MOST_BARS = 120;
const PHASES = ['failed', 'running', 'cancelling', 'waiting', 'cancelled', 'skipped', 'succeeded', 'removed'];
const ACTIVE = ['running', 'cancelling'];
const AGAIN = ['failed', 'cancelled', 'skipped'];
const ENDED = ['succeeded', 'ended'];
const ORPHANS = 'Gone from the file';

const rank = phase => PHASES.indexOf(phase);
const countsOf = servers => servers.reduce((counts, { phase }) => ({ ...counts, [phase]: (counts[phase] ?? 0) + 1 }), {});
const countsText = counts => PHASES.filter(phase => counts[phase]).map(phase => `${f.count(counts[phase])} ${phase}`).join(', ') || 'none';
const fleetAddress = fleet => `/?${new URLSearchParams({ view: 'fleets', fleet })}`;

class Fleets extends HTMLElement {
  connectedCallback() {
    this.name = address().get('fleet') ?? '';
    document.title = `${this.name || 'Fleets'} · pgconvoy`;
    this.heard = Date.now();
    this.body = h('div', { class: 'stack' });
    this.append(this.body);
    this.load();
    this.timer = setInterval(() => this.load(), EVERY);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async load() {
    try {
      const answer = await get(this.name ? `/api/fleets/${encodeURIComponent(this.name)}` : '/api/fleets?limit=500');
      if (!this.isConnected) return;
      this.heard = Date.now();
      connection('live');
      if (this.name) this.show(answer);
      else this.list(answer);
    } catch (error) {
      if (!this.isConnected) return;
      if (isRefusal(error)) {
        connection('refused', error);
        if (error.status === 404) clearInterval(this.timer);
      } else connection('stale', this.heard);
    }
  }

  list({ fleets, total }) {
    if (!this.rows) {
      this.rows = h('tbody');
      this.note = h('p', { class: 'empty' });
      this.body.append(h('h1', {}, 'Fleets'), h('table', { class: 'list', 'aria-label': 'Fleets' },
        h('thead', {}, h('tr', {}, ['Fleet', 'State', 'Servers', 'Changed'].map(text => h('th', { scope: 'col' }, text)))), this.rows), this.note);
    }
    const cell = (label, content, kind) => h('td', { 'data-label': label, class: kind }, content);
    keyed(this.rows, fleets, row => row.fleet, row => h('tr', {},
      h('th', { scope: 'row' }, h('a', { href: fleetAddress(row.fleet), 'data-link': true, class: 'id' }, row.fleet)),
      cell('State', badge(row.phase)), cell('Servers', countsText(row.servers), 'wide'),
      cell('Changed', h('time', { datetime: row.changedAt, title: f.clock(row.changedAt) }, `${f.age(row.changedAt)} ago`), 'right')),
    new Map(fleets.map(row => [row.fleet, f.age(row.changedAt)])));
    this.note.hidden = total > 0 && fleets.length === total;
    this.note.textContent = total === 0 ? 'No fleet is applied. ./pgconvoy fleet apply FILE applies one.' : `${f.count(total - fleets.length)} more are not shown.`;
  }

  build() {
    this.head = h('div', { class: 'head' });
    this.trouble = h('div');
    this.numbers = h('dl', { class: 'numbers', 'aria-label': 'The fleet in numbers' });
    this.limits = h('div');
    this.schedule = h('div');
    this.chipsPlace = h('div');
    this.lanes = h('div', { class: 'lanes' });
    this.query = { q: '', phase: '' };
    const search = h('input', { type: 'search', maxlength: '200', autocomplete: 'off', spellcheck: 'false', oninput: after(200, event => this.filter({ q: event.target.value })) });
    this.body.append(h('p', {}, h('a', { href: '/?view=fleets', 'data-link': true }, 'All fleets')), this.head, this.trouble, this.numbers, this.limits, this.schedule,
      h('section', {}, h('h2', {}, 'Waves'), h('div', { class: 'filters' }, h('label', {}, h('span', {}, 'Search servers ( / )'), search)), this.chipsPlace, this.lanes));
  }

  filter(part) {
    this.query = { ...this.query, ...part };
    this.showLanes();
  }

  show(status) {
    if (!this.head) this.build();
    const tick = `${status.revision} ${Math.floor(Date.now() / 15_000)}`;
    if (this.tick === tick) return;
    this.tick = tick;
    this.status = status;
    this.dataset.revision = status.revision;
    if (this.plannedFrom !== status.appliedAt) this.loadPlanned(status.appliedAt);
    this.showHead();
    this.showNumbers();
    this.showLimits();
    this.showSchedule();
    this.showLanes();
  }

  /** What was expected when the plan was applied: the same until another one is. */
  async loadPlanned(appliedAt) {
    this.plannedFrom = appliedAt;
    try {
      this.planned = await get(`/api/fleets/${encodeURIComponent(this.name)}/planned`);
      if (!this.isConnected) return;
      this.showSchedule();
      this.showLanes();
    } catch {
      this.plannedFrom = undefined; // asked again with the next change
    }
  }

  /** Replaces only what says something else, so that focus stays. */
  once(place, print, make) {
    const text = JSON.stringify(print);
    if (place.print === text) return;
    place.print = text;
    place.replaceChildren(...[make()].flat().filter(Boolean));
  }

  act(action, title, text, more) {
    fleetActionDialog({ fleet: this.status.fleet, action, title, text, ...more, done: () => this.load() });
  }

  showHead() {
    const { fleet, phase, appliedAt, servers, waves } = this.status;
    const isOver = ENDED.includes(phase);
    const again = servers.filter(server => AGAIN.includes(server.phase)).length;
    const left = servers.some(server => server.phase === 'waiting' || ACTIVE.includes(server.phase));
    this.once(this.head, [phase, appliedAt, again, left], () => [
      h('div', {}, h('h1', {}, name(fleet)), h('p', { class: 'dim' }, `Applied ${f.clock(appliedAt)}`)),
      h('div', { class: 'actions' }, badge(phase),
        phase === 'paused' ? button('Resume', () => this.act({ kind: 'resume' }, `Resume ${fleet}`, 'Pauses of its waves and servers end, too. What waits begins again, as waves, gates, windows and limits allow.', { command: 'resume' }))
          : !isOver && button('Pause', () => this.act({ kind: 'pause' }, `Pause ${fleet}`, 'Nothing begins any more. What runs goes on.', { command: 'pause', reason: 'optional' })),
        again > 0 && button('Retry what failed', () => this.act({ kind: 'retry' }, `Retry in ${fleet}`, `${f.plural(again, 'server has', 'servers have')} failed, been cancelled or been skipped. Each is migrated once more; a stopped wave goes on.`, { command: 'retry --failed' })),
        left && button('Cancel', () => this.act({ kind: 'cancel' }, `Cancel ${fleet}`, 'What has not begun never does. What runs is cancelled: what it was copying stays on the targets, incomplete.', { command: 'cancel', reason: 'optional', isDanger: true }), { class: 'danger' }))]);
    const stopped = waves.filter(wave => wave.phase === 'stopped');
    this.once(this.trouble, stopped, () => stopped.map(wave => trouble(`The wave ${wave.wave} is stopped`, wave.reason ?? 'Its reason is not known.', 'Mend the cause, then retry what failed; or cancel.')));
  }

  showNumbers() {
    const counts = countsOf(this.status.servers);
    this.once(this.numbers, counts, () => PHASES.filter(phase => counts[phase] || ['running', 'waiting', 'succeeded', 'failed'].includes(phase))
      .map(phase => h('div', {}, h('dt', {}, phase[0].toUpperCase() + phase.slice(1)), h('dd', { class: 'number' }, f.count(counts[phase] ?? 0)))));
  }

  showLimits() {
    const limits = this.status.limits ?? [];
    this.once(this.limits, limits, () => limits.length > 0 && h('section', { class: 'panel limits', 'aria-label': 'Limits' }, h('h2', {}, 'Limits'),
      h('ul', {}, limits.map(({ limit, used, most }) => h('li', {}, name(limit),
        h('meter', { min: '0', max: String(most), value: String(Math.min(used, most)), 'aria-label': `${limit}: ${used} of ${most} migrations` }),
        h('span', { class: 'dim number' }, `${f.count(used)} of ${f.count(most)}`))))));
  }

  /** As it went: each bar is the last attempt of a server. Behind it, thin, what was planned; then what is planned and has not begun. */
  showSchedule() {
    const planned = this.planned?.servers ?? {};
    const begun = this.status.servers.filter(server => server.startedAt).sort((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt));
    const next = this.status.servers.filter(server => server.phase === 'waiting' && !server.startedAt && planned[server.server])
      .sort((one, other) => Date.parse(planned[one.server].start.p50) - Date.parse(planned[other.server].start.p50));
    const shown = [...begun.slice(0, MOST_BARS).reverse(), ...next].slice(0, MOST_BARS).map(server => ({ ...server, planned: planned[server.server] }));
    const isMoving = shown.some(server => server.startedAt && !server.endedAt);
    const minute = isMoving ? Math.floor(Date.now() / 15_000) : 0;
    this.once(this.schedule, [minute, shown.map(server => [server.server, server.phase, server.attempt, server.planned])], () => shown.length > 0 && schedule(shown, begun.length));
  }

  showLanes() {
    if (!this.status) return;
    const { q, phase } = this.query;
    const word = q.trim().toLowerCase();
    const found = this.status.servers.filter(server => !word || server.server.toLowerCase().includes(word));
    this.chipsPlace.replaceChildren(chips('Phases', countsOf(found), phase, PHASES, value => this.filter({ phase: value })));
    const paused = this.status.paused ?? { waves: [], servers: [] };
    const fitting = found.filter(server => !phase || server.phase === phase).map(server => ({ ...server, isPaused: paused.servers.includes(server.server) }));
    const lanes = this.status.waves.map((wave, number) => ({ ...wave, number: number + 1, isPaused: paused.waves.includes(wave.wave), planned: this.planned?.waves[wave.wave], servers: fitting.filter(server => server.wave === wave.wave), all: this.status.servers.filter(server => server.wave === wave.wave) }));
    const gone = fitting.filter(server => !server.wave);
    if (gone.length) lanes.push({ wave: ORPHANS, gates: [], servers: gone, all: gone });
    const quarter = Math.floor(Date.now() / 15_000);
    const growing = lanes.filter(lane => lane.servers.some(server => ACTIVE.includes(server.phase)));
    keyed(this.lanes, lanes, lane => lane.wave, lane => this.lane(lane), new Map(growing.map(lane => [lane.wave, quarter])));
  }

  /** The button that begins or ends the pause of a part, while something of it is to begin. */
  pauseButton(kind, name, isPaused, canBePaused) {
    const part = { [kind]: name };
    const flag = `--${kind} ${f.quoted(name)}`;
    if (isPaused) return button('Resume', () => this.act({ kind: 'resume', ...part }, `Resume the ${kind} ${name}`, 'It begins again, as waves, gates, windows and limits allow.', { command: `resume ${flag}` }), { class: 'small', 'aria-label': `Resume the ${kind} ${name}` });
    return canBePaused && button('Pause', () => this.act({ kind: 'pause', ...part }, `Pause the ${kind} ${name}`, kind === 'wave' ? 'Nothing of it begins any more. What runs goes on.' : 'It does not begin until it is resumed. Its wave goes on with the others.', { command: `pause ${flag}`, reason: 'optional' }), { class: 'small', 'aria-label': `Pause the ${kind} ${name}` });
  }

  lane({ wave, number, phase, isPaused, planned, since, reason, gates, servers, all }) {
    const counts = countsOf(all);
    const isWave = number !== undefined;
    const left = all.some(server => server.phase === 'waiting' || ACTIVE.includes(server.phase));
    const again = all.filter(server => AGAIN.includes(server.phase)).length;
    const sorted = [...servers].sort((one, other) => rank(one.phase) - rank(other.phase) || one.server.localeCompare(other.server, 'en', { numeric: true }));
    const part = { wave };
    return h('section', { class: 'lane panel', 'aria-label': isWave ? `Wave ${wave}` : ORPHANS },
      h('div', { class: 'card-head' }, h('h3', {}, isWave && h('span', { class: 'dim' }, `${number}. `), name(wave)), h('span', {}, phase && badge(phase), isPaused && badge('paused'))),
      h('p', { class: 'dim' }, countsText(counts), since && ` · since ${f.clock(since)}`, planned && ` · planned from ${f.clock(planned.start.p50)} to ${f.clock(planned.end.p50)}`),
      reason && h('p', { class: 'error' }, reason),
      gates.length > 0 && h('ul', { class: 'gates', 'aria-label': `Gates of ${wave}` }, gates.map(gate => this.gate(wave, phase, gate))),
      isWave && (left || again > 0 || isPaused) && h('div', { class: 'actions' },
        this.pauseButton('wave', wave, isPaused, all.some(server => server.phase === 'waiting')),
        again > 0 && button('Retry', () => this.act({ kind: 'retry', ...part }, `Retry the wave ${wave}`, `${f.plural(again, 'server', 'servers')} of it are migrated once more.`, { command: `retry --wave ${f.quoted(wave)}` }), { class: 'small', 'aria-label': `Retry the wave ${wave}` }),
        left && button('Cancel', () => this.act({ kind: 'cancel', ...part }, `Cancel the wave ${wave}`, 'What of it has not begun never does. What runs is cancelled.', { command: `cancel --wave ${f.quoted(wave)}`, reason: 'optional', isDanger: true }), { class: 'small danger', 'aria-label': `Cancel the wave ${wave}` })),
      h('ul', { class: 'tasks' }, sorted.slice(0, MOST_SERVERS_IN_A_LANE).map(server => this.server(server))),
      servers.length > MOST_SERVERS_IN_A_LANE && h('p', { class: 'dim' }, `and ${f.count(servers.length - MOST_SERVERS_IN_A_LANE)} more; search for one`),
      servers.length === 0 && h('p', { class: 'dim' }, all.length ? 'No server of it fits.' : 'It has no server.'));
  }

  gate(wave, phase, { gate, role, passedAt, by, reason }) {
    const canBeApproved = role && !passedAt && phase !== 'done' && phase !== 'stopped';
    return h('li', {}, badge(passedAt ? 'done' : phase === 'gated' ? 'stalled' : 'waiting', passedAt ? 'passed' : 'closed'), ' ', name(gate),
      h('span', { class: 'dim' }, passedAt ? ` ${f.clock(passedAt)}${by ? ' by ' : ''}` : role ? ` role ${role}` : ''), by && name(by),
      reason && h('span', { class: 'dim' }, ': ', name(reason)), ' ',
      canBeApproved && button('Approve', () => this.act({ kind: 'approve', wave, role, by: '' }, `Approve the wave ${wave}`, `Opens what waits for the role ${role}.`,
        { command: `approve ${f.quoted(wave)} --role ${f.quoted(role)}`, reason: 'needed', asksWho: true }), { class: 'small primary', 'aria-label': `Approve the gate ${gate} of the wave ${wave}` }));
  }

  server({ server, phase, isPaused, attempt, migration, startedAt, endedAt, reason }) {
    const time = ACTIVE.includes(phase) ? `for ${f.age(startedAt)}` : endedAt && startedAt ? f.duration(f.seconds(startedAt, endedAt)) : '';
    const small = { class: 'small' };
    const again = AGAIN.includes(phase) && button('Retry', () => this.act({ kind: 'retry', server }, `Retry ${server}`, 'It is migrated once more, under the next id.', { command: `retry --server ${f.quoted(server)}` }), { ...small, 'aria-label': `Retry ${server}` });
    const cancel = (phase === 'waiting' || phase === 'running') && button('Cancel', () => this.act({ kind: 'cancel', server }, `Cancel ${server}`, phase === 'waiting' ? 'Its migration never begins.' : 'Its migration is cancelled: what it was copying stays on the target, incomplete.', { command: `cancel --server ${f.quoted(server)}`, reason: 'optional', isDanger: true }), { ...small, 'aria-label': `Cancel ${server}` });
    return h('li', { class: 'member' },
      h('div', { class: 'card-head' }, h('span', {}, badge(phase), isPaused && badge('paused'), ' ', h('strong', {}, name(server)), h('span', { class: 'dim number' }, time && ` ${time}`, attempt > 1 && ` · attempt ${attempt}`)), h('span', {}, this.pauseButton('server', server, isPaused, phase === 'waiting'), again, cancel)),
      migration && h('div', {}, migrationLink(migration)), reason && h('p', { class: phase === 'failed' ? 'error' : 'dim' }, reason));
  }
}

const WIDTH = 600;
const ROW = 9;

function schedule(servers, begun) {
  const now = Date.now();
  const isBegun = server => server.startedAt !== undefined;
  const went = servers.filter(isBegun);
  const isPlanned = servers.some(server => server.planned);
  const starts = servers.flatMap(({ startedAt, planned }) => [startedAt, planned?.start.p50]).filter(Boolean).map(Date.parse);
  const ends = servers.flatMap(({ startedAt, endedAt, planned }) => [endedAt ?? (startedAt && new Date(now).toISOString()), planned?.end.p50]).filter(Boolean).map(Date.parse);
  const from = Math.min(...starts);
  const to = Math.max(from + 1000, ...ends);
  const place = time => ((time - from) / (to - from)) * WIDTH;
  const height = servers.length * ROW;
  const bar = (kind, begin, end, top, thick) => {
    const left = place(begin);
    return svg('rect', { class: `span ${kind}`, x: left.toFixed(1), y: String(top), width: Math.max(2, place(end) - left).toFixed(1), height: String(thick), rx: '2' });
  };
  const bars = servers.flatMap(({ phase, startedAt, endedAt, planned }, number) => [
    planned && bar('planned', Date.parse(planned.start.p50), Date.parse(planned.end.p50), number * ROW + 3, ROW - 6),
    startedAt && bar(phase, Date.parse(startedAt), endedAt ? Date.parse(endedAt) : now, number * ROW + 1, ROW - 2),
  ].filter(Boolean));
  const time = text => (text ? f.clock(text) : '');
  const cells = ({ phase, startedAt, endedAt, planned }) => [phase, time(startedAt), endedAt ? f.clock(endedAt) : startedAt ? 'runs' : '', ...isPlanned ? [time(planned?.start.p50), time(planned?.end.p50)] : []];
  return h('figure', { class: 'chart schedule' },
    h('figcaption', {}, h('strong', {}, isPlanned ? 'As it went, and as planned' : 'As it went'), h('span', { class: 'dim' }, begun > went.length ? ` the last ${f.count(went.length)} of ${f.count(begun)} servers that have begun` : ` ${f.plural(begun, 'server has', 'servers have')} begun`,
      isPlanned && '; thin: as it was expected when the plan was applied')),
    svg('svg', { viewBox: `0 0 ${WIDTH} ${height}`, height: String(Math.min(height, 360)), preserveAspectRatio: 'none', 'aria-hidden': 'true' }, bars),
    h('div', { class: 'card-head dim number' }, h('span', {}, f.clock(new Date(from).toISOString())), h('span', {}, f.clock(new Date(to).toISOString()))),
    h('div', { class: 'hidden' }, h('table', {}, h('caption', {}, isPlanned ? 'When each server was migrated, and when that was planned' : 'When each server was migrated'),
      h('thead', {}, h('tr', {}, ['Server', 'State', 'From', 'To', ...isPlanned ? ['Planned from', 'Planned to'] : []].map(text => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, servers.map(server => h('tr', {}, h('th', { scope: 'row' }, name(server.server)), cells(server).map(text => h('td', {}, text))))))));
}

customElements.define('pgconvoy-fleets', Fleets);
