// The phases of a migration with their durations, as far as its events tell them.

import { h } from './dom.js';
import * as f from './format.js';

const FINAL = ['Succeeded', 'Failed', 'ValidationFailed', 'Canceled'];

export function timeline(status, events, report) {
  const first = (topic, what) => events.find(event => event.topic === topic && (!what || event.what === what))?.time;
  const isOver = FINAL.includes(status.state);
  const moves = status.request.options.migrationOption !== 'Validate';
  const validated = first('migration.validated');
  const began = first('migration.observed', 'migration began') ?? report?.startedAt;
  const completing = first('migration.observed', 'completion began');
  const end = isOver ? status.changedAt : undefined;
  const phases = [
    { title: 'Checking', from: status.requestedAt, to: validated, substates: ['PerformingPreRequisiteSteps', 'ValidationInProgress'] },
    moves && { title: 'Waiting for its turn', from: validated, to: began, substates: ['WaitingForDataMigrationScheduling', 'WaitingForDataMigrationWindow'] },
    moves && { title: 'Copying and verifying', from: began, to: completing, substates: ['MigratingData'] },
    moves && { title: 'Finishing', from: completing, to: end, substates: ['CompletingMigration'] },
  ].filter(Boolean);
  const at = isOver ? phases.length : phases.findIndex(phase => phase.substates.includes(status.substate));
  const last = phases.findLastIndex(phase => phase.from);
  return [
    ...phases.map((phase, number) => step(phase, isOver ? (number < last || (number === last && status.state === 'Succeeded') ? 'past' : number === last ? 'ended' : 'never')
      : number < at ? 'past' : number === at ? 'now' : 'later', end)),
    h('li', { class: isOver ? `end ${status.state === 'Succeeded' ? 'good' : status.state === 'Canceled' ? 'quiet' : 'bad'}` : 'later', 'aria-current': isOver ? 'step' : undefined },
      h('strong', {}, isOver ? f.words(status.state) : 'End'), h('span', { class: 'dim' }, isOver ? f.clock(status.changedAt) : '')),
  ];
}

function step({ title, from, to }, state, end) {
  const until = to ?? (state === 'now' ? new Date().toISOString() : state === 'ended' ? end : undefined);
  const text = state === 'later' || state === 'never' ? '' : from && until ? f.duration(f.seconds(from, until)) : 'duration not known';
  return h('li', { class: state, 'aria-current': state === 'now' ? 'step' : undefined }, h('strong', {}, title), h('span', { class: 'dim number' }, text));
}
