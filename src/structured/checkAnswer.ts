/** Compares an answer with its schema. Runs in a thread: a pattern may be made to never end. */
import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import type { AnswerCheck, BrokenRule } from '../shared/answerFormat.ts';
import { isObject, isString, type JsonObject } from '../shared/json.ts';
import type { CheckJob } from './calls.ts';

/** So many broken rules are told. */
const mostRules = 20;
/** UTF-16 units of a rule's value that are told. */
const longestRule = 120;
/** They only say that something within is wrong. */
const wrappers: ReadonlySet<string> = new Set([
  ...['$ref', '$recursiveRef', 'properties', 'patternProperties', 'additionalProperties', 'unevaluatedProperties', 'propertyNames'],
  ...['items', 'prefixItems', 'additionalItems', 'unevaluatedItems', 'allOf', 'if', 'dependentSchemas'],
]);

export function checkAnswer({ schema, answer }: CheckJob): AnswerCheck {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return { kind: 'unchecked', reason: 'gone' };
  }
  try {
    // What is checked with is a copy: the validator writes addresses into it.
    const own: Schema = JSON.parse(JSON.stringify(schema));
    const { valid, errors } = new Validator(own, draftOf(schema), false).validate(value);
    if (valid) return { kind: 'fits' };
    const rules = rulesOf(schema, errors);
    return { kind: 'breaks', rules: rules.slice(0, mostRules), count: rules.length };
  } catch {
    return { kind: 'unchecked', reason: 'schema' };
  }
}

function draftOf({ $schema }: JsonObject): '4' | '7' | '2019-09' | '2020-12' {
  if (!isString($schema)) return '2020-12';
  if (/draft-0[34]/.test($schema)) return '4';
  if (/draft-0[67]/.test($schema)) return '7';
  return $schema.includes('2019-09') ? '2019-09' : '2020-12';
}

/** Each rule that is broken, once; of what offers a choice only that nothing of it fits. */
function rulesOf(schema: JsonObject, errors: readonly OutputUnit[]): BrokenRule[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf' || keyword === 'not');
  const isWithin = ({ keywordLocation }: OutputUnit) => choices.some((choice) => keywordLocation.startsWith(`${choice.keywordLocation}/`));
  const told = new Map<string, BrokenRule>();
  for (const [at, error] of errors.entries()) {
    if (wrappers.has(error.keyword) || isWithin(error)) continue;
    const path = error.instanceLocation.replace(/^#/, '');
    const rule = ruleOf(schema, error, errors[at - 1]);
    told.set(`${path} ${rule}`, { path, rule });
  }
  return [...told.values()];
}

function ruleOf(schema: JsonObject, { keyword, keywordLocation, error }: OutputUnit, before: OutputUnit | undefined): string {
  // What must not be there at all: the rule is the one around it.
  if (keyword === 'false') return `${before?.keyword ?? keyword}: false`;
  const missing = keyword === 'required' ? /"([\s\S]*)"/.exec(error)?.[1] : undefined;
  const value = missing === undefined ? valueAt(schema, keywordLocation) : missing;
  const written =
    value === undefined || keyword === 'anyOf' || keyword === 'oneOf' || keyword === 'not' ? undefined : JSON.stringify(value);
  return written === undefined ? keyword : `${keyword}: ${written.length > longestRule ? `${written.slice(0, longestRule)}…` : written}`;
}

/** What a schema has at a place that the validator names; undefined where that cannot be followed. */
function valueAt(schema: JsonObject, location: string): unknown {
  let found: unknown = schema;
  for (const part of location.split('/').slice(1)) {
    const name = unescaped(part);
    if (Array.isArray(found)) found = found[Number(name)];
    else if (!isObject(found)) return undefined;
    else if (name === '$ref' && isString(found['$ref'])) {
      if (!found['$ref'].startsWith('#')) return undefined;
      found = found['$ref'] === location ? undefined : valueAt(schema, found['$ref']);
    } else found = found[name];
  }
  return found;
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return part;
  }
}
