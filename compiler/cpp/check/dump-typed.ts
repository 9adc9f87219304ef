/**
 * A typed program as text, one statement a line: for tests and people.
 *
 * In: a TypedProgram. Out: C-like text in which every conversion, load and constructor call is written.
 */
import type { TExpr, TInit, TStmt, TypedFunction, TypedProgram, TypedVariable } from '../typed-ast.ts';
import { typeText } from './type-text.ts';

export function dumpTyped(program: TypedProgram): string {
  const lines: string[] = [];
  for (const variable of program.globals) lines.push(...dumpGlobal(variable));
  for (const fn of program.functions) lines.push(...dumpFunction(fn));
  return `${lines.join('\n')}\n`;
}

function dumpGlobal(variable: TypedVariable): string[] {
  const words = [
    variable.kind === 'staticLocal' ? 'static' : 'global',
    ...(variable.isProgmem ? ['progmem'] : []),
    ...(variable.isNoInit ? ['noinit'] : []),
    ...(variable.isExternal ? ['extern'] : []),
  ];
  const init = variable.init === undefined ? '' : ` = ${initText(variable.init)}`;
  return [`${words.join(' ')} ${variable.symbol}: ${typeText(variable.type)}${init}`];
}

export function dumpFunction(fn: TypedFunction): string[] {
  const params = fn.params.map((param) => `${param.symbol}: ${typeText(param.type)}`).join(', ');
  const head = `function ${fn.symbol} (${params}): ${typeText(fn.type.result)}`;
  return fn.body === undefined ? [`${head} extern`] : [head, ...statement(fn.body, '  ')];
}

function statement(s: TStmt, indent: string): string[] {
  const inner = `${indent}  `;
  const line = (text: string): string[] => [indent + text];
  switch (s.kind) {
    case 'compound':
      return s.body.flatMap((one) => statement(one, indent));
    case 'expr':
      return line(exprText(s.expr));
    case 'empty':
      return [];
    case 'var': {
      const { variable } = s;
      const init = variable.init === undefined ? '' : ` = ${initText(variable.init)}`;
      const end = variable.destructor === undefined ? '' : ` ~${variable.destructor.symbol}`;
      return line(
        `${variable.kind === 'staticLocal' ? 'static ' : ''}var ${variable.symbol}: ${typeText(variable.type)}${init}${end}`,
      );
    }
    case 'if':
      return [
        ...line(`if ${exprText(s.condition)}`),
        ...statement(s.then, inner),
        ...(s.otherwise === undefined ? [] : [...line('else'), ...statement(s.otherwise, inner)]),
      ];
    case 'while':
      return [...line(`while ${exprText(s.condition)}`), ...statement(s.body, inner)];
    case 'do':
      return [...line('do'), ...statement(s.body, inner), ...line(`while ${exprText(s.condition)}`)];
    case 'for':
      return [
        ...(s.init === undefined ? [] : statement(s.init, indent)),
        ...line(
          `for ${s.condition === undefined ? '' : exprText(s.condition)}; ${s.step === undefined ? '' : exprText(s.step)}`,
        ),
        ...statement(s.body, inner),
      ];
    case 'switch':
      return [...line(`switch ${exprText(s.condition)}`), ...statement(s.body, inner)];
    case 'case':
      return [
        ...line(`case ${s.value}${s.to === s.value ? '' : ` ... ${s.to}`}:`),
        ...statement(s.body, inner),
      ];
    case 'default':
      return [...line('default:'), ...statement(s.body, inner)];
    case 'label':
      return [...line(`${s.name}:`), ...statement(s.body, inner)];
    case 'goto':
      return line(`goto ${s.name}`);
    case 'break':
    case 'continue':
      return line(s.kind);
    case 'return':
      return line(s.value === undefined ? 'return' : `return ${initText(s.value)}`);
    case 'initMember':
      return line(
        `this+${s.offset}${s.field === undefined ? '' : ` .${s.field.name}`} = ${initText(s.init)}`,
      );
    case 'destroyMember':
      return line(`destroy this+${s.offset} ~${s.destructor.symbol}`);
  }
}

function initText(init: TInit): string {
  switch (init.kind) {
    case 'value':
      return exprText(init.expr);
    case 'construct':
      return `construct ${init.constructor.symbol}(${init.args.map(exprText).join(', ')})`;
    case 'aggregate':
      return `{${init.items.map((item) => `+${item.offset}${item.field === undefined || item.field.name === '' ? '' : ` .${item.field.name}`} = ${initText(item.init)}`).join(', ')}}`;
    case 'repeat':
      return `${init.count} × ${initText(init.element)}`;
    case 'bytes':
      return `bytes ${[...init.bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`;
    case 'zero':
      return 'zero';
  }
}

const args = (list: readonly TExpr[]): string => list.map(exprText).join(', ');

export function exprText(e: TExpr): string {
  switch (e.kind) {
    case 'integer':
      return `${e.value}:${typeText(e.type)}`;
    case 'float':
      return `${e.value}:${typeText(e.type)}`;
    case 'functionAddress':
      return `&${e.fn.symbol}`;
    case 'addressOf':
      return `&${exprText(e.operand)}`;
    case 'load':
      return `load(${exprText(e.operand)})`;
    case 'negate':
      return `-${exprText(e.operand)}`;
    case 'bitNot':
      return `~${exprText(e.operand)}`;
    case 'logicalNot':
      return `!${exprText(e.operand)}`;
    case 'binary':
    case 'logical':
      return `(${exprText(e.left)} ${e.op} ${exprText(e.right)})`;
    case 'pointerAdd':
      return `(${exprText(e.pointer)} ${e.isMinus ? '-' : '+'} ${exprText(e.index)} × ${e.elementBytes})`;
    case 'pointerDifference':
      return `((${exprText(e.left)} - ${exprText(e.right)}) / ${e.elementBytes})`;
    case 'conditional':
      return `(${exprText(e.condition)} ? ${exprText(e.then)} : ${exprText(e.otherwise)})`;
    case 'convert':
      return `${typeText(e.type)}(${exprText(e.operand)})`;
    case 'toVoid':
      return `void(${exprText(e.operand)})`;
    case 'pointerOffset':
      return `(${exprText(e.operand)} +${e.offset} or null)`;
    case 'call':
      return `${e.fn.symbol}(${args(e.args)})`;
    case 'virtualCall':
      return `virtual ${e.record.name}[${e.slot}](${args(e.args)})`;
    case 'indirectCall':
      return `(*${exprText(e.callee)})(${args(e.args)})`;
    case 'builtin':
      return `__builtin_${e.name}(${args(e.args)})`;
    case 'assign':
      return `${exprText(e.target)} = ${exprText(e.value)}`;
    case 'copyRecord':
      return `${exprText(e.target)} := ${exprText(e.source)}`;
    case 'compoundAssign':
      return `${exprText(e.target)} ${e.op}= ${exprText(e.value)} in ${typeText({ type: e.workType, isConst: false, isVolatile: false })}`;
    case 'increment': {
      const op = e.isMinus ? '--' : '++';
      return e.isPrefix ? `${op}${exprText(e.target)}` : `${exprText(e.target)}${op}`;
    }
    case 'comma':
      return `(${exprText(e.left)}, ${exprText(e.right)})`;
    case 'temporary':
      return `temporary<${typeText(e.type)}>(${initText(e.init)})${e.destructor === undefined ? '' : '~'}`;
    case 'new':
      return `new<${typeText(e.type)}>(${exprText(e.allocate)}${e.count === undefined ? '' : `, ${exprText(e.count)} × ${e.elementBytes}`}${e.init === undefined ? '' : `, ${initText(e.init)}`})`;
    case 'delete':
      return `delete(${exprText(e.operand)}${e.destructor === undefined ? '' : `, ~${e.destructor.symbol}`}${e.virtualSlot === undefined ? '' : ` slot ${e.virtualSlot}`}, ${e.free.symbol})`;
    case 'statementExpr':
      return `({${e.body.flatMap((one) => statement(one, '')).join('; ')}${e.result === undefined ? '' : `; ${exprText(e.result)}`}})`;
    case 'destroy':
      return `destroy(${exprText(e.operand)}, ~${e.destructor.symbol})`;
    case 'variable':
      return e.variable.symbol;
    case 'deref':
      return `*${exprText(e.pointer)}`;
    case 'field':
      return `${exprText(e.object)}.${e.field.name}`;
    case 'element':
      return `${exprText(e.object)}[${exprText(e.index)}]`;
    case 'basePart':
      return `${exprText(e.object)}.base+${e.offset}`;
    case 'string':
      return `${e.isFlash ? 'flash' : ''}"${Array.from(e.bytes.subarray(0, -1), (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)).join('')}"`;
  }
}
