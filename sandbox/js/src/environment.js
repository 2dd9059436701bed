/* Where this script came from. Frames and calls go to that origin and to no other. */

const ORIGIN = new URL(ownAddress()).origin;

function ownAddress() {
  const loaded = document.currentScript ?? document.querySelector('script[src*="/v1/DigitalRiver.js"]');
  if (!loaded?.src) throw new Error("DigitalRiver.js has to be loaded through a script element.");
  return loaded.src;
}

/* "de-DE", "de_DE", "DE" -> "de"; "pt-BR" stays. null where the language is not supported.
   Source: developer-resources/supported-languages.md */
function supportedLanguage(tag) {
  if (typeof tag !== "string") return null;
  const wanted = tag.trim().toLowerCase().replaceAll("_", "-");
  const base = wanted.split("-")[0];
  return [wanted, base].find((language) => COMPLIANCE.languages.includes(language)) ?? null;
}
