// Which view is shown, by the address; and whether what it shows is fresh.

import { h, button } from './dom.js';
import { clock } from './format.js';
import { useToken } from './api.js';
import { requestDialog } from './request.js';
import './fleet.js';
import './fleets.js';
import './migration.js';
import './workers.js';

const content = document.getElementById('content');
const live = document.getElementById('live');
const stale = document.getElementById('stale');
let shown;

/** The parameters of the address. */
export const address = () => new URLSearchParams(location.search);

/** Goes to an address of ours; `replace` for what is only a filter. */
export function go(parameters, replace = false) {
  const query = new URLSearchParams([...new URLSearchParams(parameters)].filter(([, value]) => value));
  const url = query.size ? `/?${query}` : '/';
  if (url !== location.pathname + location.search) history[replace ? 'replaceState' : 'pushState'](null, '', url);
  if (!replace) show();
}

function viewOf(query) {
  if (query.get('id')) return 'migration';
  return ['fleets', 'workers'].find(view => view === query.get('view')) ?? 'fleet';
}

function show() {
  const query = address();
  const view = viewOf(query);
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.view === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  connection('connecting');
  shown = document.createElement(`pgconvoy-${view}`);
  content.replaceChildren(shown);
  scrollTo(0, 0);
}

/** Shown by whoever listens: 'live', 'stale' since when, 'refused' with the reason, 'connecting'. */
export function connection(state, detail) {
  live.dataset.state = state;
  live.textContent = { live: 'Live', connecting: 'Connecting', stale: 'Cut off', refused: 'Not allowed' }[state];
  stale.hidden = state !== 'stale' && state !== 'refused';
  document.body.classList.toggle('is-stale', state === 'stale');
  if (state === 'stale') {
    const since = `Stale since ${clock(new Date(detail).toISOString())}: the monitor is not heard. Trying again.`;
    if (stale.textContent !== since) stale.textContent = since;
  } else if (state === 'refused') {
    refused(detail);
  }
}

export function refused(error) {
  if (error.status === 404) {
    stale.textContent = error.message;
    return;
  }
  const token = h('input', { type: 'password', autocomplete: 'off', 'aria-label': 'Bearer token', placeholder: 'Bearer token' });
  const use = event => {
    event.preventDefault();
    useToken(token.value.trim());
    show();
  };
  stale.replaceChildren(
    h('p', {}, 'You are not signed in. Open the link that ./pgconvoy login prints, or paste a token; it is kept for this tab only.'),
    h('form', { onsubmit: use }, token, button('Use this token', use)),
  );
}

document.addEventListener('click', event => {
  const link = event.target.closest('a[data-link]');
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  go(new URL(link.href).search);
});
document.addEventListener('keydown', event => {
  const isTyping = event.target.closest('input, textarea, select, dialog');
  if (event.key === '/' && !isTyping) {
    const search = content.querySelector('input[type=search]');
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});
addEventListener('popstate', show);
document.getElementById('request').addEventListener('click', () => requestDialog());
show();
