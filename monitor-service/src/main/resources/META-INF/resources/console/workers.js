// The workers that were heard of, and what they have in hand.

import { h, name } from './dom.js';
import * as f from './format.js';
import { get, isRefusal } from './api.js';
import { connection } from './main.js';
import { badge, migrationLink } from './parts.js';

const EVERY = 2000;

class Workers extends HTMLElement {
  connectedCallback() {
    document.title = 'Workers · pgconvoy';
    this.heard = Date.now();
    this.note = h('p', { class: 'dim' });
    this.place = h('div', { class: 'workers' });
    this.append(h('h1', {}, 'Workers'), this.note, this.place);
    this.load();
    this.timer = setInterval(() => this.load(), EVERY);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async load() {
    try {
      const list = await get('/api/workers');
      if (!this.isConnected) return;
      this.heard = Date.now();
      connection('live');
      this.show(list);
    } catch (error) {
      if (!this.isConnected) return;
      if (isRefusal(error)) connection('refused', error);
      else connection('stale', this.heard);
    }
  }

  show({ workers, tasksWaiting, knownSince }) {
    this.note.textContent = `${knownSince ? `Heard since ${f.clock(knownSince)}.` : 'The monitor does not listen yet.'} ${knownSince ? `${f.plural(tasksWaiting, 'task waits', 'tasks wait')} for a worker. ` : ''}A worker speaks only of tasks: whether an idle one is alive is not known here.`;
    this.place.replaceChildren(...workers.map(worker => h('section', { class: 'panel', 'aria-label': `Worker ${worker.worker}` },
      h('div', { class: 'card-head' }, h('h2', {}, name(worker.worker)), badge(worker.state)),
      h('p', { class: 'dim number' }, `${worker.state === 'working' && !worker.slotsBusy ? 'at a task that is not known here' : `${f.plural(worker.slotsBusy, 'task', 'tasks')} in hand`} · ${f.rate(worker.bytesPerSecond)} · ${f.count(worker.tasksDone)} done, ${f.count(worker.tasksFailed)} failed · last heard ${f.age(worker.heardAt)} ago`),
      h('ul', { class: 'tasks' }, worker.tasks.map(task => h('li', {}, badge('working', task.kind), ' ', name(task.title), h('span', { class: 'dim' }, ' in ', name(task.database), ' of '), migrationLink(task.migration),
        h('span', { class: 'dim number' }, ` for ${f.age(task.since)}${task.bytes ? `, ${f.bytes(task.bytes)}` : ''}`), task.slowed && h('span', { class: 'warn-text' }, ` slowed to ${f.rate(task.slowed.bytesPerSecond)}: ${task.slowed.reason}`)))))));
    if (!workers.length) this.place.replaceChildren(h('p', { class: 'empty' }, knownSince ? 'No worker has spoken of a task yet.' : 'Workers are not known yet.'));
  }
}

customElements.define('pgconvoy-workers', Workers);
