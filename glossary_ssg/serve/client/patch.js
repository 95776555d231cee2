// Puts into an open page what changed, where that is plain text: the most common edit is seen without loading the page.
// Everything else is loaded anew, because scripts of the page may hold on to what would be replaced.

const PLAIN = "p, ul, ol, li, blockquote, a, em, strong, b, i, del, s, code, br, hr, span, sub, sup, kbd, mark";

/**
 * Change an element from what was served to what is served now; false, and nothing done, where that is not safe.
 * @param {Node} was
 * @param {Node} now
 * @param {Node} live
 */
export function patch(was, now, live) {
  const found = changes(was, now, live);
  for (const change of found ?? []) change();
  return Boolean(found?.length);
}

/**
 * Return what is to be done, null where it cannot be. `live` may have more than was served: scripts are at work.
 * @param {Node} was
 * @param {Node} now
 * @param {Node | undefined} live
 * @returns {(() => void)[] | null}
 */
function changes(was, now, live) {
  if (was.nodeName !== live?.nodeName || !was.cloneNode().isEqualNode(now.cloneNode())) return null;
  const [before, after, shown] = [was, now, live].map((element) => [...element.childNodes]);
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start].isEqualNode(after[start])) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end += 1;
  const old = before.slice(start, before.length - end);
  const next = after.slice(start, after.length - end);
  const held = shown.slice(start, start + old.length);
  if (!old.length && !next.length) return [];
  if ([...old, ...next].every(isPlain)) {
    const isAsServed = old.every((node, index) => held[index]?.isEqualNode(node));
    return isAsServed ? [() => replace(live, held, next, shown[start + old.length])] : null;
  }
  if (old.length !== next.length) return null;
  const found = old.map((node, index) =>
    node.isEqualNode(next[index]) ? [] : changes(node, next[index], held[index]),
  );
  return found.every((changes) => changes !== null) ? found.flat() : null;
}

/**
 * @param {Node} parent
 * @param {ChildNode[]} held
 * @param {Node[]} next
 * @param {Node | undefined} place
 */
function replace(parent, held, next, place) {
  for (const node of held) node.remove();
  for (const node of next) parent.insertBefore(document.importNode(node, true), place ?? null);
}

/** @param {Node} node */
function isPlain(node) {
  if (node.nodeType === Node.TEXT_NODE) return true;
  return node instanceof Element && [node, ...node.querySelectorAll("*")].every((each) => each.matches(PLAIN));
}
