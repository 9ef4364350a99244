// Calls of the monitor. A browser has a session (the link of `./pgconvoy login`), or a token that was pasted: that one is
// kept for this tab only.

const TOKEN = 'pgconvoy-token';
const SLOWEST_RETRY = 30_000;
const FINAL_REFUSALS = [401, 403, 404];

/** Whether asking again brings the same: the monitor may answer others while it starts, or is asked too often. */
export const isRefusal = error => FINAL_REFUSALS.includes(error?.status);

export class Refused extends Error {
  constructor(status, problem) {
    super([problem?.detail ?? `The monitor answers ${status}.`, problem?.remedy].filter(Boolean).join(' '));
    this.status = status;
    this.field = problem?.field;
  }
}

export function useToken(token) {
  if (token) sessionStorage.setItem(TOKEN, token);
  else sessionStorage.removeItem(TOKEN);
}

function headers(more) {
  const token = sessionStorage.getItem(TOKEN);
  return { ...more, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

async function answer(response) {
  const text = await response.text();
  const body = text ? JSON.parse(text) : undefined;
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

export async function get(path, signal) {
  return answer(await fetch(path, { headers: headers({ Accept: 'application/json' }), signal }));
}

/** A file, as text. */
export async function getFile(path, type) {
  const response = await fetch(path, { headers: headers({ Accept: type }) });
  return response.ok ? response.text() : answer(response);
}

export async function post(path, body) {
  return answer(await fetch(path, {
    method: 'POST',
    headers: headers({ 'Content-Type': 'application/json', Accept: 'application/json' }),
    body: JSON.stringify(body),
  }));
}

export const pathOf = id => `/api/migrations/${id.split('/').map(encodeURIComponent).join('/')}`;

/**
 * Listens until it is closed. `on` has a function for each event's name; `state` is told 'live', 'stale' with the time
 * since when nothing was heard, or 'refused' with the reason.
 */
export function listen(path, on, state) {
  const closed = new AbortController();
  let lastId;
  let heard = Date.now();
  let tries = 0;

  (async () => {
    while (!closed.signal.aborted) {
      try {
        await once();
      } catch (error) {
        if (closed.signal.aborted) return;
        if (isRefusal(error)) {
          state('refused', error);
          return;
        }
        if (error?.status === 400) return; // whoever asked for the list shows why
      }
      if (closed.signal.aborted) return;
      state('stale', heard);
      const pause = Math.min(SLOWEST_RETRY, 500 * 2 ** tries++) * (0.7 + Math.random() * 0.6);
      await new Promise(done => {
        const timer = setTimeout(done, pause);
        closed.signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
      });
    }
  })();

  async function once() {
    const quiet = new AbortController();
    const stop = AbortSignal.any([closed.signal, quiet.signal]);
    const response = await fetch(path, {
      headers: headers({ Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) }),
      signal: stop,
      cache: 'no-store',
    });
    if (!response.ok) return answer(response);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let watch;
    const alive = () => {
      heard = Date.now();
      clearTimeout(watch);
      watch = setTimeout(() => quiet.abort(), 45_000);
    };
    try {
      alive();
      state('live');
      let rest = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        alive();
        tries = 0;
        const messages = (rest + value).split(/\r?\n\r?\n/);
        rest = messages.pop();
        messages.forEach(take);
      }
    } finally {
      clearTimeout(watch);
    }
  }

  function take(message) {
    let event = 'message';
    const data = [];
    for (const line of message.split(/\r?\n/)) {
      const colon = line.indexOf(':');
      if (colon < 1) continue;
      const value = line.slice(colon + 1).replace(/^ /, '');
      const field = line.slice(0, colon);
      if (field === 'id') lastId = value;
      else if (field === 'event') event = value;
      else if (field === 'data') data.push(value);
    }
    if (data.length) on[event]?.(JSON.parse(data.join('\n')));
  }

  return () => closed.abort();
}
