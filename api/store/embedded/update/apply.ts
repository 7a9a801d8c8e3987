import { compileTransforms, type Transform } from '../aggregate/transforms.ts';
import { type Document, equal, isObject } from '../bson/order.ts';
import { arrayIndex, splitPath } from '../bson/path.ts';
import { StoreError } from '../errors.ts';
import { compileFilter, type Filter } from '../query/match.ts';
import { badValue, failedToParse, shown, typeName } from '../query/refuse.ts';
import { Draft } from './draft.ts';
import { type Change, KEEP, REMOVE, updateOperators } from './operators.ts';

/** What an update may know of the statement it runs in. */
export interface UpdateContext {
  /** Of the statement's filter, on the document before the update: see `Filter.positions`. */
  positions?: Map<string, number> | undefined;
  isUpsertInsert: boolean;
  now: Date;
}

/** A compiled update. */
export interface Update {
  /**
   * The document after the update: the same object when nothing changed, else a new one that shares what is untouched.
   *
   * @throws StoreError 2, 14 or 28 when the stored values do not allow the change, 40 for a conflict of positions,
   *   66 when it would change `_id`.
   */
  apply: (document: Document, context: UpdateContext) => Document;
  isReplacement: boolean;
}

/** One change at one path, as written: `$`, `$[]` and `$[id]` are resolved on each document. */
interface Step {
  path: string;
  parts: readonly string[];
  positional: boolean;
  change: Change | { rename: readonly string[] };
}

/**
 * Compiles a replacement or update operators.
 *
 * @throws StoreError 9 for an unknown modifier, 2/14/40/56 for operands, paths and conflicts that no document allows.
 */
export function compileUpdate(
  update: Document | Document[],
  options: { arrayFilters?: Document[] | undefined },
): Update {
  if (Array.isArray(update)) return pipeline(update, options);
  const [first] = Object.keys(update);
  if (first === undefined || !first.startsWith('$')) return replacement(update);
  const filters = readArrayFilters(options.arrayFilters ?? []);
  const steps = readSteps(update);
  checkIdentifiers(steps, filters, update);
  checkConflicts(steps.flatMap(pathsOf));
  return modifiers(steps, filters);
}

function pipeline(stages: Document[], { arrayFilters }: { arrayFilters?: Document[] | undefined }): Update {
  if (arrayFilters !== undefined && arrayFilters.length > 0) {
    throw failedToParse('arrayFilters may not be specified for pipeline-style updates');
  }
  compileTransforms(stages, { now: new Date(0) }); // malformed pipelines fail also when no document matches
  let compiled: { now: number; run: Transform } | undefined;
  return {
    isReplacement: false,
    apply(document, { now }) {
      if (compiled?.now !== now.getTime()) compiled = { now: now.getTime(), run: compileTransforms(stages, { now }) };
      const result = compiled.run(document);
      if (document._id === undefined) return idFirst(result);
      if (result._id !== undefined && !equal(result._id, document._id)) {
        throw immutable("Performing an update on the path '_id' would modify the immutable field '_id'");
      }
      const { _id, ...rest } = result;
      return { _id: document._id, ...rest };
    },
  };
}

function replacement(update: Document): Update {
  for (const key of Object.keys(update)) {
    if (key.startsWith('$')) throw dollarPrefixed(key);
  }
  return {
    isReplacement: true,
    apply(document) {
      if (document._id === undefined) return idFirst(update);
      if (update._id !== undefined && !equal(update._id, document._id)) {
        throw immutable(
          `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${shown(update._id)}`,
        );
      }
      const { _id, ...rest } = update;
      return { _id: document._id, ...rest };
    },
  };
}

/** The document with `_id`, when it has one, in the first place, where the store keeps it. */
export function idFirst(document: Document): Document {
  if (document._id === undefined || Object.keys(document)[0] === '_id') return document;
  const { _id, ...rest } = document;
  return { _id, ...rest };
}

function immutable(message: string): StoreError {
  return new StoreError(66, 'ImmutableField', message);
}

function dollarPrefixed(key: string): StoreError {
  return new StoreError(
    52,
    'DollarPrefixedFieldName',
    `The dollar ($) prefixed field '${key}' in '${key}' is not allowed in the context of an update's replacement ` +
      'document. Consider using an aggregation pipeline with $replaceWith.',
  );
}

function readSteps(update: Document): Step[] {
  const steps: Step[] = [];
  for (const name of Object.keys(update)) {
    const compile = Object.hasOwn(updateOperators, name) ? updateOperators[name] : undefined;
    if (compile === undefined && name !== '$rename') {
      throw failedToParse(
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    const fields = update[name];
    if (!isObject(fields)) {
      throw failedToParse(
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: ` +
          `{$mod: {<field>: ...}} not {${name}: ${shown(fields)}}`,
      );
    }
    for (const path of Object.keys(fields)) {
      const parts = readPath(path);
      const positional = path.includes('$') && parts.some((part) => part.startsWith('$'));
      const change = compile?.(fields[path], path) ?? { rename: readRename(path, fields[path], positional) };
      steps.push({ path, parts, positional, change });
    }
  }
  // New fields appear in the order of their names, whatever the order of the statement.
  return steps.length < 2 ? steps : steps.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function readPath(path: string): readonly string[] {
  const parts = splitPath(path);
  if (path === '') throw new StoreError(56, 'EmptyFieldName', 'An empty update path is not valid.');
  if (parts.includes('')) {
    throw new StoreError(
      56,
      'EmptyFieldName',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  }
  if (!path.includes('$')) return parts;
  if (isPositional(parts[0]!)) {
    throw badValue(`Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  }
  if (parts.filter((part) => part === '$').length > 1) {
    throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`);
  }
  for (const part of parts) if (part.startsWith('$') && !isPositional(part)) throw dollarPrefixed(part);
  return parts;
}

function isPositional(part: string): boolean {
  return part === '$' || (part.startsWith('$[') && part.endsWith(']'));
}

function readRename(path: string, target: unknown, positional: boolean): readonly string[] {
  if (typeof target !== 'string')
    throw badValue(`The 'to' field for $rename must be a string: ${path}: ${shown(target)}`);
  const parts = readPath(target);
  if (path === target) throw badValue(`The source and target field for $rename must differ: ${path}: ${shown(target)}`);
  if (positional || parts.some(isPositional)) {
    throw badValue(`The source and target field for $rename may not be dynamic: ${path}: ${shown(target)}`);
  }
  return parts;
}

function pathsOf({ path, change }: Step): string[] {
  return 'rename' in change ? [path, change.rename.join('.')] : [path];
}

/** No path may be another's or run through another's: which of the two holds would depend on their order. */
function checkConflicts(paths: string[]): void {
  if (paths.length < 2) return;
  const ends = new Set<string>();
  const ways = new Set<string>();
  for (const path of paths) {
    if (ends.has(path) || ways.has(path)) throw conflict(path, path);
    for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      const way = path.slice(0, dot);
      if (ends.has(way)) throw conflict(path, way);
      ways.add(way);
    }
    ends.add(path);
  }
}

function conflict(path: string, at: string): StoreError {
  return new StoreError(
    40,
    'ConflictingUpdateOperators',
    `Updating the path '${path}' would create a conflict at '${at}'`,
  );
}

function readArrayFilters(specs: Document[]): Map<string, Filter> {
  const filters = new Map<string, Filter>();
  for (const spec of specs) {
    if (!isObject(spec)) throw badValue('array filters must be documents');
    const names = new Set(topLevelNames(spec));
    const [name, other] = names;
    if (name === undefined)
      throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
    if (other !== undefined) {
      throw failedToParse(
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${name}' and '${other}'`,
      );
    }
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
      throw badValue(
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
      );
    }
    if (filters.has(name)) {
      throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`);
    }
    filters.set(name, compileFilter(spec));
  }
  return filters;
}

function topLevelNames(spec: Document): string[] {
  return Object.keys(spec).flatMap((key) => {
    if (!key.startsWith('$')) return [key.split('.', 1)[0]!];
    const clauses = spec[key];
    return Array.isArray(clauses) ? clauses.filter(isObject).flatMap(topLevelNames) : [];
  });
}

function checkIdentifiers(steps: Step[], filters: Map<string, Filter>, update: Document): void {
  const used = new Set<string>();
  for (const { path, parts, positional } of steps) {
    for (const part of positional ? parts : []) {
      const identifier = identifierOf(part);
      if (identifier === undefined || identifier === '') continue;
      if (!filters.has(identifier)) {
        throw badValue(`No array filter found for identifier '${identifier}' in path '${path}'`);
      }
      used.add(identifier);
    }
  }
  for (const name of filters.keys()) {
    if (!used.has(name)) {
      throw failedToParse(`The array filter for identifier '${name}' was not used in the update ${shown(update)}`);
    }
  }
}

/** The name in `$[name]`, '' for `$[]`, undefined for any other part. */
function identifierOf(part: string): string | undefined {
  return part.startsWith('$[') ? part.slice(2, -1) : undefined;
}

function modifiers(steps: Step[], filters: Map<string, Filter>): Update {
  const anyPositional = steps.some(({ positional }) => positional);
  const touchesId = steps.some((step) => pathsOf(step).some((path) => path === '_id' || path.startsWith('_id.')));
  return {
    isReplacement: false,
    apply(document, context) {
      const resolved = anyPositional ? resolve(steps, document, context, filters) : steps;
      const draft = new Draft(document);
      for (const step of resolved) run(step, draft, document, context);
      if (!draft.changed) return document;
      const { root } = draft;
      if (touchesId && document._id !== undefined && !equal(root._id, document._id)) {
        throw immutable("Performing an update on the path '_id' would modify the immutable field '_id'");
      }
      return context.isUpsertInsert ? idFirst(root) : root;
    },
  };
}

function run({ parts, change }: Step, draft: Draft, document: Document, context: UpdateContext): void {
  if ('rename' in change) return rename(parts, change.rename, draft, document);
  if (change.onInsertOnly === true && !context.isUpsertInsert) return;
  const found = draft.find(parts);
  if ('blocked' in found) {
    if (!change.creates) return;
    throw new StoreError(28, 'PathNotViable', found.blocked);
  }
  if (found.value === undefined && !change.creates) return;
  const value = change.next(found.value, { document, now: context.now });
  if (value === KEEP) return;
  if (value === REMOVE) draft.remove(parts);
  else draft.write(parts, value);
}

function rename(from: readonly string[], to: readonly string[], draft: Draft, document: Document): void {
  const found = draft.find(from);
  if (throughArray(document, from)) {
    throw badValue(
      `The source field cannot be an array element, '${from.join('.')}' in doc with _id: ${shown(document._id)}`,
    );
  }
  if ('blocked' in found || found.value === undefined) return;
  if (throughArray(document, to)) {
    throw badValue(
      `The destination field cannot be an array element, '${to.join('.')}' in doc with _id: ${shown(document._id)}`,
    );
  }
  const target = draft.find(to);
  if ('blocked' in target) throw new StoreError(28, 'PathNotViable', target.blocked);
  draft.remove(from);
  draft.write(to, found.value);
}

function throughArray(document: Document, parts: readonly string[]): boolean {
  let value: unknown = document;
  for (const part of parts) {
    if (Array.isArray(value)) return true;
    if (!isObject(value)) return false;
    value = value[part];
  }
  return false;
}

/** The steps with concrete positions, all chosen on the document as it was: no change moves another's target. */
function resolve(steps: Step[], document: Document, context: UpdateContext, filters: Map<string, Filter>): Step[] {
  const resolved = steps.flatMap((step) => {
    if (!step.positional) return [step];
    return expand(step, document, context, filters).map((parts) => ({ ...step, parts, path: parts.join('.') }));
  });
  checkConflicts(resolved.flatMap(pathsOf));
  return resolved;
}

function expand(step: Step, document: Document, context: UpdateContext, filters: Map<string, Filter>): string[][] {
  let ways: { parts: string[]; value: unknown }[] = [{ parts: [], value: document }];
  for (const part of step.parts) {
    ways = ways.flatMap(({ parts, value }) => {
      if (!isPositional(part)) return [{ parts: [...parts, part], value: child(value, part) }];
      return positionsFor(part, parts, value, context, filters).map((index) => ({
        parts: [...parts, String(index)],
        value: child(value, String(index)),
      }));
    });
  }
  return ways.map(({ parts }) => parts);
}

function child(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return value[arrayIndex(part)];
  return isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}

function positionsFor(
  part: string,
  parts: string[],
  value: unknown,
  { positions }: UpdateContext,
  filters: Map<string, Filter>,
): number[] {
  const path = parts.join('.');
  const identifier = identifierOf(part);
  if (identifier === undefined) {
    const index = positions?.get(path);
    if (index === undefined) {
      throw badValue('The positional operator did not find the match needed from the query.');
    }
    return [index];
  }
  if (value === undefined) {
    throw badValue(`The path '${path}' must exist in the document in order to apply array updates.`);
  }
  if (!Array.isArray(value)) {
    throw badValue(`Cannot apply array updates to non-array element ${parts.at(-1)}: ${shown(value)}`);
  }
  const filter = filters.get(identifier);
  return value.flatMap((element: unknown, index) => {
    return filter === undefined || filter.test({ [identifier]: element }) ? [index] : [];
  });
}
