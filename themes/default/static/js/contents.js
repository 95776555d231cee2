// The list of contents: open where it stands beside the text, and the section in view is marked.

export function startContents() {
  const details = document.querySelector("[data-contents]");
  if (!details) return;
  const wide = matchMedia("(width >= 80rem)");
  const adapt = () => (details.open = wide.matches);
  wide.addEventListener("change", adapt);
  adapt();

  const links = new Map([...details.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let current;
  const mark = () => {
    const line = innerHeight / 4;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
    const link = links.get((passed.at(-1) ?? headings[0])?.id);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
  };
  // Observers tell when a heading crosses the line; nothing runs while the reader scrolls between two of them.
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -75% 0px" });
  for (const heading of headings) observer.observe(heading);
  mark();
}
