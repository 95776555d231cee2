// Texts as they are compared: without differences of width, case and kana. The same rules as in glossary_ssg/text/folding.py.

export function fold(text) {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .trim();
}
