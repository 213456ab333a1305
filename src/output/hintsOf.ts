import type { JsonObject, JsonValue } from '@backstage/types';
import { isContainer } from './Members';

/**
 * Names of arguments that make an output smaller, in lower case and without
 * separators.
 */
const NARROWING = new Set([
  ...['limit', 'first', 'last', 'top', 'take', 'count', 'size', 'max'],
  ...['pagesize', 'perpage', 'maxresults', 'maxitems', 'maxlength', 'maxlines'],
  ...['cursor', 'after', 'before', 'page', 'pagetoken', 'offset', 'skip'],
  ...['fields', 'fieldset', 'select', 'include', 'exclude', 'properties'],
  ...['filter', 'filters', 'query', 'q', 'search', 'term', 'where', 'types'],
  ...['since', 'until', 'from', 'to', 'start', 'end', 'starttime', 'endtime'],
  ...['lines', 'tail', 'taillines', 'head', 'depth'],
]);
/** Arguments that request the next page of an output. */
const PAGING = new Set(['cursor', 'after', 'page', 'pagetoken']);
/** Keywords that allow arguments besides `properties`. */
const UNNAMED = ['anyOf', 'oneOf', 'allOf', '$ref', 'patternProperties'];
/** Limits the note. Tools have three or four such arguments. */
const MAX_NAMES = 8;

/**
 * Sentences on what a model can do about a cut output. Empty if there is
 * nothing to say.
 */
export interface Hints {
  readonly narrowing: string;
  /** For cut lists: no other page has the rest. */
  readonly paging: string;
}

/** Names the arguments in a tool's schema that make its output smaller. */
export function hintsOf(inputSchema: JsonObject): Hints {
  const names = namesIn(inputSchema.properties);
  const narrowing = names
    .filter(name => NARROWING.has(plain(name)))
    .slice(0, MAX_NAMES);
  const pages = narrowing.some(name => PAGING.has(plain(name)));
  return {
    narrowing: toSentence(narrowing, inputSchema),
    paging: pages ? 'Its next page starts after what is cut here' : '',
  };
}

function toSentence(
  narrowing: readonly string[],
  inputSchema: JsonObject,
): string {
  if (narrowing.length > 0) {
    return `This tool takes ${narrowing.join(', ')}`;
  }
  return takesNothing(inputSchema) ? 'This tool takes no arguments' : '';
}

function takesNothing(inputSchema: JsonObject): boolean {
  const { properties, additionalProperties } = inputSchema;
  return (
    namesIn(properties).length === 0 &&
    !isContainer(additionalProperties) &&
    UNNAMED.every(keyword => !(keyword in inputSchema))
  );
}

function namesIn(properties: JsonValue | undefined): string[] {
  return isContainer(properties) ? Object.keys(properties) : [];
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}
