// Builds the page from text. Whatever comes from outside reaches it as a text node or an attribute's value.

/** An element. Children are elements, texts, lists of them, or nothing. */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'class') element.className = value;
    else if (key in element && typeof value !== 'string') element[key] = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

/** The same of a drawing; children are elements. */
export function svg(name, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes ?? {})) element.setAttribute(key, value);
  element.append(...children.flat(Infinity));
  return element;
}

/** A name from outside: isolated, so that its writing direction changes nothing around it. */
export function name(text, attributes) {
  return h('bdi', { ...attributes, title: text }, text);
}

/**
 * A bar, when how much there is to do is known; else nothing: a counter stands beside it. How much there is to do is an
 * estimate, so that a bar never is at its end.
 */
export function bar(done, expected, label) {
  if (done === undefined || !expected || done > expected) return null;
  const share = Math.min(0.99, done / expected);
  return h('progress', { max: '1', value: String(share), 'aria-label': `${label}: ${Math.floor(share * 100)} %` });
}

export function button(text, onclick, attributes) {
  return h('button', { type: 'button', ...attributes, onclick }, text);
}

/** A command to copy. */
export function command(text, label = 'As a command') {
  const copy = button('Copy', async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      copy.textContent = 'Press Ctrl-C';
    }
    setTimeout(() => (copy.textContent = 'Copy'), 2000);
  }, { class: 'small' });
  const code = h('code', { tabindex: '0' }, text);
  return h('div', { class: 'command' }, h('span', { class: 'dim' }, label), code, copy);
}

/** Replaces children one by one where they changed, by key, so that focus and selection stay. */
export function keyed(parent, items, key, make, shown = new Map()) {
  const known = parent.keyedNodes ?? new Map();
  const next = new Map();
  let before = parent.firstChild;
  for (const item of items) {
    const id = key(item);
    const print = JSON.stringify(item) + (shown.get(id) ?? '');
    let entry = known.get(id);
    if (!entry || entry.print !== print) {
      const node = make(item);
      if (entry) {
        if (entry.node === before) before = node;
        restoreFocus(entry.node, node);
      }
      entry = { node, print };
    }
    next.set(id, entry);
    if (entry.node === before) before = before.nextSibling;
    else parent.insertBefore(entry.node, before);
  }
  while (before) {
    const gone = before;
    before = before.nextSibling;
    gone.remove();
  }
  parent.keyedNodes = next;
}

function restoreFocus(old, node) {
  const active = document.activeElement;
  const focused = old.contains(active);
  old.replaceWith(node);
  if (!focused) return;
  const same = [...node.querySelectorAll('a,button,input')].filter(e => e.tagName === active.tagName && ['href', 'aria-label'].every(key => e.getAttribute(key) === active.getAttribute(key)));
  (same.find(e => e.textContent === active.textContent) ?? (same.length === 1 ? same[0] : undefined))?.focus();
}
