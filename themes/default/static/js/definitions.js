// Definitions on links between entries: on hover, focus and long press. The card can be hovered and is closed by Escape
// (WCAG 1.4.13). What it says is read from the page that the link leads to, and only when somebody wants it.

const OPEN_AFTER = 300;
const CLOSE_AFTER = 250;
const PRESS = 500;
// Milliseconds after which a page counts as unreachable.
const PATIENCE = 30_000;

/** @type {Map<string, Promise<Definition | null>>} */
const cached = new Map();
/** @type {HTMLElement | undefined} */
let card;
/** @type {HTMLAnchorElement | undefined} */
let shown;
/** @type {HTMLAnchorElement | undefined} */
let wanted;
/** @type {number | undefined} */
let timer;

/**
 * Watch the links in some areas; `first` is the event that loaded this module.
 * @param {Iterable<HTMLElement>} areas
 * @param {Pointing} first
 */
export function start(areas, first) {
  for (const area of areas) {
    area.addEventListener("pointerover", onOver);
    area.addEventListener("pointerout", onOut);
    area.addEventListener("focusin", onFocus);
    area.addEventListener("focusout", close);
    area.addEventListener("touchstart", onTouch, { passive: true });
  }
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  // Before an area hears of the same touch, which may be the next long press.
  document.addEventListener("touchstart", (event) => card?.contains(/** @type {Node} */ (event.target)) || close(), {
    capture: true,
    passive: true,
  });
  addEventListener("resize", close);
  // The pointer may have moved on while this module was under way.
  if (first.type === "pointerover" && !(/** @type {Element} */ (first.target).matches(":hover"))) return;
  /** @type {Record<string, (event: Pointing) => void>} */
  const again = { pointerover: onOver, focusin: onFocus, touchstart: onTouch };
  again[first.type]?.(first);
}

/** @param {Event} event */
function linkOf(event) {
  const link = /** @type {Element} */ (event.target).closest?.("a[href]");
  if (!link || link.origin !== location.origin || link.pathname === location.pathname) return null;
  return link;
}

/** @param {Pointing} event */
function onOver(event) {
  const link = linkOf(event);
  if (event.pointerType !== "touch" && link && link !== shown) later(OPEN_AFTER, () => open(link));
  else if (link === shown) clearTimeout(timer);
}

/** @param {Pointing} event */
function onOut(event) {
  const link = linkOf(event);
  if (event.pointerType === "touch" || !link) return;
  // What is still under way would come after the closing, and stay.
  if (wanted === link) wanted = undefined;
  later(CLOSE_AFTER, close);
}

/** @param {Event} event */
function onFocus(event) {
  const link = linkOf(event);
  if (link?.matches(":focus-visible")) open(link);
}

/** @param {Event} event */
function onTouch(event) {
  const link = linkOf(event);
  if (!link) return;
  const stop = new AbortController();
  const { signal } = stop;
  const cancel = () => {
    clearTimeout(timer);
    stop.abort();
  };
  for (const name of ["touchmove", "touchcancel"]) link.addEventListener(name, cancel, { signal, passive: true });
  link.addEventListener("touchend", cancel, { signal });
  // A long press shows the definition instead of the browser's menu, and does not follow the link.
  link.addEventListener("contextmenu", (/** @type {Event} */ menu) => menu.preventDefault(), { signal });
  later(PRESS, () => {
    /** @param {Event} end */
    const prevent = (end) => end.preventDefault();
    link.addEventListener("touchend", prevent, { once: true });
    link.addEventListener("touchcancel", () => link.removeEventListener("touchend", prevent), { once: true });
    open(link);
  });
}

/**
 * @param {number} milliseconds
 * @param {() => void} action
 */
function later(milliseconds, action) {
  clearTimeout(timer);
  timer = setTimeout(action, milliseconds);
}

/** @param {HTMLAnchorElement} link */
async function open(link) {
  clearTimeout(timer);
  wanted = link;
  const page = await read(link);
  if (!page?.definition || wanted !== link) return;
  close();
  card = document.createElement("div");
  card.className = "definition-card";
  card.id = "g-definition";
  card.setAttribute("role", "tooltip");
  card.lang = page.lang;
  card.dir = page.dir;
  const title = document.createElement("strong");
  title.textContent = page.title;
  const text = document.createElement("p");
  text.textContent = page.definition;
  card.append(title, text);
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", () => later(CLOSE_AFTER, close));
  (link.closest("main") ?? document.body).append(card);
  link.setAttribute("aria-describedby", card.id);
  shown = link;
  place(card, link);
}

/**
 * Put a card below the first line of a link, above it where there is no room.
 * @param {HTMLElement} card
 * @param {HTMLAnchorElement} link
 */
function place(card, link) {
  const line = link.getClientRects()[0];
  const { offsetWidth: width, offsetHeight: height } = card;
  const room = document.documentElement.clientWidth;
  const isAbove = line.bottom + height + 16 > innerHeight && line.top > height + 16;
  const left = Math.max(16, Math.min(line.left, room - width - 16));
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${(isAbove ? line.top - height - 6 : line.bottom + 6) + scrollY}px`;
}

function close() {
  clearTimeout(timer);
  shown?.removeAttribute("aria-describedby");
  card?.remove();
  card = shown = wanted = undefined;
}

/**
 * Return headword and definition of the page that a link leads to, null where it cannot be had.
 * @param {HTMLAnchorElement} link
 */
function read(link) {
  const address = link.origin + link.pathname;
  if (!cached.has(address)) {
    const page = fetch(address, {
      headers: { Accept: "text/html" },
      signal: globalThis.AbortSignal?.timeout?.(PATIENCE),
    })
      .then((response) => (response.ok ? response.text() : ""))
      .then((html) => {
        const other = new DOMParser().parseFromString(html, "text/html");
        return {
          title: other.querySelector("h1")?.textContent.trim().replace(/\s+/g, " ") ?? "",
          definition: (other.querySelector(".entry") && other.querySelector("meta[name=description]")?.content) ?? "",
          lang: other.documentElement.lang,
          dir: other.documentElement.dir,
        };
      })
      .catch(() => {
        cached.delete(address); // the next time it may be there
        return null;
      });
    cached.set(address, page);
  }
  return cached.get(address);
}
