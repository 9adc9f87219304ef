/** Which of a sketch's files are its tabs, in the order in which the Arduino IDE joins them. */

/** The main tab, then the other .ino by name; nothing when the main file is no .ino. */
export function tabsOf<T extends { readonly path: string }>(main: string, files: readonly T[]): readonly T[] {
  const isTab = ({ path }: T): boolean => /\.ino$/i.test(path);
  const first = files.find((file) => file.path === main && isTab(file));
  if (first === undefined) return [];
  const others = files.filter((file) => isTab(file) && file !== first);
  return [first, ...others.toSorted((a, b) => (a.path < b.path ? -1 : 1))];
}
