// In every page that the preview serves, and in none that is published: shows the page anew when its own bytes have
// changed, puts new style sheets in place without that, and shows what is wrong.
// biome-ignore lint/suspicious/noRedundantUseStrict: this is no module, for which document.currentScript is null
"use strict";
{
  const own = "/__preview__/";
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  let { version = "", assets = "" } = script.dataset;
  // As it was served: modules of the page wait until all is parsed, and this script is the last of it.
  let body = served(document);
  /** @type {EventSource | undefined} */
  let events;
  let isRenewing = false;
  let shown = "";
  /** @type {ShadowRoot | undefined} */
  let root;

  function listen() {
    events?.close();
    events = undefined;
    // A browser opens six connections to a host and no more: pages that nobody sees let go of theirs.
    if (document.visibilityState === "hidden" || isRenewing) return;
    events = new EventSource(`${own}events?page=${encodeURIComponent(decoded(location.pathname))}`);
    events.onmessage = (event) => {
      try {
        update(JSON.parse(event.data));
      } catch (error) {
        console.error("the preview's script failed:", error); // the next message may do
      }
    };
  }

  /** @param {string} path */
  function decoded(path) {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  }

  /**
   * @param {string | undefined} json
   * @returns {Close | undefined}
   */
  function parsed(json) {
    try {
      return json && JSON.parse(json);
    } catch {
      return undefined;
    }
  }

  /** @param {Site} site */
  function update(site) {
    if (site.version && site.version !== version) {
      renew();
      return;
    }
    if (site.assets && site.assets !== assets) {
      restyle(assets, site.assets);
      assets = site.assets;
    }
    if (site.digest !== shown) {
      shown = site.digest;
      show(site);
    }
  }

  async function renew() {
    events?.close();
    isRenewing = true;
    if (!(await isPatched())) {
      location.reload();
      return;
    }
    isRenewing = false;
    listen();
  }

  // Put what changed in place; false where the page must be loaded.
  async function isPatched() {
    try {
      const [{ patch }, answer] = await Promise.all([import(`${own}patch.js`), fetch(location.href)]);
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      const { dataset } = scriptOf(next);
      const now = served(next);
      if (dataset.frame !== script.dataset.frame || !patch(body, now, document.body)) return false;
      body = now;
      version = dataset.version ?? "";
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Return a copy of a page's body without this script, which is its end.
   * @param {Document} page
   */
  function served(page) {
    const copy = page.body.cloneNode(true);
    const last = scriptOf(copy);
    while (last.nextSibling) last.nextSibling.remove();
    last.remove();
    return copy;
  }

  /** @param {ParentNode} page */
  function scriptOf(page) {
    const scripts = [...page.querySelectorAll(`script[src="${own}client.js"]`)];
    return /** @type {HTMLScriptElement} */ (scripts.at(-1));
  }

  /**
   * @param {string} old
   * @param {string} now
   */
  function restyle(old, now) {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const path = new URL(link.href).pathname;
      if (!path.startsWith(old)) continue;
      const next = link.cloneNode();
      next.href = now + path.slice(old.length);
      // The old one stays until the new one is there, so that the page is never bare.
      next.addEventListener("load", () => link.remove());
      next.addEventListener("error", () => next.remove());
      link.after(next);
    }
  }

  /** @param {Site} site */
  function show(site) {
    const close = parsed(script.dataset.close);
    if (!site.problems.length) remember("");
    if (!site.problems.length && !close) {
      hide();
      return;
    }
    if (site.digest && remembered() === site.digest) return;
    const panel = element("section", { className: "panel", lang: "en", dir: "ltr", tabIndex: -1 });
    panel.setAttribute("aria-label", "Preview");
    panel.setAttribute("role", "status");
    panel.append(closer(site.digest));
    if (site.problems.length) panel.append(...problems(site.problems, close));
    else if (close) panel.append(...missing(close));
    place(panel);
  }

  /** @param {HTMLElement} panel */
  function place(panel) {
    if (!root) {
      const host = element("div", { id: "glossary-ssg-preview" });
      root = host.attachShadow({ mode: "open" });
      document.body.append(host);
    }
    root.replaceChildren(element("link", { rel: "stylesheet", href: `${own}overlay.css` }), panel);
  }

  /** @param {string} digest */
  function closer(digest) {
    const button = element("button", { type: "button", textContent: "×", title: "Close" });
    button.setAttribute("aria-label", "Close");
    button.addEventListener("click", () => dismiss(digest));
    return button;
  }

  /** @param {string} digest */
  function dismiss(digest) {
    remember(digest);
    hide();
  }

  function hide() {
    root?.host.remove();
    root = undefined;
  }

  /**
   * Where nothing may be kept, a panel that was closed comes back with the next page.
   * @param {string} digest
   */
  function remember(digest) {
    try {
      sessionStorage.setItem(own, digest);
    } catch {}
  }

  function remembered() {
    try {
      return sessionStorage.getItem(own);
    } catch {
      return null;
    }
  }

  /**
   * @param {Problem[]} list
   * @param {Close | undefined} close
   */
  function problems(list, close) {
    const count = list.length === 1 ? "1 error" : `${list.length} errors`;
    const note = close ? "The page is shown when this is mended." : "The last good page stays until this is mended.";
    const items = list.slice(0, 20).map(problem);
    const rest = list.length > 20 ? [element("p", { textContent: `… and ${list.length - 20} more` })] : [];
    return [element("h2", { textContent: count }), element("p", { textContent: note }), ...items, ...rest];
  }

  /** @param {Problem} found */
  function problem(found) {
    const item = element("article");
    const title = element("h3", { textContent: found.message });
    if (found.is_new) title.prepend(element("span", { className: "new", textContent: "new" }), " ");
    item.append(title);
    const place = [found.place, found.code && `[${found.code}]`].filter(Boolean).join(" ");
    if (place) item.append(element("p", { className: "place", textContent: place }));
    if (found.excerpt.length) item.append(excerpt(found));
    if (found.hint) item.append(element("p", { className: "hint", textContent: `hint: ${found.hint}` }));
    return item;
  }

  /** @param {Problem} found */
  function excerpt(found) {
    const box = element("pre");
    for (const [number, text] of found.excerpt) {
      const line = element("span", { className: number === found.line ? "line here" : "line" });
      line.append(element("span", { className: "number", textContent: `${number} ` }), `${text}\n`);
      box.append(line);
    }
    return box;
  }

  /** @param {Close} close */
  function missing(close) {
    const list = element("ul");
    for (const [href, title] of close) {
      const item = element("li");
      item.append(element("a", { href, textContent: title }), ` ${decoded(href)}`);
      list.append(item);
    }
    const title = `There is no page at ${decoded(location.pathname)}`;
    const note = close.length ? "Close to it:" : "No address is close to it.";
    return [element("h2", { textContent: title }), element("p", { textContent: note }), list];
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name
   * @param {Partial<HTMLElementTagNameMap[Name]>} [properties]
   */
  function element(name, properties = {}) {
    return Object.assign(document.createElement(name), properties);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root && !event.defaultPrevented) dismiss(shown);
  });
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
  if (script.dataset.close) show({ problems: [], digest: "" });
  listen();
}
