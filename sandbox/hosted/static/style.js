/* The shop's `style` option, applied as rules of a constructed sheet: no inline styles, no markup.
   Source: developer-resources/reference/elements/README.md#styling-an-element-container */

const PROPERTIES = new Set(
  ("boxShadow color fontFamily fontSize fontSmoothing fontStyle fontVariant fontWeight height " +
    "letterSpacing padding paddingBottom paddingLeft paddingRight paddingTop textAlign " +
    "textDecoration textShadow").split(" "),
);
const STATES = { base: "", complete: ".complete", empty: ".empty", invalid: ".invalid", focus: ":focus" };
const PSEUDO = new Set([":hover", ":focus", "::placeholder", "::selection", ":-webkit-autofill", ":disabled"]);

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];

export function applyStyle(style) {
  sheet.replaceSync("");
  for (const [state, suffix] of Object.entries(STATES)) {
    if (isObject(style?.[state])) addRules(`.field input${suffix}`, style[state]);
  }
}

function addRules(selector, block) {
  const rule = sheet.cssRules[sheet.insertRule(`${selector} {}`, sheet.cssRules.length)];
  for (const [name, value] of Object.entries(block)) {
    if (PSEUDO.has(name) && isObject(value)) addRules(`${selector}${name}`, value);
    // Nothing that could load a file: the policy forbids it anyway, this keeps the console clean.
    else if (PROPERTIES.has(name) && typeof value === "string" && !/url\(/i.test(value)) {
      rule.style.setProperty(cssName(name), value);
    }
  }
}

function cssName(name) {
  if (name === "fontSmoothing") return "-webkit-font-smoothing";
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}
