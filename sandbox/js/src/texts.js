/* Our own texts; the languages without a translation read English. */

function textsFor(language) {
  return TEXTS[language] ?? TEXTS[language.split("-")[0]] ?? TEXTS.en;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
