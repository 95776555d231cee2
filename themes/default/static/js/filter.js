// The filter above a list of terms. Its state is in the address, so that it can be shared and survives going back.
import { normalise } from "./search/analyse.js";

/** @param {string} text */
const fold = (text) => normalise(text).trim();

/** @param {FilterForm} form */
export function start(form) {
  const { q, category } = form.elements;
  const output = form.querySelector("output");
  const terms = [...document.querySelectorAll(".term")].map((element) => ({
    element,
    text: fold(`${element.querySelector("dt").textContent}\n${element.dataset.reading ?? ""}`),
    definition: fold(element.querySelector("dd")?.textContent ?? ""),
    categories: (element.dataset.categories ?? "").split(" "),
  }));
  const sections = [...document.querySelectorAll("section.letter")];

  const apply = () => {
    const wanted = fold(q.value);
    const chosen = category?.value ?? "";
    // Whoever types a letter or two looks for a headword; definitions would drown it.
    const inDefinitions = [...wanted].length > 2;
    let count = 0;
    for (const { element, text, definition, categories } of terms) {
      const isFound = text.includes(wanted) || (inDefinitions && definition.includes(wanted));
      const isShown = isFound && (!chosen || categories.includes(chosen));
      element.hidden = !isShown;
      count += Number(isShown);
    }
    for (const section of sections) section.hidden = !section.querySelector(".term:not([hidden])");
    output.textContent = wanted || chosen ? form.dataset.count.replace("{count}", String(count)) : "";
  };
  const remember = () => {
    const address = new URL(location.href);
    for (const field of [q, category]) {
      if (field?.value) address.searchParams.set(field.name, field.value);
      else if (field) address.searchParams.delete(field.name);
    }
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // Browsers refuse addresses that are too long, and too many in a short time; the filter works without.
    }
  };
  const recall = () => {
    const state = new URLSearchParams(location.search);
    q.value = state.get("q") ?? "";
    if (category && [...category.options].some((option) => option.value === state.get("category"))) {
      category.value = state.get("category") ?? "";
    }
    apply();
  };

  form.addEventListener("input", () => {
    apply();
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", recall);
  // What somebody typed or chose while this module was under way counts more than the address.
  const [typed, chosen] = [q.value, category?.value ?? ""];
  recall();
  if (typed || chosen) {
    if (typed) q.value = typed;
    if (category && chosen) category.value = chosen;
    apply();
    remember();
  }
}
