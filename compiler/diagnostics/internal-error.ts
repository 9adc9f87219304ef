/** Our own bug: something the checks before should have made impossible. The command answers it with exit code 4. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}
