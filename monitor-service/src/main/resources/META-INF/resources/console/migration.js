// One migration: what it does, table by table, and what is to be done about it.

import { h, command, keyed, name } from './dom.js';
import * as f from './format.js';
import { get, isRefusal, listen, pathOf } from './api.js';
import { connection } from './main.js';
import { badge, labels, progress, rarely, trouble } from './parts.js';
import { throughputChart } from './chart.js';
import { checklist } from './checklist.js';
import { cancelDialog, pauseDialog, requestDialog, resumeDialog } from './request.js';
import { TableList } from './tables.js';
import { reportView } from './report.js';
import { timeline } from './timeline.js';

/** The whole that workers report is at least what they have copied: the two are equal while there is more to copy. */
function hasPassedItsEstimate(database) {
  const tables = database.tablesQueued + database.tablesLoading + database.tablesCompleted + database.tablesErrored;
  return database.bytesTotal > 0 && database.bytesCopied >= database.bytesTotal && database.tablesCompleted < tables;
}

const FINAL = ['Succeeded', 'Failed', 'ValidationFailed', 'Canceled'];

/** What was proven wrong or refused does not get better by going on. */
function canBeResumed({ request, azure, failure, databasesToDrop, state }) {
  if (state === 'Succeeded' || request.options.migrationOption === 'Verify' || azure) return false;
  return failure ? !['VERIFICATION_FAILED', 'REQUEST_REFUSED'].includes(failure.code) : databasesToDrop.length > 0;
}

/** Azure's service knows no pause, and the last steps are not worth one. */
function canBePaused({ request, substate }) {
  return request.options.executor === 'workers' && !['CompletingMigration', 'CancelingRequestedDBMigrations'].includes(substate);
}

class Migration extends HTMLElement {
  connectedCallback() {
    this.id_ = new URLSearchParams(location.search).get('id');
    document.title = `${this.id_} · pgconvoy`;
    this.events = { events: [], leftOut: 0 };
    this.build();
    this.reloadEvents = rarely(2000, () => this.loadEvents());
    this.reloadWhole = rarely(3000, () => this.isConnected && this.loadWhole());
    this.stop = listen(`/api/live/migration?id=${encodeURIComponent(this.id_)}`, {
      reset: () => { this.tables.load(); this.reloadWhole(); },
      tables: changes => this.tables.take(changes),
      status: status => this.show(status),
      databases: changes => this.count(changes),
    }, (state, detail) => this.isConnected && connection(state, detail));
    this.clock = setInterval(() => this.status && this.show(this.status), 5000);
    this.charting = setInterval(() => this.status && !FINAL.includes(this.status.state) && this.loadThroughput(), 10_000);
    this.reloadWhole();
  }

  disconnectedCallback() {
    this.stop();
    this.tables.close();
    clearInterval(this.clock);
    clearInterval(this.charting);
  }

  build() {
    this.head = h('div', { class: 'head' });
    this.trouble = h('div');
    this.phases = h('ol', { class: 'phases', 'aria-label': 'Phases' });
    this.databases = h('tbody');
    this.findings = h('div');
    this.log = h('tbody');
    this.logNote = h('p', { class: 'dim' });
    this.report = h('div');
    this.chart = h('div');
    this.checklist = h('div');
    this.tables = new TableList(this.id_);
    const columns = (...texts) => h('thead', {}, h('tr', {}, texts.map(text => h('th', { scope: 'col' }, text))));
    this.append(this.head, this.trouble, this.phases, this.chart, this.report, this.checklist,
      h('section', {}, h('h2', {}, 'Databases'), h('table', { class: 'list', 'aria-label': 'Databases' },
        columns('Database', 'Phase', 'Copied', 'Queued', 'Loading', 'Completed', 'Errored', 'Indexes', 'Verified', 'Rate', 'Left'), this.databases)),
      h('section', {}, this.tables.element),
      this.findings,
      h('details', { class: 'section', open: true }, h('summary', {}, h('h2', {}, 'Events')), this.logNote, h('table', { class: 'list log', 'aria-label': 'Events' },
        columns('Time', 'What', 'Asked by', 'Said by', 'Place'), this.log)));
  }

  /** With its report, once it has one. */
  async loadWhole() {
    try {
      const whole = await get(pathOf(this.id_));
      this.whole = whole;
      this.show(whole);
      this.report.replaceChildren(whole.report ? reportView(whole) : '');
      this.tables.load();
      this.loadEvents();
      this.loadThroughput();
      if (whole.state === 'Succeeded') this.loadChecklist();
    } catch (error) {
      if (!this.isConnected) return;
      if (isRefusal(error)) connection('refused', error);
      else this.reloadWhole();
    }
  }

  async loadEvents() {
    try {
      this.events = await get(`${pathOf(this.id_)}/events`);
      this.showEvents();
      if (this.status) this.showPhases(this.status);
    } catch {
      // The stream says when the monitor is not heard.
    }
  }

  async loadThroughput() {
    try {
      this.chart.replaceChildren(throughputChart('Throughput', await get(`${pathOf(this.id_)}/throughput`)) ?? '');
    } catch {
      // The stream says when the monitor is not heard.
    }
  }

  async loadChecklist() {
    try {
      const { steps } = await get(`${pathOf(this.id_)}/checklist`);
      this.checklist.replaceChildren(steps.length ? checklist(this.id_, steps) : '');
    } catch {
      // The stream says when the monitor is not heard.
    }
  }

  show(status) {
    const before = this.status;
    this.status = status;
    this.dataset.revision = status.revision;
    const isOver = FINAL.includes(status.state);
    if (isOver && before && !FINAL.includes(before.state)) this.loadWhole();
    if (!before || before.state !== status.state || before.substate !== status.substate) this.reloadEvents();
    this.tables.counts(status.databases, isOver);
    this.showHead(status, isOver);
    this.showTrouble(status, isOver);
    this.showPhases(status);
    const isMoving = !isOver && !status.stalledSince;
    keyed(this.databases, status.databases, database => database.database, database => this.database(database, isOver, isMoving),
      new Map(status.databases.map(database => [database.database, `${isOver} ${isMoving}`])));
    this.showFindings(status);
  }

  /** Of a state of which nothing but these changed; it has no revision while others of them are to come. */
  count({ revision, changedAt, databases }) {
    if (!this.status || revision < this.status.revision) return;
    const changed = new Map(databases.map(database => [database.database, database]));
    this.show({ ...this.status, changedAt, revision: revision ?? this.status.revision, databases: this.status.databases.map(one => changed.get(one.database) ?? one) });
  }

  showHead(status, isOver) {
    const { source, target } = status.request;
    const server = one => name(`${one.user}@${one.host}:${one.port}`);
    const print = JSON.stringify([status.state, status.substate, status.pause, isOver ? '' : f.age(status.requestedAt)]);
    if (this.head.print === print) return;
    this.head.print = print;
    this.head.replaceChildren(
      h('div', {}, h('h1', {}, status.id), h('p', { class: 'dim' }, server(source), ' → ', server(target), ` · ${f.words(status.request.options.migrationOption)} · verify ${status.request.options.verify} · ${status.request.options.executor}`), labels(status.request.labels)),
      h('div', { class: 'actions' }, badge(status.state), !isOver && (status.pause ? badge('paused', status.pause.reached ? 'paused' : 'pausing') : h('span', { class: 'dim' }, f.words(status.substate))),
        h('span', { class: 'dim number' }, isOver ? `${f.duration(f.seconds(status.requestedAt, status.changedAt))} in all` : `for ${f.age(status.requestedAt)}`),
        isOver && canBeResumed(status) && h('button', { type: 'button', onclick: () => requestDialog(status.request, true) }, 'Resume'),
        !isOver && status.pause && h('button', { type: 'button', onclick: () => resumeDialog(status) }, 'Resume'),
        !isOver && !status.pause && canBePaused(status) && h('button', { type: 'button', onclick: () => pauseDialog(status) }, 'Pause'),
        isOver ? h('button', { type: 'button', onclick: () => requestDialog(status.request) }, status.state === 'Succeeded' ? 'Request again' : 'Request anew')
          : h('button', { type: 'button', class: 'danger', disabled: status.substate === 'CancelingRequestedDBMigrations', onclick: () => cancelDialog(status) }, 'Cancel')));
  }

  showTrouble(status, isOver) {
    const { failure, obstacle, stalledSince, databasesToDrop, pause } = status;
    this.trouble.replaceChildren(...[
      failure && trouble(`Failed${failure.object ? ` on ${failure.object}` : ''}`, failure.message, failure.remedy),
      obstacle && !isOver && trouble(`In the way${obstacle.object ? `: ${obstacle.object}` : ''}`, obstacle.message, obstacle.remedy),
      pause && !isOver && trouble(pause.reached ? 'Paused' : 'Pausing: what cannot be given back is finished', `${pause.askedBy ? `${pause.askedBy}: ` : ''}${pause.reason || 'No reason is given.'}`,
        `A snapshot that has been taken holds back vacuum at the source. It goes on by itself ${pause.reached && pause.until ? `at ${f.clock(pause.until)} at the latest.` : 'after at most as long as the workers allow.'}`),
      stalledSince && !isOver && trouble('Stalled', `No worker has spoken of it for ${f.age(stalledSince)}.`, 'Look whether workers run, and at their logs; whoever comes goes on with it.'),
      databasesToDrop.length > 0 && trouble('Left on the target, incomplete', databasesToDrop.join(', '), 'Drop them on the target, or let the next migration overwrite them:',
        command(databasesToDrop.map(database => `DROP DATABASE "${database.replaceAll('"', '""')}";`).join('\n'), 'In psql')),
    ].filter(Boolean));
  }

  showPhases(status) {
    this.phases.replaceChildren(...timeline(status, this.events.events, this.whole?.report));
  }

  database(database, isOver, isMoving) {
    const isKnown = database.phase !== 'QUEUED' && (database.phase !== 'PRE_DATA' || database.bytesTotal > 0);
    const number = value => (isKnown ? f.count(value) : f.UNKNOWN);
    const cell = (label, content, kind = 'right') => h('td', { 'data-label': label, class: kind }, content);
    return h('tr', {},
      h('th', { scope: 'row' }, name(database.database)),
      cell('Phase', badge(database.phase, database.phase.toLowerCase().replace('_', '-')), ''),
      cell('Copied', isOver ? f.bytes(isKnown ? database.bytesCopied : undefined) : isKnown ? progress(database.bytesCopied, hasPassedItsEstimate(database) ? undefined : database.bytesTotal || undefined, `Copied of ${database.database}`) : progress(), 'wide'),
      cell('Queued', number(database.tablesQueued)), cell('Loading', number(database.tablesLoading)),
      cell('Completed', number(database.tablesCompleted)),
      cell('Errored', isKnown && database.tablesErrored ? h('span', { class: 'error' }, f.count(database.tablesErrored)) : number(0)),
      cell('Indexes', isKnown ? `${f.count(database.indexesBuilt)} / ${f.count(database.indexesTotal)}` : f.UNKNOWN),
      cell('Verified', number(database.tablesVerified)),
      cell('Rate', isMoving ? f.rate(database.bytesPerSecond) : f.UNKNOWN),
      cell('Left', !isMoving || database.phase !== 'COPY' || database.secondsLeft < 0 || hasPassedItsEstimate(database) ? f.UNKNOWN : `≈ ${f.duration(database.secondsLeft)}`));
  }

  showFindings({ findings }) {
    const print = JSON.stringify(findings);
    if (this.findings.print === print) return;
    this.findings.print = print;
    const order = { ERROR: 0, WARNING: 1, INFO: 2 };
    const sorted = [...findings].sort((one, other) => (order[one.severity] ?? 9) - (order[other.severity] ?? 9));
    this.findings.replaceChildren(...findings.length === 0 ? [] : [h('details', { class: 'section', open: true },
      h('summary', {}, h('h2', {}, 'Findings'), h('span', { class: 'dim' }, ` ${f.count(findings.length)}`)),
      h('ul', { class: 'findings' }, sorted.map(finding)))]);
  }

  showEvents() {
    const { events, leftOut, knownSince } = this.events;
    this.logNote.textContent = [
      events[0]?.topic === 'migration.requested' ? '' : `What was said before ${f.clock(knownSince)} may be missing.`,
      leftOut ? `${f.count(leftOut)} events between the first and the last ones are left out.` : '',
    ].filter(Boolean).join(' ');
    keyed(this.log, [...events].reverse(), event => `${event.topic}/${event.partition}/${event.offset}`, event => h('tr', {},
      h('td', { 'data-label': 'Time', class: 'number' }, h('time', { datetime: event.time }, f.clock(event.time))),
      h('td', { 'data-label': 'What' }, event.what, event.detail && h('span', { class: 'dim' }, ' · ', name(event.detail))),
      h('td', { 'data-label': 'Asked by' }, event.actor && name(event.actor)),
      h('td', { 'data-label': 'Said by', class: 'dim' }, name(event.said)),
      h('td', { 'data-label': 'Place', class: 'dim number' }, `${event.topic}/${event.partition}/${event.offset}`)));
  }
}

export function finding(found) {
  const tone = found.severity === 'ERROR' ? 'failed' : found.severity === 'WARNING' ? 'stalled' : 'idle';
  return h('li', {}, h('div', {}, badge(tone, found.severity.toLowerCase()), ' ', h('code', {}, found.code), ' ', name(found.object)),
    h('p', {}, found.message), found.remedy && command(found.remedy, 'Remedy'));
}

customElements.define('pgconvoy-migration', Migration);
