// The search page: every entry whose title or definition holds all words of the query, headwords first.
import { fold } from "./fold.js";

const SHOWN = 50;

export function start() {
  const results = document.querySelector("[data-results]");
  const field = document.querySelector("main input[name=q]");
  let documents;

  const run = async () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    if (!words.length) return results.replaceChildren();
    documents ??= fetch(results.dataset.source).then((response) => response.json());
    const found = rank(await documents, words);
    const message = found.length ? results.dataset.count.replace("{count}", found.length) : results.dataset.none;
    const count = document.createElement("p");
    count.className = "quiet";
    count.textContent = message;
    results.replaceChildren(count, list(found.slice(0, SHOWN)));
  };
  const remember = () => {
    const address = new URL(location.href);
    address.searchParams.set("q", field.value);
    if (!field.value) address.searchParams.delete("q");
    history.replaceState(history.state, "", address);
  };

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    remember();
    run();
  });
  run();
}

function rank(documents, words) {
  const query = words.join(" ");
  const found = [];
  for (const [title, href, summary] of documents) {
    const name = fold(title);
    const text = `${name}\n${fold(summary)}`;
    if (!words.every((word) => text.includes(word))) continue;
    const place = name === query ? 0 : name.startsWith(query) ? 1 : name.includes(query) ? 2 : 3;
    found.push({ title, href, summary, place });
  }
  return found.sort((one, other) => one.place - other.place);
}

function list(found) {
  const terms = document.createElement("dl");
  terms.className = "terms";
  for (const { title, href, summary } of found) {
    const term = document.createElement("div");
    term.className = "term";
    const name = document.createElement("dt");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = title;
    name.append(link);
    const definition = document.createElement("dd");
    definition.textContent = summary;
    term.append(name, definition);
    terms.append(term);
  }
  return terms;
}
