import type { JsonObject, JsonValue } from '@backstage/types';
import { isContainer } from './Members';

/** Names of arguments that make an answer smaller, in lower case and without separators. */
const NARROWING = new Set([
  ...['limit', 'first', 'last', 'top', 'take', 'count', 'size', 'max'],
  ...['pagesize', 'perpage', 'maxresults', 'maxitems', 'maxlength', 'maxlines'],
  ...['cursor', 'after', 'before', 'page', 'pagetoken', 'offset', 'skip'],
  ...['fields', 'fieldset', 'select', 'include', 'exclude', 'properties'],
  ...['filter', 'filters', 'query', 'q', 'search', 'term', 'where', 'types'],
  ...['since', 'until', 'from', 'to', 'start', 'end', 'starttime', 'endtime'],
  ...['lines', 'tail', 'taillines', 'head', 'depth'],
]);
/** Those with which a client gets the next page of an answer. */
const PAGING = new Set(['cursor', 'after', 'page', 'pagetoken']);
/** Keywords that allow arguments beside `properties`. */
const UNNAMED = ['anyOf', 'oneOf', 'allOf', '$ref', 'patternProperties'];
/** Bounds the note; a tool has three or four. */
const MAX_NAMES = 8;

/** What a model may do about a cut answer, in sentences; empty ones say nothing. */
export interface Hints {
  readonly narrowing: string;
  /** For lists that are cut: the rest is on no other page. */
  readonly paging: string;
}

/** Names the arguments of a tool that narrow its answer, as the tool lists them. */
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
