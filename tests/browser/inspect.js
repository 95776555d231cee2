// What an author's payloads left in documents: elements, attributes and addresses that no author may have.
globalThis.inspection = (() => {
  const XHTML = "http://www.w3.org/1999/xhtml";
  const TAGS =
    "abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd " +
    "mark p pre q rp rt ruby s samp section small span strong sub summary sup table tbody tfoot thead tr u ul var wbr " +
    "a details img li ol td th time";
  const OWN = { a: "href hreflang", details: "open", img: "src alt width height", li: "value", ol: "start reversed" };
  Object.assign(OWN, { td: "colspan rowspan", th: "colspan rowspan scope", time: "datetime" });
  const CLASS =
    /^(align-(left|center|right)|task-(item|box)|footnotes|language-\S*|auto|unresolved|questions|code-box|copy|[a-z]{1,2}\d?)$/;
  const ADDRESS = /^(https?|mailto|tel):$/;
  const tags = new Set(TAGS.split(" "));

  const isOwn = ({ localName: tag }, { name, value }) =>
    ["title", "lang", "dir"].includes(name) ||
    (OWN[tag] ?? "").split(" ").includes(name) ||
    (name === "class" && value.split(/\s+/).every((one) => CLASS.test(one))) ||
    (name === "role" && value.startsWith("doc-")) ||
    (name === "id" && /^(h[1-6]|li|sup)$/.test(tag)) ||
    (name === "tabindex" && /^(table|pre)$/.test(tag)) || // what the theme's script adds
    (name === "type" && tag === "button");

  /** Findings in what an author wrote, and `tag attribute` of everything around it. */
  const look = (page) => {
    const findings = [];
    const around = new Set();
    for (const element of page.querySelectorAll("*")) {
      const { localName: tag } = element;
      const body = element.parentElement?.closest(".body");
      const isCopy = tag === "button" && element.className === "copy";
      if (!body) around.add(tag);
      else if (element.namespaceURI !== XHTML || !(tags.has(tag) || isCopy)) findings.push(`<${tag}>`);
      for (const attribute of element.attributes) {
        if (!body) around.add(`${tag} ${attribute.name}`);
        else if (!isOwn(element, attribute)) findings.push(`<${tag} ${attribute.name}="${attribute.value}">`);
      }
      if (tag === "a" && element.hasAttribute("href") && !ADDRESS.test(element.protocol)) {
        // An address that no browser understands leads nowhere.
        if (element.protocol !== ":" || URL.canParse(element.getAttribute("href"))) findings.push(element.outerHTML);
      }
    }
    return { findings, around: [...around] };
  };

  /** The same for pages that are shown in frames, without scripts and style sheets of their own. */
  const lookAt = async (addresses) => {
    const all = await Promise.all(
      addresses.map(async (address) => {
        const html = (await (await fetch(address)).text()).replace(
          /<script (type="module" )?src="[^"]*"><\/script>|<link rel="stylesheet"[^>]*>/g,
          "",
        );
        const frame = document.createElement("iframe");
        const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
        frame.hidden = true; // nothing to lay out: that would take most of the time
        frame.srcdoc = html;
        document.body.append(frame);
        await loaded;
        const seen = look(frame.contentDocument);
        const text = frame.contentDocument.querySelector("main")?.textContent.length ?? 0;
        if (frame.contentWindow.ran) seen.findings.push("ran");
        if (!text) seen.findings.push("no text");
        frame.remove();
        return [address, seen];
      }),
    );
    return all;
  };

  return { look: () => look(document), lookAt };
})();
