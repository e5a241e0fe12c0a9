/** Checks of shape, put together from small ones. Each refuses in the API's own words and with the place in front. */
import { isObject } from '../../src/shared/json.ts';
import { refuse } from './apiError.ts';

/** Refuses by throwing when `value`, found at `path`, is not what it should be. */
export type Check = (value: unknown, path: string) => void;

export const anything: Check = () => {};

export function string(limits: { min?: number; max?: number; pattern?: RegExp } = {}): Check {
  const { min, max, pattern } = limits;
  return (value, path) => {
    if (typeof value !== 'string') return refuse(path, 'Input should be a valid string');
    if (min !== undefined && value.length < min) refuse(path, `String should have at least ${plural(min, 'character')}`);
    if (max !== undefined && value.length > max) refuse(path, `String should have at most ${plural(max, 'character')}`);
    if (pattern !== undefined && !pattern.test(value)) refuse(path, `String should match pattern '${pattern.source}'`);
  };
}

export function integer(limits: { min?: number } = {}): Check {
  const { min } = limits;
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return refuse(path, 'Input should be a valid integer');
    if (min !== undefined && value < min) refuse(path, `Input should be greater than or equal to ${min}`);
  };
}

export const boolean: Check = (value, path) => {
  if (typeof value !== 'boolean') refuse(path, 'Input should be a valid boolean');
};

export const dictionary: Check = (value, path) => {
  if (!isObject(value)) refuse(path, 'Input should be a valid dictionary');
};

export function oneOf(...allowed: readonly string[]): Check {
  const quoted = allowed.map((each) => `'${each}'`);
  const list = quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}` : quoted.join('');
  return (value, path) => {
    if (typeof value !== 'string' || !allowed.includes(value)) refuse(path, `Input should be ${list}`);
  };
}

export function nullable(check: Check): Check {
  return (value, path) => {
    if (value !== null) check(value, path);
  };
}

export function list(check: Check, limits: { max?: number } = {}): Check {
  const { max } = limits;
  return (value, path) => {
    if (!Array.isArray(value)) return refuse(path, 'Input should be a valid list');
    if (max !== undefined && value.length > max)
      refuse(path, `List should have at most ${plural(max, 'item')} after validation, not ${value.length}`);
    for (const [index, each] of value.entries()) check(each, join(path, String(index)));
  };
}

/** An object with these fields and, unless it is open, no others. */
export function object(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
  others: 'open' | 'closed' = 'closed',
): Check {
  const known = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (value, path) => {
    if (!isObject(value)) return refuse(path, 'Input should be a valid dictionary');
    for (const name of Object.keys(required)) if (value[name] === undefined) refuse(join(path, name), 'Field required');
    for (const [name, each] of Object.entries(value)) {
      const check = known.get(name);
      if (check === undefined && others === 'closed') refuse(join(path, name), 'Extra inputs are not permitted');
      if (each !== undefined) check?.(each, join(path, name));
    }
  };
}

/** An object whose `type` tells which check is its own. The tag becomes part of the path, as it does with the API. */
export function tagged(checks: Readonly<Record<string, Check>>, defaultTag?: string): Check {
  const tags = Object.keys(checks);
  return (value, path) => {
    if (!isObject(value)) return refuse(path, 'Input should be a valid dictionary or object to extract fields from');
    const tag = value['type'] ?? defaultTag;
    if (tag === undefined) return refuse(path, "Unable to extract tag using discriminator 'type'");
    const check = typeof tag === 'string' && Object.hasOwn(checks, tag) ? checks[tag] : undefined;
    if (check !== undefined) return check(value, join(path, String(tag)));
    const expected = tags.map((each) => `'${each}'`).join(', ');
    return refuse(path, `Input tag '${String(tag)}' found using 'type' does not match any of the expected tags: ${expected}`);
  };
}

/** Either a string that passes `text`, or what passes `other`. */
export function stringOr(text: Check, other: Check): Check {
  return (value, path) => (typeof value === 'string' ? text : other)(value, path);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
