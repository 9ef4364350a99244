// What is left to do after a migration. What is ticked is known to this browser only.

import { command, h } from './dom.js';

function ticked(id) {
  try {
    return new Set(JSON.parse(localStorage.getItem(`pgconvoy-checklist ${id}`) ?? '[]'));
  } catch {
    return new Set();
  }
}

function keep(id, titles) {
  try {
    localStorage.setItem(`pgconvoy-checklist ${id}`, JSON.stringify([...titles]));
  } catch {
    // A browser that keeps nothing shows the steps all the same.
  }
}

export function checklist(id, steps) {
  const done = ticked(id);
  const tick = title => event => {
    if (event.target.checked) done.add(title);
    else done.delete(title);
    keep(id, done);
  };
  return h('section', {}, h('h2', {}, 'What is left to do'),
    h('ol', { class: 'checklist' }, steps.map(({ title, text, lines }) => h('li', { class: 'panel' },
      h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: done.has(title), onchange: tick(title) }), h('strong', {}, title)),
      h('p', {}, text), lines.map(line => command(line.text, line.label))))));
}
