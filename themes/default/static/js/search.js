// The reader's side of the search: in a dialog on every page, and on a page of its own with an address that can be shared.
// What is found is the business of search/; nothing is loaded before somebody wants to search.
import { isUnspaced, normalise, tokens } from "./search/analyse.js";
/** @import { Search } from "./search/index.js" */
import { openSearch, TEXT } from "./search/index.js";

const LIMIT = 10;
const MORE = 50;
const MOST_MARKED = 8;
const LONGEST = 300;
// Milliseconds after which a file of the index counts as failed, so that a connection that hangs does not hang the search.
const PATIENCE = 30_000;

/**
 * Let a box search. On the search page (`isPage`) its state is in the address.
 * @param {HTMLElement} box
 * @param {{ isPage: boolean }} options
 */
export function startBox(box, { isPage }) {
  const field = box.querySelector("input[name=q]");
  const category = box.querySelector("select[name=category]");
  const results = box.querySelector("[data-results]");
  const status = box.querySelector("output");
  const texts = results.dataset;
  const search = openSearch({ base: texts.source, fetch: patient });
  if (category && !isPage) offer(category, search);
  let asked = 0;
  let isComposing = false;
  /** @type {Promise<void> | undefined} */
  let answer;

  const run = () => {
    answer = ask();
  };
  const ask = async () => {
    const number = ++asked;
    const query = field.value.trim();
    if (isPage) remember();
    if (!query) return show([], "");
    try {
      const found = await search.search(query, { limit: isPage ? MORE : LIMIT, category: category?.value || null });
      // Answers may overtake each other; only the last question counts.
      if (number === asked) answerWith(found, query);
    } catch {
      if (number === asked) show([], texts.failed);
    }
  };
  /**
   * @param {Answer} answer
   * @param {string} query
   */
  const answerWith = ({ documents, total, didYouMean }, query) => {
    const count = texts.count.replace("{count}", String(total));
    // A function, because `$` means something in a text that replaces another.
    const instead = texts.instead.replace("{query}", () => didYouMean);
    if (!total) show([], texts.none);
    else if (didYouMean) show(documents, instead, didYouMean);
    else show(documents, count, query);
    if (!isPage && total > documents.length) results.append(allResults(query));
  };
  /**
   * @param {Answer["documents"]} documents
   * @param {string} message
   * @param {string} [query]
   */
  const show = (documents, message, query = "") => {
    results.replaceChildren(...(documents.length ? [list(documents, query)] : []));
    status.textContent = message;
  };
  /** @param {string} query */
  const allResults = (query) => {
    const link = document.createElement("a");
    link.className = "all-results";
    const state = new URLSearchParams({ q: query });
    if (category?.value) state.set("category", category.value);
    link.href = `${field.form.getAttribute("action")}?${state}`;
    link.textContent = texts.all;
    return link;
  };
  const remember = () => {
    const address = new URL(location.href);
    for (const input of [field, category]) {
      if (input?.value) address.searchParams.set(input.name, input.value);
      else if (input) address.searchParams.delete(input.name);
    }
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // Browsers refuse addresses that are too long, and too many in a short time; the search works without.
    }
  };
  const recall = () => {
    const state = new URLSearchParams(location.search);
    field.value = state.get("q") ?? "";
    if (category) category.value = state.get("category") ?? "";
    if (category && category.selectedIndex < 0) category.value = "";
    if (field.value) run();
  };

  // While a word is composed with an input method, its letters are not yet what the reader means.
  field.addEventListener("compositionstart", () => {
    isComposing = true;
  });
  field.addEventListener("compositionend", () => {
    isComposing = false;
    run();
  });
  field.addEventListener("input", () => isComposing || run());
  category?.addEventListener("change", run);
  field.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isComposing) return;
    await answer;
    results.querySelector("a")?.focus();
  });
  box.addEventListener("keydown", (event) => move(event, field, results, isComposing, answer));
  if (isPage) {
    addEventListener("popstate", recall);
    // What somebody typed while this module was under way counts more than the address.
    const typed = field.value;
    recall();
    if (typed && typed !== field.value) {
      field.value = typed;
      run();
    }
    return;
  }
  // A result on the page that is open shows nothing while the dialog lies over it.
  results.addEventListener("click", (event) => {
    const isHere = /** @type {Element} */ (event.target).closest("a")?.pathname === location.pathname;
    if (isHere && !event.ctrlKey && !event.metaKey && !event.shiftKey) /** @type {HTMLDialogElement} */ (box).close();
  });
  if (field.value) run();
}

/** @param {string} address */
function patient(address) {
  return fetch(address, { signal: globalThis.AbortSignal?.timeout?.(PATIENCE) });
}

/**
 * Let the reader of the dialog choose a category; no page carries all of them.
 * @param {HTMLSelectElement} select
 * @param {Search} search
 */
async function offer(select, search) {
  try {
    const categories = await search.categories();
    select.append(...categories.map(([key, label]) => new Option(label, key)));
    select.hidden = categories.length < 2;
  } catch {
    // The search works without; what could not be loaded is reported when somebody asks for it.
  }
}

/**
 * Arrows go through the results and back to the field; Enter in the field follows the first, once it is the answer.
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} field
 * @param {HTMLElement} results
 * @param {boolean} isComposing
 * @param {Promise<void> | undefined} answer
 */
async function move(event, field, results, isComposing, answer) {
  // Safari ends a composition before it tells of the key that did so; its code is 229.
  if (isComposing || event.keyCode === 229) return;
  if (event.target instanceof HTMLSelectElement || event.altKey || event.ctrlKey || event.metaKey) return;
  const links = [...results.querySelectorAll("a")];
  const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
  if (event.key === "Enter" && event.target === field) {
    event.preventDefault();
    await answer;
    results.querySelector("a")?.click();
  } else if (event.key === "ArrowDown" && links[at + 1]) {
    event.preventDefault();
    links[at + 1].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (links[at - 1] ?? field).focus();
  }
}

/**
 * @param {Answer["documents"]} documents
 * @param {string} query
 */
function list(documents, query) {
  const whole = normalise(query).trim();
  // A single kana or ideograph is the end of a longer word of the query.
  const words = [...new Set([whole, ...tokens(query).filter((word) => word.length > 1 || !isUnspaced(word))])].filter(
    Boolean,
  );
  const items = document.createElement("ol");
  items.className = "hits";
  for (const { title, href, definition, kind, via, headings, words: begun } of documents) {
    const link = document.createElement("a");
    // Where headings say it, the first place would be the list of contents.
    link.href = kind === TEXT && !headings.length ? href + directive(query, begun) : href;
    link.append(text("strong", title, words));
    if (via) link.append(text("small", via.text, words));
    if (definition) link.append(text("span", definition, words));
    const item = document.createElement("li");
    item.append(link);
    for (const heading of headings) {
      const part = text("a", heading.title, words);
      part.href = heading.href;
      part.className = "heading";
      item.append(part);
    }
    items.append(item);
  }
  return items;
}

/**
 * Return a fragment with which browsers mark the query and its words on the page, and show the first of them. They mark
 * whole words only: `begun` are those that the query begins.
 * @param {string} query
 * @param {string[]} begun
 */
function directive(query, begun) {
  const parts = query
    .slice(0, LONGEST)
    .split(/\s+/)
    .filter((word) => !/^-|:|\*$/.test(word))
    .map((word) => word.replace(/^\+|\^\d*$/g, ""));
  const words = parts.map((part) => part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}+#]+$/gu, ""));
  const texts = [
    ...new Set([parts.join(" "), ...[...words, ...begun.filter((word) => !isUnspaced(word))].slice(0, MOST_MARKED)]),
  ].filter(Boolean);
  // A hyphen means something in a directive; encodeURIComponent leaves it as it is.
  const found = texts.map(
    (part) => `text=${encodeURIComponent(part.replace(/\p{Surrogate}/gu, "")).replaceAll("-", "%2D")}`,
  );
  return found.length ? `#:~:${found.join("&")}` : "";
}

/**
 * Return an element with a text in which the words of the query are marked.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} content
 * @param {string[]} words
 */
function text(name, content, words) {
  const element = document.createElement(name);
  const folded = normalise(content);
  // Where folding changes a text's length, places in one are not those in the other.
  const found = folded.length === content.length ? places(folded, words) : [];
  let at = 0;
  for (const [start, end] of found) {
    const mark = document.createElement("mark");
    mark.textContent = content.slice(start, end);
    element.append(content.slice(at, start), mark);
    at = end;
  }
  element.append(content.slice(at));
  return element;
}

/**
 * Return the spans of words, in order and without overlaps.
 * @param {string} content
 * @param {string[]} words
 * @returns {[start: number, end: number][]}
 */
function places(content, words) {
  /** @type {[start: number, end: number][]} */
  const spans = [];
  for (const word of words) {
    for (let at = content.indexOf(word); at >= 0; at = content.indexOf(word, at + word.length)) {
      spans.push([at, at + word.length]);
    }
  }
  spans.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  /** @type {typeof spans} */
  const kept = [];
  for (const span of spans) if (!kept.length || span[0] >= kept[kept.length - 1][1]) kept.push(span);
  return kept;
}
