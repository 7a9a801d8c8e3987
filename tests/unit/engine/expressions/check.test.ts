import { describe, expect, test } from '@jest/globals';
import {
  bodyScope,
  checkExpressionIn,
  checkTemplateIn,
  functionList,
  scopeOf,
  type Scope,
  type TemplateOptions,
} from '../../../../runtime/engine/index.ts';
import { distance, nearest } from '../../../../runtime/engine/expressions/types.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import { parseFlow } from '../../../../runtime/engine/index.ts';

const scope: Scope = {
  variables: ['pizza', 'precio', 'items', 'quiere'],
  results: ['edad'],
  fields: ['ciudad'],
  allFields: true,
  types: { precio: 'number', pizza: 'text', quiere: 'boolean', items: 'list' },
  globals: ['tienda'],
  secrets: ['llave'],
};

type Found = [code: string, severity: string, at: string, params?: object];
const found = (source: string): Found[] =>
  checkExpressionIn(source, scope).map(({ code, severity, position, length }) => [
    code,
    severity,
    source.slice(position, position + length),
  ]);

describe('an expression with something wrong', () => {
  test.each<[string, ...Found[]]>([
    ['contcat.name', ['expression.misspelt', 'error', 'contcat']],
    ['nombre', ['expression.unknown-name', 'error', 'nombre']],
    ['{ nombre: 1 }', ['expression.unknown-name', 'error', 'nombre']],
    ['contact.nmae', ['expression.misspelt', 'error', 'nmae']],
    ['contact.zapato', ['expression.unknown-part', 'error', 'zapato']],
    ['contact.name.length', ['expression.unknown-part', 'error', 'length']],
    ['variables.piza', ['expression.misspelt', 'warning', 'piza']],
    ['variables.otra', ['expression.unknown-variable', 'warning', 'otra']],
    ['results.altura.value', ['expression.unknown-result', 'warning', 'altura']],
    ['results.edad.valor', ['expression.unknown-part', 'error', 'valor']],
    ['contact.fields.barrio', ['expression.unknown-field', 'warning', 'barrio']],
    ['globals.telefono', ['expression.unknown-global', 'warning', 'telefono']],
    ['message.texto', ['expression.misspelt', 'error', 'texto']],
    ['channel.phone', ['expression.unknown-part', 'error', 'phone']],
    ['`contcat`.name', ['expression.misspelt', 'error', '`contcat`']],
    ['secrets.llave & "x"', ['expression.secret-misplaced', 'error', 'secrets']],
    ['$upercase("a")', ['expression.misspelt', 'error', '$upercase']],
    ['$volar("a")', ['expression.unknown-function', 'error', '$volar']],
    ['$eval("1")', ['expression.unknown-function', 'error', '$eval']],
    ['($total := 3; $totl)', ['expression.misspelt', 'error', '$totl']],
    ['$uppercase(5)', ['expression.wrong-type', 'error', '5']],
    ['$titleCase(variables.precio)', ['expression.wrong-type', 'warning', 'variables.precio']],
    ['$sum(["a"])', ['expression.wrong-type', 'error', '[']],
    ['$addDays("5/1/2026", 1)', ['expression.wrong-type', 'error', '"5/1/2026"']],
    ['$isBefore("2026-01-05", "ayer")', ['expression.wrong-type', 'error', '"ayer"']],
    ['$substring("a")', ['expression.too-few-arguments', 'error', '$substring']],
    ['$uppercase()', ['expression.too-few-arguments', 'error', '$uppercase']],
    ['$uppercase("a", "b")', ['expression.too-many-arguments', 'error', '$uppercase']],
    ['"a" ~> $pad()', ['expression.too-few-arguments', 'error', '$pad']],
    ['5 ~> $uppercase', ['expression.wrong-type', 'error', '5']],
    ['"a" + 1', ['expression.not-a-number', 'error', '"a"']],
    ['2 * variables.pizza', ['expression.not-a-number', 'warning', 'variables.pizza']],
    ['-"a"', ['expression.not-a-number', 'error', '"a"']],
    ['1 < "a"', ['expression.not-comparable', 'error', '<']],
    ['variables.pizza >= 3', ['expression.not-comparable', 'warning', '>=']],
    ['variables.items[zapato.precio > 3].$uperc(1)', ['expression.unknown-function', 'error', '$uperc']],
    ['$map(variables.items, function($i) { $volar($i) })', ['expression.unknown-function', 'error', '$volar']],
    ['1 +', ['expression.syntax', 'error', '+']],
  ])('%s', (source, ...wanted) => {
    expect(found(source)).toEqual(wanted);
  });

  test('is told of with what was meant and what fits', () => {
    expect(checkExpressionIn('contact.nmae', scope)).toEqual([
      {
        code: 'expression.misspelt',
        severity: 'error',
        message: 'There is no part "nmae"; "name" is near.',
        position: 8,
        length: 4,
        params: { name: 'nmae', suggestion: 'name', what: 'part' },
      },
    ]);
    expect(checkExpressionIn('$truncate("a", "b")', scope)).toEqual([
      {
        code: 'expression.wrong-type',
        severity: 'error',
        message: 'Argument 2 of $truncate is text; it takes number.',
        position: 15,
        length: 3,
        params: { function: '$truncate', place: 2, expected: 'number', found: 'text' },
      },
    ]);
    expect(checkExpressionIn('$uppercase("a", "b")', scope)[0]?.params).toEqual({
      function: '$uppercase',
      given: 2,
      least: 1,
      most: 1,
    });
  });
});

test.each([
  'contact.name',
  'contact.groups[0]',
  'contact.fields.ciudad',
  'variables.items[precio > 3].nombre',
  'variables.items{ nombre: $sum(precio) }',
  'variables.items^(>precio).nombre',
  '$map(variables.items, function($i) { $i.precio * 2 })',
  '$reduce([1, 2], function($a, $b) { $a + $b })',
  '($f := function($n) { $n = 0 ? 1 : $n * $f($n - 1) }; $f(3))',
  'variables.pizza.$substring(1)',
  'variables.pizza ~> $uppercase ~> $pad(20)',
  'variables.items@$x.($x.precio)',
  'variables.items#$n.($n + 1)',
  '$substring(?, 1)',
  'variables.precio + 1 > 3 and variables.pizza = "x"',
  'webhook.body.a.b.c + 1',
  'message.latitude',
  'trigger.body.x',
  'subflow.total',
  'globals.tienda',
  '$uppercase(contact.name)',
  '$not(variables.quiere)',
  '$.contact.name',
  '$$.contact.name',
  '**.name',
  '"a" & 1 & contact.name',
  '',
])('nothing is found against %s', (source) => {
  expect(found(source)).toEqual([]);
});

const problems = (text: string, options: TemplateOptions = { fallbacks: true }): Found[] =>
  checkTemplateIn(text, scope, options).map(({ code, severity, position, length }) => [
    code,
    severity,
    text.slice(position, position + length),
  ]);

describe('a text', () => {
  test.each<[string, ...Found[]]>([
    ['sin nada'],
    ['Hola {{ contact.name ?? "amiga" }}'],
    ['Hola {{ contact.name ?: "amiga" }}'],
    ['{{ $exists(contact.name) ? contact.name : "amiga" }}'],
    ['{{ contact.name ? contact.name : "amiga" }}'],
    ['{{ contact.name = "Ana" ? contact.name : "amiga" }}'],
    ['{{ contact.name and contact.phone ? contact.name & contact.phone : "" }}'],
    ['{{ results.edad ? results.edad.value : 1 }}'],
    ['{{ "Hola " & contact.name }}'],
    ['{{ message.text }} {{ variables.pizza }} {{ contact.id }} {{ $count(variables.items) }}'],
    ['{{ contact.groups }} {{ $today() }}'],
    ['Hola {{ contact.name }}', ['expression.no-fallback', 'warning', 'contact.name']],
    ['{{ $uppercase(contact.name) }}', ['expression.no-fallback', 'warning', 'contact.name']],
    ['{{ results.edad.value }}', ['expression.no-fallback', 'warning', 'results.edad.value']],
    ['{{ contact.fields.ciudad }}', ['expression.no-fallback', 'warning', 'contact.fields.ciudad']],
    ['{{ webhook.body.precio }}', ['expression.no-fallback', 'warning', 'webhook.body.precio']],
    ['{{ $first(variables.items).nombre }}', ['expression.no-fallback', 'warning', '$first(variables.items).nombre']],
    ['{{ $parseDate("ayer") }}', ['expression.no-fallback', 'warning', '$parseDate("ayer")']],
    ['{{ contact.name ? "hola" }}', ['expression.no-fallback', 'warning', 'contact.name ? "hola"']],
    ['{{ contact }}', ['expression.not-shown', 'error', 'contact']],
    ['{{ null }}', ['expression.not-shown', 'error', 'null']],
    ['{{ $sum }}', ['expression.not-shown', 'error', '$sum']],
    ['{{ [{ "a": 1 }] }}', ['expression.not-shown', 'error', '[{ "a": 1 }]']],
    ['{{ secrets.llave }}', ['expression.secret-misplaced', 'error', 'secrets']],
    ['Hola {{ contact.name', ['expression.syntax', 'error', '{{']],
    [
      '{{ contcat.name }} {{ variables.piza }}',
      ['expression.misspelt', 'error', 'contcat'],
      ['expression.misspelt', 'warning', 'piza'],
    ],
  ])('%s', (text, ...wanted) => {
    expect(problems(text)).toEqual(wanted);
  });

  test('whose card catches what is missing may hold it', () => {
    expect(problems('{{ contact.name }}', {})).toEqual([]);
    expect(problems('{{ contact }}', {})).toHaveLength(1);
  });

  test('that leaves to another system may name a secret, alone and one there is', () => {
    expect(problems('Bearer {{ secrets.llave }}', { secrets: true })).toEqual([]);
    expect(problems('{{ secrets.otra }}', { secrets: true })).toEqual([
      ['expression.unknown-secret', 'warning', 'secrets.otra'],
    ]);
    expect(problems('{{ secrets.llave & "x" }}', { secrets: true })).toEqual([
      ['expression.secret-misplaced', 'error', 'secrets'],
    ]);
    const { secrets: _secrets, ...unknowing } = scope;
    expect(checkTemplateIn('{{ secrets.otra }}', unknowing, { secrets: true })).toEqual([]);
  });
});

test('what is not known to be all there is may be anything', () => {
  const open: Scope = { variables: [], results: [], fields: [] };
  expect(checkExpressionIn('contact.fields.barrio & globals.x', open)).toEqual([]);
  expect(checkExpressionIn('anything.at.all', bodyScope)).toEqual([]);
});

test('the words nearest to a name are those a slip away', () => {
  expect(distance('piza', 'pizza')).toBe(1);
  expect(distance('nmae', 'name')).toBe(1);
  expect(distance('', 'abc')).toBe(3);
  expect(distance('kitten', 'sitting')).toBe(3);
  expect(nearest('Nombre', ['apellido', 'nombre'])).toBe('nombre');
  expect(nearest('ab', ['xy', 'abc'])).toBe('abc');
  expect(nearest('zapato', ['name', 'phone'])).toBeUndefined();
  expect(
    nearest(
      'upercase',
      functionList.map(({ name }) => name),
    ),
  ).toBeUndefined();
});

test('a thousand checks of different expressions take a few seconds at most, even in the sandbox of the tests', () => {
  const before = process.cpuUsage();
  for (let index = 0; index < 1_000; index += 1)
    checkExpressionIn(`$titleCase(contact.name ?? "x${index}") & variables.pizza & ${index}`, scope);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(5_000);
});

test('the scope of a flow holds what its cards and triggers name, and what the workspace has', () => {
  const parsed = parseFlow({
    schemaVersion: 1,
    id: 'prueba',
    name: 'Prueba',
    languages: ['es'],
    nodes: [
      { id: 'a', type: 'set-variable', version: 1, config: { assignments: [{ name: 'total', text: '1' }] } },
      { id: 'b', type: 'save-result', version: 1, config: { resultName: 'nota', value: { text: '1' } } },
      { id: 'c', type: 'update-contact', version: 1, config: { fields: [{ name: 'ciudad', text: 'x' }] } },
      { id: 'd', type: 'note', version: 1, config: {} },
    ],
    edges: [],
    triggers: [
      { id: 't', kind: 'webhook', contact: 'phone', variables: { pedido: 'order' } },
      { id: 'u', kind: 'date-field', field: 'cumple', offset: 0, unit: 'days' },
      { id: 'v', kind: 'contact-changed', change: { what: 'field', field: 'plan' } },
    ],
    variables: [{ name: 'pizza', type: 'text' }],
    settings: {},
    layout: {},
    notes: [],
  });
  if (!parsed.flow) throw new Error(JSON.stringify(parsed));
  expect(scopeOf(parsed.flow, nodeTypes)).toEqual({
    variables: ['pedido', 'pizza', 'total'],
    results: ['nota'],
    fields: ['ciudad', 'cumple', 'plan'],
    types: { pizza: 'text' },
  });
  expect(scopeOf(parsed.flow, nodeTypes, { fields: ['edad'], globals: ['tienda'], secrets: ['llave'] })).toEqual({
    variables: ['pedido', 'pizza', 'total'],
    results: ['nota'],
    fields: ['ciudad', 'cumple', 'edad', 'plan'],
    types: { pizza: 'text' },
    allFields: true,
    globals: ['tienda'],
    secrets: ['llave'],
  });
});
