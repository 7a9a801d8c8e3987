import { type Document, isObject } from '../bson/order.ts';
import { putField, splitPath } from '../bson/path.ts';
import { StoreError } from '../errors.ts';
import { isOperators } from '../query/match.ts';
import { compileFields } from '../query/project.ts';
import { failedToParse, located, shown, typeName } from '../query/refuse.ts';
import { compileExpression, type ExpressionContext } from './expressions.ts';

/** A stage that makes one document of each. */
export type Transform = (document: Document) => Document;

type Compile = (operand: unknown, context: ExpressionContext) => Transform;

/** The stages that reshape single documents; updates by pipeline consist of these alone. */
export const transforms: Record<string, Compile> = {
  $project: project,
  $addFields: (operand, context) => addFields('$addFields', operand, context),
  $set: (operand, context) => addFields('$set', operand, context),
  $unset: unset,
  $replaceRoot: (operand, context) => {
    if (!isObject(operand) || Object.keys(operand).join() !== 'newRoot') {
      throw failedToParse(`$replaceRoot expects { newRoot: <expression> }, found ${shown(operand)}`);
    }
    return replaceRoot(operand.newRoot, context);
  },
  $replaceWith: replaceRoot,
};

/**
 * The one operator of a pipeline stage.
 *
 * @throws StoreError 40323 when the stage is not an object with one field.
 */
export function stageOf(stage: unknown): { name: string; operand: unknown } {
  const keys = isObject(stage) ? Object.keys(stage) : [];
  if (!isObject(stage) || keys.length !== 1) {
    throw located(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  return { name: keys[0]!, operand: stage[keys[0]!] };
}

/**
 * Compiles an update pipeline.
 *
 * @throws StoreError 72 for a stage that no update may hold, 40324 for one that does not exist here.
 */
export function compileTransforms(stages: readonly unknown[], context: ExpressionContext): Transform {
  const steps = stages.map((stage) => {
    const { name, operand } = stageOf(stage);
    const compile = Object.hasOwn(transforms, name) ? transforms[name] : undefined;
    if (compile === undefined) {
      throw new StoreError(72, 'InvalidOptions', `${name} is not allowed to be used within an update`);
    }
    return compile(operand, context);
  });
  return (document) => steps.reduce((current, step) => step(current), document);
}

function project(operand: unknown, context: ExpressionContext): Transform {
  if (!isObject(operand)) throw located(15969, '$project specification must be an object');
  if (Object.keys(operand).length === 0)
    throw located(51272, 'Invalid $project :: caused by :: projection specification must have at least one field');
  return compileFields(operand, { expression: (value) => compileExpression(value, context) });
}

function unset(operand: unknown): Transform {
  const paths: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (paths.length === 0)
    throw located(31119, '$unset specification must be a string or an array with at least one field');
  const spec: Document = {};
  for (const path of paths) {
    if (typeof path !== 'string')
      throw located(
        31120,
        `$unset specification must be a string or an array containing only string values, found ${typeName(path)}`,
      );
    if (path.startsWith('$'))
      throw located(16410, "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
    spec[path] = 0;
  }
  return compileFields(spec, {});
}

function replaceRoot(operand: unknown, context: ExpressionContext): Transform {
  const run = compileExpression(operand, context);
  return (document) => {
    const root = run(document);
    if (isObject(root)) return root;
    throw located(
      40228,
      `'newRoot' expression must evaluate to an object, but resulting value was: ${shown(root)}. Type of resulting value: '${typeName(root)}'.`,
    );
  };
}

/** What `$addFields` puts at one place: a value, or more places below. */
type Place = ((root: Document) => unknown) | Map<string, Place>;

function addFields(name: string, operand: unknown, context: ExpressionContext): Transform {
  if (!isObject(operand))
    throw located(40272, `${name} specification stage must be an object, got ${typeName(operand)}`);
  if (Object.keys(operand).length === 0)
    throw located(40177, `Invalid ${name} :: caused by :: specification must have at least one field`);
  const places = new Map<string, Place>();
  plant(places, operand, '', context);
  return (document) => put(places, document, document);
}

function plant(places: Map<string, Place>, spec: Document, prefix: string, context: ExpressionContext): void {
  for (const key of Object.keys(spec)) {
    const path = prefix + key;
    const value = spec[key];
    if (isObject(value) && !isOperators(value) && Object.keys(value).length > 0)
      plant(places, value, `${path}.`, context);
    else settle(places, path, compileExpression(value, context));
  }
}

function settle(places: Map<string, Place>, path: string, value: (root: Document) => unknown): void {
  const parts = splitPath(path);
  if (parts.includes('')) throw located(40353, `FieldPath '${path}' contains an empty field name`);
  for (const part of parts) {
    if (part.startsWith('$'))
      throw located(16410, "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
  }
  let holder = places;
  for (const part of parts.slice(0, -1)) {
    const next = holder.get(part) ?? new Map<string, Place>();
    if (!(next instanceof Map))
      throw located(40176, `specification contains two conflicting paths. Cannot specify '${path}'`);
    holder.set(part, next);
    holder = next;
  }
  const last = parts.at(-1)!;
  if (holder.has(last)) throw located(40176, `specification contains two conflicting paths. Cannot specify '${path}'`);
  holder.set(last, value);
}

function put(places: Map<string, Place>, document: Document, root: Document): Document {
  const result = { ...document };
  for (const [key, place] of places) {
    const old = Object.hasOwn(document, key) ? document[key] : undefined;
    const value = place instanceof Map ? putBelow(place, old, root) : place(root);
    if (value === undefined) delete result[key];
    else putField(result, key, value);
  }
  return result;
}

/** Arrays are entered element by element; whatever is no document gives way to one. */
function putBelow(places: Map<string, Place>, value: unknown, root: Document): unknown {
  if (Array.isArray(value)) return value.map((element) => putBelow(places, element, root));
  return put(places, isObject(value) ? value : {}, root);
}
