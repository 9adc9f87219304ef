/**
 * Which names stand for types, templates and namespaces: all the parser must know of meaning, because
 * `a * b;` and `a < b > c` are read by it.
 *
 * Invariant: a name that is not found stands for a value.
 */

export type NameKind = 'type' | 'classTemplate' | 'functionTemplate' | 'namespace' | 'value';

export interface Entry {
  readonly kind: NameKind;
  /** What `name::` looks into: of a class or namespace. */
  readonly scope: Scope | undefined;
}

export class Scope {
  /** Of a template with a parameter pack. */
  hasPack = false;
  private names: Map<string, Entry> | undefined;
  /** Looked into after the own names: base classes, `using namespace`, the class of `void A::f()`. */
  private others: Scope[] | undefined;
  private later: (() => void) | undefined;

  constructor(
    readonly parent: Scope | undefined,
    /** Set in a class: what its constructors are called. */
    readonly className?: string,
  ) {}

  /** What is declared here is read when somebody looks. */
  fillLater(read: () => void): void {
    this.later = read;
  }

  fill(): void {
    const { later } = this;
    this.later = undefined;
    later?.();
  }

  declare(name: string, kind: NameKind, scope?: Scope): void {
    this.fill();
    this.names ??= new Map();
    this.names.set(name, { kind, scope });
  }

  /** A value: hides a type of outer scopes. */
  declareValue(name: string): void {
    if (this.parent === undefined && this.names?.has(name) !== true) return;
    // `struct stat` and a function `stat`: the function wins, `struct stat` still finds the type.
    this.declare(name, 'value', this.names?.get(name)?.scope);
  }

  lookInto(scope: Scope): void {
    if (scope === this) return;
    this.others ??= [];
    if (!this.others.includes(scope)) this.others.push(scope);
  }

  /** This scope and all that can be reached from it, anew: what is declared in the copies is not seen here. */
  copy(copies = new Map<Scope, Scope>()): Scope {
    const known = copies.get(this);
    if (known !== undefined) return known;
    const made = this.emptyCopy(copies);
    // Copying the scope around it may have come by here.
    const meanwhile = copies.get(this);
    if (meanwhile !== undefined) return meanwhile;
    copies.set(this, made);
    made.hasPack = this.hasPack;
    made.take(this, copies);
    if (this.later !== undefined)
      made.later = () => {
        this.fill();
        made.take(this, copies);
      };
    return made;
  }

  private take({ names, others }: Scope, copies: Map<Scope, Scope>): void {
    if (names !== undefined) {
      this.names = new Map();
      for (const [name, { kind, scope }] of names) this.names.set(name, { kind, scope: scope?.copy(copies) });
    }
    this.others = others?.map((other) => other.copy(copies));
  }

  protected emptyCopy(copies: Map<Scope, Scope>): Scope {
    return new Scope(this.parent?.copy(copies), this.className);
  }

  own(name: string): Entry | undefined {
    this.fill();
    return this.names?.get(name);
  }

  /** In this scope and those it looks into, not in those around it. */
  member(name: string, depth = 0): Entry | undefined {
    if (this.later !== undefined) this.fill();
    const own = this.names?.get(name);
    if (own !== undefined || this.others === undefined || depth > 50) return own;
    for (const other of this.others) {
      const found = other.member(name, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Inside a template with a parameter pack. */
  get packs(): boolean {
    return this.hasPack || (this.parent?.packs ?? false);
  }

  find(name: string): Entry | undefined {
    const found = this.member(name);
    if (found !== undefined) return found;
    for (let scope = this.parent; scope !== undefined; scope = scope.parent) {
      const outer = scope.member(name);
      if (outer !== undefined) return outer;
    }
    return undefined;
  }
}
