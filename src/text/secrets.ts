/**
 * What must not stand in logs: the values of inputs that hold secrets, by their
 * names.
 */
const SECRET_NAME =
  /passw|passphrase|pwd$|secret|token|apikey|accesskey|privatekey|credential|authorization|cookie/;

const REDACTED = '[redacted]';
/** Shorter values stand in many texts by chance. */
const MIN_LENGTH = 4;
/** Deeper than the arguments of a call, and than causes are read. */
const MAX_DEPTH = 100;

/** Texts that must not be logged. */
export type SecretTexts = readonly string[];

/**
 * The texts that stand below a secret's name, anywhere in the value.
 *
 * @param names - further names, beside those that say what they are
 */
export function secretTexts(
  value: unknown,
  names: readonly string[] = [],
): SecretTexts {
  const texts = new Set<string>();
  const collect = (inner: unknown, isSecret: boolean, depth: number) => {
    if (isSecret && typeof inner === 'string' && inner.length >= MIN_LENGTH) {
      texts.add(inner);
    }
    if (typeof inner === 'object' && inner !== null && depth < MAX_DEPTH) {
      Object.entries(inner).forEach(([name, entry]) =>
        collect(entry, isSecret || isSecretName(name, names), depth + 1),
      );
    }
  };
  collect(value, false, 0);
  // A text may contain another one.
  return [...texts].sort((a, b) => b.length - a.length);
}

export interface Secrets {
  /** Names of inputs that hold them, beside the names that say so. */
  readonly names?: readonly string[];
  readonly texts?: SecretTexts;
}

/** JSON of the value, without what stands below a secret's name, or repeats it. */
export function toRedactedJson(
  value: unknown,
  { names = [], texts = [] }: Secrets,
): string | undefined {
  return JSON.stringify(value, (name, inner) => {
    if (isSecretName(name, names)) {
      return REDACTED;
    }
    return typeof inner === 'string' ? redactText(inner, texts) : inner;
  });
}

/** The error, or a copy of it that does not repeat the texts. */
export function redactError<T>(thrown: T, texts: SecretTexts): T {
  return texts.length > 0 ? redact(thrown, texts, 0) : thrown;
}

function redact<T>(value: T, texts: SecretTexts, depth: number): T {
  if (typeof value === 'string') {
    return redactText(value, texts) as T;
  }
  if (!isCopied(value)) {
    return value;
  }
  const copy = Array.isArray(value)
    ? []
    : Object.create(Object.getPrototypeOf(value));
  if (depth < MAX_DEPTH) {
    // The stack and message of an error are not enumerable.
    Object.getOwnPropertyNames(value).forEach(name => {
      copy[name] = redact((value as any)[name], texts, depth + 1);
    });
  }
  return copy;
}

/** Not a response, for example: nothing of it is logged. */
function isCopied(value: unknown): value is object {
  return (
    value instanceof Error ||
    Array.isArray(value) ||
    (typeof value === 'object' &&
      value !== null &&
      Object.getPrototypeOf(value) === Object.prototype)
  );
}

/** As it is, and as JSON in a text has it. */
function redactText(text: string, secrets: SecretTexts): string {
  return secrets
    .flatMap(secret => [secret, JSON.stringify(secret).slice(1, -1)])
    .reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
}

function isSecretName(name: string, names: readonly string[]): boolean {
  return (
    names.includes(name) ||
    SECRET_NAME.test(name.toLowerCase().replace(/[^a-z]/g, ''))
  );
}
