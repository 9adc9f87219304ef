/** Numbers that look random and are the same every time: xorshift32. Out: integers from 0 below the bound. */
export function randomOf(seed: number): (below: number) => number {
  let state = (seed ^ 0x9e3779b9) | 1;
  for (let i = 0; i < 8; i++) step();
  function step(): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  }
  return (below) => Math.floor((step() / 0x1_0000_0000) * below);
}
