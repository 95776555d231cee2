// Questions about the page that is open; each answers with plain data. tests/browser/probes.py installs and asks them.
globalThis.probes = (() => {
  const CONTROLS =
    "button, form, select, input, textarea, dialog, output, [role=search], [role=status], [aria-live], [popover], noscript, .without-script";
  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable], audio, video";
  const NAVIGATION = "nav, [role=navigation], form, [role=search], input, button, select, dialog";

  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
  const hasArea = (element) => [...element.getClientRects()].some((rect) => rect.width > 1 && rect.height > 1);

  /** Say which element it is, so that a person finds it. */
  const describe = (element) => {
    const name = element.localName + (element.id ? `#${element.id}` : "");
    const classes = [...element.classList].map((one) => `.${one}`).join("");
    // biome-ignore lint/performance/useDomNodeTextContent: what a reader sees, without what is hidden
    const text = (element.innerText ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${name}${classes}> ${JSON.stringify(text)}`;
  };

  const texts = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { parentElement: parent, data } = walker.currentNode;
      if (data.trim() && !parent.closest("script, style")) found.push(walker.currentNode);
    }
    return found;
  };

  /** Bring all transitions to their end, so that what is measured is what a reader looks at. */
  const settle = async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime === Infinity) animation.cancel();
      else animation.finish();
    }
  };

  /** Look at the page while all that readers can open in its main part is open. */
  const unfolded = (look) => {
    const closed = [...document.querySelectorAll("main details:not([open])")];
    for (const details of closed) details.open = true;
    const seen = look();
    for (const details of closed) details.open = false;
    return seen;
  };

  /** What can be read, piece by piece, controls left out. */
  const text = () =>
    unfolded(() =>
      texts(document.body)
        .filter(({ parentElement: parent }) => isShown(parent) && !parent.closest(CONTROLS))
        .map((node) => node.data.trim().replace(/\s+/g, " ")),
    );

  /** Addresses of all links that are shown. */
  const links = () => unfolded(() => [...document.links].filter(isShown).map((link) => link.href));

  /** By how many pixels the page is wider than the window, and what sticks out. */
  const overflow = () => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return { excess: 0, culprits: [] };
    const scrolls = (element) =>
      element &&
      element !== document.body &&
      element !== document.documentElement &&
      (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    const culprits = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width && (left < -0.5 || right > clientWidth + 0.5) && !scrolls(element.parentElement);
    });
    return { excess: scrollWidth - clientWidth, culprits: culprits.slice(0, 5).map(describe) };
  };

  const look = (element) => {
    const style = getComputedStyle(element);
    return [
      "backgroundColor",
      "borderColor",
      "borderStyle",
      "borderWidth",
      "boxShadow",
      "color",
      "outlineColor",
      "outlineStyle",
      "outlineWidth",
      "textDecoration",
    ]
      .map((name) => style[name])
      .join(" ");
  };

  /** Walk through everything that the Tab key reaches; what is wrong with it. Press Tab once before. */
  const focus = () => {
    const findings = [];
    const stops = [...document.querySelectorAll(STOPS)].filter(
      (element) => element.tabIndex >= 0 && !element.disabled && isShown(element),
    );
    for (const element of stops) {
      document.activeElement?.blur();
      const before = look(element);
      element.focus();
      for (const animation of document.getAnimations()) animation.finish();
      if (document.activeElement !== element) {
        findings.push(`takes no focus: ${describe(element)}`);
        continue;
      }
      if (!element.matches(":focus-visible") || look(element) === before) {
        findings.push(`focus cannot be seen: ${describe(element)}`);
      }
      element.scrollIntoView({ behavior: "instant", block: "nearest", inline: "nearest" });
      const rect = [...element.getClientRects()].find(({ width, height }) => width > 1 && height > 1);
      if (!rect || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
        findings.push(`stays hidden when it has the focus: ${describe(element)}`);
        continue;
      }
      const hit = document.elementFromPoint(rect.x + rect.width / 2, rect.y + rect.height / 2);
      const isFree =
        hit && (element.contains(hit) || hit.contains(element) || hit.closest("label")?.control === element);
      if (!isFree)
        findings.push(`${describe(element)} lies under ${hit ? describe(hit) : "nothing: outside of the window"}`);
    }
    document.activeElement?.blur();
    return { count: stops.length, findings };
  };

  const channels = (colour) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };

  /** On paper: what nobody can click, backgrounds that are not white, and text that is not dark. */
  const print = () => {
    const shown = [...document.querySelectorAll(NAVIGATION)].filter((element) => isShown(element) && hasArea(element));
    const main = document.querySelector("main");
    const papers = [];
    for (let element = main; element; element = element.parentElement) papers.push(element);
    const tinted = papers.filter((element) => {
      const [red, green, blue, alpha] = channels(getComputedStyle(element).backgroundColor);
      return alpha > 0 && Math.min(red, green, blue) < 255;
    });
    const pale = [...main.querySelectorAll("h1, h2, h3, p, li, dd")].filter((element) => {
      const [red, green, blue] = channels(getComputedStyle(element).color);
      return isShown(element) && Math.max(red, green, blue) > 110;
    });
    return { shown: shown.map(describe), tinted: tinted.map(describe), pale: pale.slice(0, 5).map(describe) };
  };

  const isCentred = (element) => {
    const { alignItems, display, flexDirection, textAlign } = getComputedStyle(element);
    return textAlign === "center" || (display === "flex" && flexDirection === "column" && alignItems === "center");
  };

  /** Blocks of text whose first line does not begin at the right edge of its block, unless it is centred. */
  const away = () =>
    [...document.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd)")]
      .filter((element) => {
        const first = texts(element)[0];
        // Blocks inside of it are looked at by themselves.
        if (!first || !isShown(element) || first.parentElement.closest("h1, h2, h3, p, li, dt, dd") !== element)
          return false;
        for (let box = first.parentElement; element.contains(box); box = box.parentElement)
          if (isCentred(box)) return false;
        const range = document.createRange();
        range.selectNodeContents(element);
        const rects = [...range.getClientRects()].filter(({ width }) => width > 1);
        const top = Math.min(...rects.map((rect) => rect.top));
        const line = rects.filter((rect) => rect.top < top + 8);
        const style = getComputedStyle(element);
        const edge =
          element.getBoundingClientRect().right - parseFloat(style.paddingRight) - parseFloat(style.borderRightWidth);
        return style.direction !== "rtl" || Math.abs(edge - Math.max(...line.map((rect) => rect.right))) > 2;
      })
      .map(describe);

  let shift = 0;
  const shifts = new PerformanceObserver((list) => count(list.getEntries()));
  const count = (entries) => {
    for (const entry of entries) if (!entry.hadRecentInput) shift += entry.value;
  };
  shifts.observe({ type: "layout-shift", buffered: true });

  /** How far the layout moved by itself since the page began to load (cumulative layout shift). */
  const layoutShift = () => {
    count(shifts.takeRecords());
    return shift;
  };

  return { away, focus, layoutShift, links, overflow, print, settle, text };
})();
