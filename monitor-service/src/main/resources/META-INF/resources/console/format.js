// Numbers and times for people. What is not known is a dash.

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const COUNT = new Intl.NumberFormat('en', { useGrouping: true });

export const UNKNOWN = '–';

/** As the terminal rounds: halves up, and three digits. */
export function bytes(count) {
  if (count === undefined || count === null) return UNKNOWN;
  let unit = 0;
  let value = count;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const tenths = Math.round(count / (1000 ** unit / 10));
  return `${unit === 0 || tenths >= 1000 ? Math.round(value) : (tenths / 10).toFixed(1)} ${UNITS[unit]}`;
}

export const rate = count => (count ? `${bytes(count)}/s` : UNKNOWN);

export const count = number => (number === undefined || number === null ? UNKNOWN : COUNT.format(number));

export function duration(seconds) {
  if (seconds === undefined || seconds === null || seconds < 0) return UNKNOWN;
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

/** A duration as the report has it: PT1H2M3.4S. */
export function isoSeconds(text) {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text ?? '');
  return parts ? Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0) : undefined;
}

export const seconds = (from, to) => (from && to ? (Date.parse(to) - Date.parse(from)) / 1000 : undefined);

export const age = time => (time ? duration((Date.now() - Date.parse(time)) / 1000) : UNKNOWN);

export function clock(time) {
  return time ? new Date(time).toLocaleString([], { dateStyle: 'short', timeStyle: 'medium' }) : UNKNOWN;
}

export const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;

const WORDS = {
  InProgress: 'In progress',
  WaitingForUserAction: 'Waits for a person',
  CleaningUp: 'Cleaning up',
  ValidationFailed: 'Validation failed',
  PerformingPreRequisiteSteps: 'getting ready',
  ValidationInProgress: 'checking',
  MigratingData: 'copying',
  CompletingMigration: 'finishing',
  CancelingRequestedDBMigrations: 'cancelling',
  WaitingForDataMigrationScheduling: 'waiting for its turn',
  WaitingForDataMigrationWindow: 'waiting for its window',
  Completed: '',
};

/** ARM's words, with spaces. */
export function words(text) {
  return WORDS[text] ?? text.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
}

export const quoted = text => (/^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
