// What is asked of pgconvoy from the page: a migration, or the end of one. The command line says the same.

import { h, button, command, name } from './dom.js';
import * as f from './format.js';
import { get, pathOf, post } from './api.js';
import { go } from './main.js';

export function dialog(title, form, ...actions) {
  const said = h('p', { class: 'error', role: 'alert' });
  const close = () => shown.close();
  const shown = h('dialog', { 'aria-label': title, onclose: () => shown.remove() },
    h('div', { class: 'card-head' }, h('h2', {}, title), button('Close', close, { class: 'small' })),
    form, said, h('div', { class: 'actions' }, actions));
  document.body.append(shown);
  shown.showModal();
  return { close, say: text => { said.textContent = text; } };
}

export function cancelDialog(status) {
  const reason = h('input', { type: 'text', maxlength: '1000', autocomplete: 'off', oninput: () => line() });
  const place = h('div');
  const line = () => place.replaceChildren(command(`./pgconvoy cancel ${status.id}${reason.value ? ` --reason ${f.quoted(reason.value)}` : ''}`));
  line();
  const cancel = button('Cancel the migration', async () => {
    cancel.disabled = true;
    try {
      await post(`${pathOf(status.id)}/cancel`, reason.value ? { reason: reason.value } : {});
      box.close();
    } catch (error) {
      box.say(error.message);
      cancel.disabled = false;
    }
  }, { class: 'danger' });
  const box = dialog(`Cancel ${status.id}`, h('div', { class: 'form' },
    h('p', {}, 'Copying stops. Nothing is removed or rolled back: these databases stay on the target as they are, incomplete, until you drop them.'),
    h('ul', {}, status.databases.map(database => h('li', {}, name(database.database)))),
    h('label', {}, h('span', {}, 'Reason'), reason), place), cancel);
}

export function pauseDialog(status) {
  const reason = h('input', { type: 'text', maxlength: '1000', autocomplete: 'off', oninput: () => line() });
  const place = h('div');
  const line = () => place.replaceChildren(command(`./pgconvoy pause ${status.id}${reason.value ? ` --reason ${f.quoted(reason.value)}` : ''}`));
  line();
  const pause = button('Pause the migration', async () => {
    pause.disabled = true;
    try {
      await post(`${pathOf(status.id)}/pause`, reason.value ? { reason: reason.value } : {});
      box.close();
    } catch (error) {
      box.say(error.message);
      pause.disabled = false;
    }
  });
  const box = dialog(`Pause ${status.id}`, h('div', { class: 'form' },
    h('p', {}, 'Running copies are given back and made again later; an index that is being built is finished first. The migration goes on in the same snapshot.'),
    h('p', {}, 'A snapshot that has been taken is kept on the source and holds back its vacuum. So the pause ends by itself, after 4 hours unless the workers are set otherwise.'),
    h('label', {}, h('span', {}, 'Reason'), reason), place), pause);
}

export function resumeDialog(status) {
  const resume = button('Resume the migration', async () => {
    resume.disabled = true;
    try {
      await post(`${pathOf(status.id)}/resume`, {});
      box.close();
    } catch (error) {
      box.say(error.message);
      resume.disabled = false;
    }
  });
  const box = dialog(`Resume ${status.id}`, h('div', { class: 'form' },
    h('p', {}, 'It goes on in the same snapshot, with what it has copied.'), command(`./pgconvoy resume ${status.id}`)), resume);
}

export function cancelSelectionDialog(ids, asked) {
  const reason = h('input', { type: 'text', maxlength: '1000', autocomplete: 'off', oninput: () => line() });
  const place = h('div');
  const list = h('ul', { class: 'results' }, ids.map(id => h('li', {}, name(id))));
  const line = () => place.replaceChildren(command(`./pgconvoy cancel ${ids.join(' ')}${reason.value ? ` --reason ${f.quoted(reason.value)}` : ''}`));
  line();
  const cancel = button(`Cancel ${f.plural(ids.length, 'migration', 'migrations')}`, async () => {
    cancel.disabled = true;
    try {
      const { results } = await post('/api/migrations/cancel', reason.value ? { ids, reason: reason.value } : { ids });
      list.replaceChildren(...results.map(({ id, outcome, detail }) => h('li', {}, name(id), ': ', h('span', { class: outcome === 'asked' ? 'good-text' : 'error' }, detail))));
      list.setAttribute('role', 'status');
      asked(results.filter(({ outcome }) => outcome !== 'not-confirmed').map(({ id }) => id));
      cancel.hidden = true;
    } catch (error) {
      box.say(error.message);
      cancel.disabled = false;
    }
  }, { class: 'danger' });
  const box = dialog(`Cancel ${f.plural(ids.length, 'migration', 'migrations')}`, h('div', { class: 'form' },
    h('p', {}, 'Copying stops. Nothing is removed or rolled back: what they were copying stays on the targets, incomplete, until you drop it.'),
    list, h('label', {}, h('span', {}, 'Reason'), reason), place), cancel);
}

const FIELDS = [
  ['name', 'Name', 'of this migration; with the target it is its id', 'move-1'],
  ['sourceHost', 'Source', 'host or host:port', 'old.example.com:5432'],
  ['targetHost', 'Target', 'host or host:port', 'orders-flex.postgres.database.azure.com'],
  ['sourceUser', 'Source user', '', 'postgres'],
  ['targetUser', 'Target user', '', 'postgres'],
  ['sourcePassword', 'Source password', 'sealed at once, or a reference', 'env:NAME, file:/path, keyvault:…'],
  ['targetPassword', 'Target password', 'sealed at once, or a reference', 'env:NAME, file:/path, keyvault:…'],
  ['databases', 'Databases', 'comma-separated; empty for all', ''],
  ['labels', 'Labels', 'key=value, comma-separated', 'team=payments, wave=2'],
];
const SSL = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/**
 * @param like a request to begin with; passwords are never known here
 * @param resumes whether it is to go on with what that one has left on the target
 */
export function requestDialog(like, resumes = like?.options.copy.resume ?? false) {
  const fields = {};
  const inputs = FIELDS.map(([key, label, hint, example]) => {
    const isSecret = key.endsWith('Password');
    fields[key] = h('input', { type: isSecret ? 'password' : 'text', autocomplete: isSecret ? 'new-password' : 'off', spellcheck: 'false', placeholder: example, maxlength: '1000', oninput: () => line() });
    return h('label', {}, h('span', {}, label, hint && ` · ${hint}`), fields[key]);
  });
  const choice = (label, values, value) => {
    const select = h('select', { onchange: () => line() }, values.map(one => h('option', { value: one, selected: one === value }, one)));
    return [select, h('label', {}, h('span', {}, label), select)];
  };
  const [sourceSsl, sourceSslLabel] = choice('TLS to the source', SSL, like?.source.sslMode ?? 'prefer');
  const [targetSsl, targetSslLabel] = choice('TLS to the target', SSL, like?.target.sslMode ?? 'prefer');
  const [verify, verifyLabel] = choice('Verify', ['full', 'counts', 'off'], like?.options.verify ?? 'full');
  const overwrite = h('input', { type: 'checkbox', checked: like?.options.overwriteDbsInTarget ?? false, onchange: () => line() });
  const resume = h('input', { type: 'checkbox', checked: resumes, onchange: () => line() });
  const lines = h('div');
  if (like) fill(fields, like);

  const line = () => lines.replaceChildren(...(like && hasMoreThanTheCommand(like)
    ? [h('p', { class: 'dim' }, 'The request that this one begins with has options that are not shown here, such as filters, roles or certificates. It is sent with them; no command is shown, since it would leave them out.')]
    : [commandOf('request', read('ValidateAndMigrate'), 'As a command (passwords by PGCONVOY_SOURCE_PASSWORD and PGCONVOY_TARGET_PASSWORD)'),
      commandOf('validate', { ...read('Validate'), name: '' }, 'The checks alone as a command')]));
  const read = option => ({ ...Object.fromEntries(Object.entries(fields).map(([key, input]) => [key, input.value.trim()])), sourceSsl: sourceSsl.value, targetSsl: targetSsl.value, verify: verify.value, overwrite: overwrite.checked, resume: resume.checked, option });
  line();
  const send = option => async () => {
    const values = read(option);
    const missing = FIELDS.find(([key]) => !['databases', 'labels', 'sourcePassword', 'targetPassword'].includes(key) && !values[key]);
    if (missing) {
      box.say(`${missing[1]} is missing.`);
      fields[missing[0]].focus();
      return;
    }
    const request = bodyOf(values, like);
    try {
      const known = await post('/api/migrations', request);
      if (known) {
        box.say('This was asked for before under this name; nothing new was started. Choose another name.');
        fields.name.focus();
        return;
      }
      box.say('Asked for. It is shown as soon as the monitor knows it.');
      await waitFor(request.id);
      box.close();
    } catch (error) {
      box.say(error.message);
    }
  };
  const box = dialog('Request a migration', h('form', { class: 'form two', onsubmit: event => event.preventDefault() }, inputs, sourceSslLabel, targetSslLabel, verifyLabel,
    h('label', { class: 'check' }, overwrite, h('span', {}, 'Drop databases that exist on the target, and copy them anew')),
    h('label', { class: 'check' }, resume, h('span', {}, 'Go on with what an earlier migration left unfinished on the target')),
    like && h('p', { class: 'dim full' }, 'Passwords are not kept: give them again.'), h('div', { class: 'full' }, lines),
    h('p', { class: 'dim full' }, '“Check first” runs the checks alone under the name with “-check” and the time, and shows what they find.')),
  button('Check first', () => send('Validate')()), button('Migrate', () => send('ValidateAndMigrate')(), { class: 'primary' }));
}

const labelsText = labels => Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`).join(', ');

/** A comma ends a label where the next one begins. */
const labelsOf = text => Object.fromEntries(text.split(/,\s*(?=[A-Za-z0-9][A-Za-z0-9._/-]*=)/).map(label => label.trim()).filter(Boolean)
  .map(label => (label.includes('=') ? [label.slice(0, label.indexOf('=')), label.slice(label.indexOf('=') + 1)] : [label, ''])));

function fill(fields, { id, source, target, databases, labels }) {
  const server = one => `${one.host}:${one.port}`;
  const [, before, check] = /^(.*?)(-check-\d{14})?$/.exec(id.split('/')[1]);
  const again = /^(.*?)(?:-(\d+))?$/.exec(before);
  const next = check ? before : `${again[1]}-${Number(again[2] ?? 1) + 1}`;
  Object.entries({ name: next, sourceHost: server(source), sourceUser: source.user, targetHost: server(target), targetUser: target.user, databases: databases.join(','), labels: labelsText(labels) })
    .forEach(([key, value]) => { fields[key].value = value; });
}

function place(address) {
  const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(address);
  return { host, port: Number(port ?? 5432) };
}

/** The id's first part: the one of the request that is repeated, or made as the command makes it. One name for one server. */
function serverName(address, like) {
  const { host, port } = place(address);
  if (like && host === like.target.host && port === like.target.port) return like.id.split('/')[0];
  const suffix = `-${port}`;
  return host.toLowerCase().replace(/[^a-z0-9._-]/g, '-').replace(/^[._-]+/, '').slice(0, 63 - suffix.length) + suffix;
}

function serverOf(address, user, password, sslMode, before) {
  return { ...before, ...place(address), user, sslMode, maintenanceDatabase: before?.maintenanceDatabase ?? 'postgres', ...(password ? { password } : { password: null }) };
}

/** Another one each time: a second request under a name would show what the first one found. */
function checkName(name) {
  const suffix = `-check-${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}`;
  return name.slice(0, 63 - suffix.length) + suffix;
}

const DEFAULTS = { jobs: 4, executor: 'workers', onInvalidData: 'fail', maintenanceDatabase: 'postgres' };

/** Whether it says something that the fields of the dialog, and so the command, do not. */
function hasMoreThanTheCommand({ source, target, options, azure }) {
  const { migrationOption, overwriteDbsInTarget, verify, copy: { resume, ...copy }, ...others } = options;
  const isUsual = (value, key) => !value || value === DEFAULTS[key]
    || typeof value === 'object' && Object.entries(value).every(([inner, one]) => isUsual(one, inner));
  const server = ({ maintenanceDatabase, tls }) => ({ maintenanceDatabase, tls });
  return !isUsual({ ...others, copy, azure, source: server(source), target: server(target) });
}

/** What Azure's service is told; another source has another resource. */
function azureOf(values, like) {
  if (!like?.azure) return undefined;
  const { host, port } = place(values.sourceHost);
  const isSameSource = host === like.source.host && port === like.source.port && values.sourceUser === like.source.user;
  return { ...like.azure, sourceResourceId: isSameSource ? like.azure.sourceResourceId : undefined };
}

function bodyOf(values, like) {
  const databases = values.databases.split(',').map(text => text.trim()).filter(Boolean);
  const id = `${serverName(values.targetHost, like)}/${values.option === 'Validate' ? checkName(values.name) : values.name}`;
  return {
    id,
    source: serverOf(values.sourceHost, values.sourceUser, values.sourcePassword, values.sourceSsl, like?.source),
    target: serverOf(values.targetHost, values.targetUser, values.targetPassword, values.targetSsl, like?.target),
    databases,
    options: { ...like?.options, migrationOption: values.option, verify: values.verify, overwriteDbsInTarget: values.overwrite, copy: { ...like?.options.copy, resume: values.resume } },
    azure: azureOf(values, like),
    labels: labelsOf(values.labels),
  };
}

/** Without a password: it comes from the environment or a reference. */
function commandOf(verb, values, label) {
  const uri = (host, user, ssl) => f.quoted(`postgres://${encodeURIComponent(user || 'USER')}@${host || 'HOST'}${ssl === 'prefer' ? '' : `?sslmode=${ssl}`}`);
  const reference = text => (/^(env|file|keyvault|entra):/.test(text) ? text : undefined);
  const words = [`./pgconvoy ${verb}`, `--source ${uri(values.sourceHost, values.sourceUser, values.sourceSsl)}`, `--target ${uri(values.targetHost, values.targetUser, values.targetSsl)}`,
    values.name && `--name ${f.quoted(values.name)}`,
    reference(values.sourcePassword) && `--source-password ${f.quoted(values.sourcePassword)}`, reference(values.targetPassword) && `--target-password ${f.quoted(values.targetPassword)}`,
    values.databases && `--databases ${f.quoted(values.databases)}`,
    values.verify !== 'full' && `--verify ${values.verify}`, values.overwrite && '--overwrite', values.resume && '--resume',
    ...Object.entries(labelsOf(values.labels)).map(([key, value]) => `--label ${f.quoted(`${key}=${value}`)}`)];
  return command(words.filter(Boolean).join(' '), label);
}

/** It is known as soon as the monitor has read its own event. */
async function waitFor(id) {
  for (let tries = 0; tries < 60; tries++) {
    try {
      await get(pathOf(id));
      break;
    } catch {
      await new Promise(done => setTimeout(done, 500));
    }
  }
  go({ id });
}
