// What is asked of a fleet from the page. The command line says the same.

import { h, button, command } from './dom.js';
import * as f from './format.js';
import { post } from './api.js';
import { dialog } from './request.js';

/**
 * @param action as REST takes it, without the reason
 * @param command of `./pgconvoy fleet`
 * @param reason 'needed', 'optional', or left out where none is kept
 * @param asksWho whether somebody says who they are; a token's name counts more
 */
export function fleetActionDialog({ fleet, action, title, text, command: words, reason, asksWho, isDanger, done }) {
  const field = (label, oninput) => {
    const input = h('input', { type: 'text', maxlength: '1000', autocomplete: 'off', oninput });
    return [input, h('label', {}, h('span', {}, label), input)];
  };
  const place = h('div');
  const [why, whyLabel] = field(reason === 'needed' ? 'Reason (needed; it is kept)' : 'Reason', () => line());
  const [who, whoLabel] = field('Who approves (the name of your token counts where there is one)', () => line());
  const line = () => place.replaceChildren(command(['./pgconvoy fleet', words, asksWho && who.value.trim() && `--by ${f.quoted(who.value.trim())}`,
    reason && (why.value.trim() || reason === 'needed') && `--reason ${f.quoted(why.value.trim() || 'WHY')}`, `--fleet ${f.quoted(fleet)}`].filter(Boolean).join(' ')));
  line();
  const send = button(title, async () => {
    if (reason === 'needed' && !why.value.trim()) {
      box.say('Say why: the reason is kept with the fleet.');
      why.focus();
      return;
    }
    send.disabled = true;
    try {
      await post(`/api/fleets/${encodeURIComponent(fleet)}/actions`, {
        ...action, ...(reason ? { reason: why.value.trim() } : {}), ...(asksWho ? { by: who.value.trim() } : {}),
      });
      box.close();
      done();
    } catch (error) {
      box.say(error.message);
      send.disabled = false;
    }
  }, { class: isDanger ? 'danger' : 'primary' });
  const box = dialog(title, h('form', { class: 'form', onsubmit: event => event.preventDefault() }, h('p', {}, text), asksWho && whoLabel, reason && whyLabel, place), send);
}
