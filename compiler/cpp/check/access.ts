/**
 * `private` and `protected`: whether a member may be named from where the checker stands.
 *
 * In: the member's access and class. Out: a message for what is hidden, once.
 */
import type { Access } from '../ast.ts';
import type { At, Checker } from './checker.ts';
import type { ClassEntity, Scope } from './entities.ts';

export function checkAccess(
  c: Checker,
  name: string,
  access: Access | undefined,
  owner: ClassEntity,
  place: At,
): void {
  if (access === undefined || access === 'public' || isInside(c, owner, access)) return;
  c.error(
    access === 'private' ? 'cpp-member-private' : 'cpp-member-protected',
    { name, class: owner.info.name },
    place,
  );
}

function isInside(c: Checker, owner: ClassEntity, access: Access): boolean {
  const functionName = c.fn?.entity?.name;
  if (functionName !== undefined && owner.friends.includes(functionName)) return true;
  const home = c.fn?.entity?.owner ?? c.fn?.cls;
  if (home !== undefined && isHome(home, owner, access)) return true;
  for (let scope: Scope | undefined = c.scope; scope !== undefined; scope = scope.parent) {
    if (scope.cls !== undefined && isHome(scope.cls, owner, access)) return true;
  }
  return false;
}

function isHome(home: ClassEntity, owner: ClassEntity, access: Access): boolean {
  if (home === owner || owner.friends.includes(home.name)) return true;
  if (home.template !== undefined && home.template.of === owner.template?.of) return true;
  if (access === 'protected') {
    for (let at = home.base?.cls; at !== undefined; at = at.base?.cls) if (at === owner) return true;
  }
  return false;
}
