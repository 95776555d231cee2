// What every page does. Everything that only some readers need is loaded when they need it.
for (const start of [
  startSchemeSwitch,
  startMenus,
  startContents,
  startCode,
  startSearch,
  startDefinitions,
  startFilter,
]) {
  // Each feature works without the others: whatever stops one of them, a reader can still search.
  try {
    start();
  } catch (error) {
    console.error(`${start.name} failed:`, error);
  }
}

/** Switch between light and dark; going back to what the system says forgets the choice. */
function startSchemeSwitch() {
  const root = document.documentElement;
  const button = document.querySelector("[data-scheme-switch]");
  const system = media("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches);
  const show = () => button?.setAttribute("aria-pressed", String(isDark()));
  button?.addEventListener("click", () => {
    const wanted = isDark() ? "light" : "dark";
    const isSystem = (wanted === "dark") === system.matches;
    if (isSystem) delete root.dataset.scheme;
    else root.dataset.scheme = wanted;
    try {
      if (isSystem) localStorage.removeItem("glossary-scheme");
      else localStorage.setItem("glossary-scheme", wanted);
    } catch {
      // The choice then holds for this page only.
    }
    show();
  });
  const recall = () => {
    try {
      const scheme = localStorage.getItem("glossary-scheme");
      if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
      else delete root.dataset.scheme;
    } catch {
      // What this page was told stays.
    }
    show();
  };
  // Somebody may choose on another page while this one is open, or sleeps until it is gone back to.
  addEventListener("storage", recall);
  addEventListener("pageshow", (event) => event.persisted && recall());
  system.addEventListener("change", show);
  show();
}

/**
 * Return what `matchMedia` does; where it is missing, nothing matches. Ids of headings are globals, and no functions.
 * @param {string} query
 * @returns {Pick<MediaQueryList, "matches" | "addEventListener">}
 */
function media(query) {
  if (typeof matchMedia === "function") return matchMedia(query);
  return { matches: false, addEventListener() {} };
}

/**
 * Return a function that loads a module and starts it once; what could not be loaded is asked for again at the next call.
 * @template Module
 * @param {() => Promise<Module>} load
 * @param {(module: Module, event?: Pointing) => void} start
 * @returns {(event?: Pointing) => void}
 */
function loader(load, start) {
  let isLoaded = false;
  const forget = () => {
    isLoaded = false;
  };
  return (event) => {
    if (!isLoaded) load().then((module) => start(module, event), forget);
    isLoaded = true;
  };
}

/** Close the header's menus on Escape, on a click elsewhere, and when the focus leaves them. */
function startMenus() {
  for (const menu of document.querySelectorAll("details.menu")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(/** @type {Node} */ (event.relatedTarget))) menu.open = false;
    });
    document.addEventListener("click", (event) => {
      if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
    });
  }
}

/** Open the list of contents where it stands beside the text, and mark the section in view. */
function startContents() {
  const details = document.querySelector("[data-contents]");
  if (!details) return;
  const wide = media("(width >= 80rem)");
  const summary = details.querySelector("summary");
  const adapt = () => {
    details.open = wide.matches;
    summary.tabIndex = wide.matches ? -1 : 0;
  };
  wide.addEventListener("change", adapt);
  // There it is always shown, so it must not be told to be closed.
  summary.addEventListener("click", (event) => wide.matches && event.preventDefault());
  adapt();

  const links = new Map([...details.querySelectorAll("a")].map((link) => [targetOf(link), link]));
  const headings = [...links.keys()].filter((heading) => heading !== null);
  /** @type {HTMLAnchorElement | undefined} */
  let current;
  const mark = () => {
    const line = innerHeight / 4;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
    const link = links.get(passed.at(-1) ?? headings[0]);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
  };
  // Observers tell when a heading crosses the line; nothing runs while the reader scrolls between two of them.
  // All that is above counts as seen, so that a jump over several headings is noticed too.
  if (typeof IntersectionObserver === "function") {
    const observer = new IntersectionObserver(mark, { rootMargin: "1000000px 0px -75% 0px" });
    for (const heading of headings) observer.observe(heading);
  } else {
    addEventListener("scroll", mark, { passive: true });
  }
  mark();
}

/**
 * Return the element that a link's fragment leads to, as browsers find it: as it is written, then decoded.
 * @param {HTMLAnchorElement} link
 */
function targetOf(link) {
  const written = link.hash.slice(1);
  try {
    return document.getElementById(written) ?? document.getElementById(decodeURIComponent(written));
  } catch {
    return null; // no fragment that can be decoded, such as `#50%`
  }
}

/** Let the keyboard scroll what is too wide, and offer to copy code. */
function startCode() {
  const body = document.querySelector("[data-copy]");
  if (!body) return;
  /** @param {HTMLElement} target */
  const adapt = (target) => {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  };
  /** @param {ResizeObserverEntry[]} entries */
  const adaptAll = (entries) => {
    for (const { target } of entries) adapt(/** @type {HTMLElement} */ (target));
  };
  const watch = typeof ResizeObserver === "function" && new ResizeObserver(adaptAll);
  for (const element of body.querySelectorAll("table, pre")) {
    if (watch) watch.observe(element);
    else adapt(element);
  }
  for (const code of body.querySelectorAll("pre > code")) addCopyButton(code, body.dataset);
}

/**
 * @param {Marked["pre > code"]} code
 * @param {Marked["[data-copy]"]["dataset"]} texts
 */
function addCopyButton(code, { copy, copied }) {
  if (!navigator.clipboard) return;
  const box = document.createElement("div");
  const button = document.createElement("button");
  box.className = "code-box";
  button.className = "copy";
  button.type = "button";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      // The browser forbids it; the reader can copy what is selected.
      getSelection()?.selectAllChildren(code);
      return;
    }
    button.textContent = copied;
    setTimeout(() => button.replaceChildren(copy), 2000);
  });
  code.parentElement.replaceWith(box);
  box.append(code.parentElement, button);
}

/** Open the search in a dialog: by its link, `/` and Ctrl-K. On the search page both go to its field. */
function startSearch() {
  const page = document.querySelector("[data-search-page]");
  const dialog = document.querySelector("[data-search-dialog]");
  const box = page ?? dialog;
  if (!box) return;
  const start = loader(
    () => import("./search.js"),
    (search) => search.startBox(box, { isPage: Boolean(page) }),
  );
  const field = box.querySelector("input[name=q]");
  const link = document.querySelector("[data-search]");
  /** @param {Event} event */
  const open = (event) => {
    if (!page) {
      try {
        dialog?.showModal();
      } catch {
        // A browser without dialogs follows the link to the search page.
        if (event.type !== "click") link?.click();
        return;
      }
    }
    event.preventDefault();
    field.focus();
    field.select();
  };
  // The search page's field may have got the focus before this script was there.
  if (field === document.activeElement) start();
  for (const name of ["focus", "input"]) field.addEventListener(name, start);
  if (page && new URLSearchParams(location.search).has("q")) start();
  dialog?.addEventListener("click", (event) => event.target === dialog && dialog.close());
  for (const link of document.querySelectorAll("[data-search]")) {
    link.addEventListener("click", (event) => event.ctrlKey || event.metaKey || event.shiftKey || open(event));
  }
  document.addEventListener("keydown", (event) => {
    const isTyping = /** @type {Element} */ (event.target).closest?.("input, textarea, select, [contenteditable]");
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping;
    const isPalette = (event.ctrlKey || event.metaKey) && !event.altKey && event.key?.toLowerCase() === "k";
    if (isSlash || isPalette) open(event);
  });
}

/** Load the filter of a list when somebody turns to it, or when the address says what it shows. */
function startFilter() {
  const form = document.querySelector("[data-filter]");
  if (!form) return;
  const load = loader(
    () => import("./filter.js"),
    (filter) => filter.start(form),
  );
  if (location.search) load();
  for (const name of ["focusin", "input"]) form.addEventListener(name, load);
}

/** Load the definitions on hover with the first link that a reader points at. */
function startDefinitions() {
  const areas = document.querySelectorAll("[data-definitions]");
  const events = ["pointerover", "focusin", "touchstart"];
  const load = loader(
    () => import("./definitions.js"),
    (definitions, event) => definitions.start(areas, /** @type {Pointing} */ (event)),
  );
  /** @param {Pointing} event */
  const point = (event) => {
    // A finger's touchstart follows its pointerover; only the former can become a long press.
    if (/** @type {Element} */ (event.target).closest?.("a[href]") && event.pointerType !== "touch") load(event);
  };
  for (const area of areas) for (const name of events) area.addEventListener(name, point, { passive: true });
}
