// What a migration came to, after its end.

import { h, name } from './dom.js';
import * as f from './format.js';
import { getFile, pathOf } from './api.js';
import { finding } from './migration.js';

export function reportView(status) {
  const { report } = status;
  const sum = key => report.databases.reduce((total, one) => total + one[key], 0);
  const tables = sum('tableCount');
  const verified = sum('verifiedTables');
  const differences = sum('differenceCount');
  const fact = (label, value, kind) => h('div', {}, h('dt', {}, label), h('dd', { class: `number ${kind ?? ''}` }, value));
  const said = h('span', { class: 'error', role: 'alert' });
  const save = (type, ending, content) => async () => {
    try {
      const file = new Blob([await content()], { type });
      const link = h('a', { href: URL.createObjectURL(file), download: `${status.id.replace('/', '-')}-report.${ending}` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      said.textContent = '';
    } catch (error) {
      said.textContent = error.message;
    }
  };
  return h('section', {}, h('div', { class: 'card-head' }, h('h2', {}, 'Report'), h('div', { class: 'actions' }, said,
    h('button', { type: 'button', onclick: save('text/html', 'html', () => getFile(`${pathOf(status.id)}/report?format=html`, 'text/html')) }, 'Download as a page'),
    h('button', { type: 'button', onclick: save('application/json', 'json', () => JSON.stringify(status, null, 2)) }, 'Download as JSON'))),
    h('dl', { class: 'numbers' }, fact('Versions', `${report.sourceVersion} → ${report.targetVersion}`), fact('Duration', f.duration(f.seconds(report.startedAt, report.endedAt))),
      fact('Tables', f.count(tables)), fact('Rows', f.count(sum('rows'))), fact('Bytes', f.bytes(sum('bytes'))),
      fact('Verified', report.verify === 'off' ? 'not asked for' : `${f.count(verified)} of ${f.count(tables)} (${report.verify})`, verified === tables && tables ? 'good-text' : ''),
      fact('Differences', f.count(differences), differences ? 'error' : '')),
    report.databases.map(database => h('p', { class: 'dim' }, name(database.database), ': ', database.phases.map(phase => `${phase.phase} ${f.duration(f.isoSeconds(phase.duration))}`).join(' · '))),
    differences > 0 && h('ul', { class: 'findings' }, report.databases.flatMap(database => database.differences.map(one => h('li', {}, name(database.database), ' ', Object.values(one).map(value => [' ', name(String(value))]))))),
    report.notes.length > 0 && h('details', { class: 'section' }, h('summary', {}, h('h3', {}, 'Notes'), h('span', { class: 'dim' }, ` ${f.count(report.noteCounts.reduce((all, one) => all + one.count, 0))}`)), h('ul', { class: 'findings' }, report.notes.map(finding))));
}
