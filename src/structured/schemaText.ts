/** What the user is told of a schema: why it cannot be sent, and what the API gets otherwise than it is written. Pure. */
import type { Translate } from '../shared/l10n.ts';
import type { SchemaChange, SchemaProblem } from './prepareSchema.ts';

/** @param name the schema's */
export function problemSentence(problem: SchemaProblem, name: string, t: Translate): string {
  switch (problem.kind) {
    case 'malformed':
      return t('“{0}” is not a JSON schema: what it says of {1} cannot be read.', name, placeOf(problem.path, t));
    case 'untyped':
      return t('“{0}” cannot be used: it does not say of what type {1} is, and the API wants to know.', name, placeOf(problem.path, t));
    case 'noProperties':
      return t(
        '“{0}” cannot be used: it names no properties of {1}, and the API allows only those that are named.',
        name,
        placeOf(problem.path, t),
      );
    case 'combination':
      return t('“{0}” cannot be used: it says several things of {1} that cannot be put together.', name, placeOf(problem.path, t));
    case 'unknownType':
      return t('“{0}” is not a JSON schema: “{1}” is no type, as it says of {2}.', name, problem.type, placeOf(problem.path, t));
    case 'required':
      return t('“{0}” cannot be used: it requires “{1}” of {2} and does not describe it.', name, problem.name, placeOf(problem.path, t));
    case 'recursive':
      return t('“{0}” cannot be used: {1} leads back to itself, and the API takes no schema that does.', name, problem.ref);
    case 'external':
      return t('“{0}” cannot be used: {1} is in another file. Only what is in the schema itself can be followed.', name, problem.ref);
    case 'missing':
      return t('“{0}” is not a JSON schema: {1} leads nowhere.', name, problem.ref);
    case 'tooDeep':
      return t('“{0}” cannot be used: it is nested too deeply.', name);
    case 'tooLarge':
      return t('“{0}” cannot be used: it is too large.', name);
  }
}

/** What is changed, each kind in one sentence; none where the API gets it as it is written. That objects are closed without a word is no news. */
export function changeSentences(changes: readonly SchemaChange[], t: Translate): string[] {
  const of = (kind: SchemaChange['kind']) => changes.filter((change) => change.kind === kind && (change.kind !== 'closed' || change.asked));
  const places = (kind: SchemaChange['kind']) => listOf(of(kind).map(({ path }) => placeOf(path, t)));
  const keywords = (kind: 'words' | 'leftOut') => listOf(changes.flatMap((change) => (change.kind === kind ? [change.keyword] : [])));
  return [
    ...(of('words').length > 0 ? [t('Told in words, as the API does not know these rules: {0}.', keywords('words'))] : []),
    ...(of('closed').length > 0 ? [t('Properties that are not named are not allowed in {0}.', places('closed'))] : []),
    ...(of('tuple').length > 0 ? [t('The order of items is told in words: {0}.', places('tuple'))] : []),
    ...(of('oneOf').length > 0 ? [t('“oneOf” is sent as “anyOf”: {0}.', places('oneOf'))] : []),
    ...(of('allOf').length > 0 ? [t('“allOf” is sent as one schema: {0}.', places('allOf'))] : []),
    ...(of('leftOut').length > 0 ? [t('Left out beside a reference: {0}.', keywords('leftOut'))] : []),
  ];
}

/** So many are named. */
const mostNamed = 5;

function listOf(names: readonly string[]): string {
  const each = [...new Set(names)];
  return each.length > mostNamed ? `${each.slice(0, mostNamed).join(', ')}, …` : each.join(', ');
}

function placeOf(path: string, t: Translate): string {
  return path === '' ? t('the whole') : path;
}
