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

/* Makes the page a part of the one around it: its color-scheme and its named colours. */
export function applyAppearance({ colorScheme, colors } = {}) {
  const { style } = document.documentElement;
  if (typeof colorScheme === "string") style.colorScheme = colorScheme;
  for (const [role, color] of Object.entries(colors ?? {})) {
    if (isSafe(color) && /^[a-z]+$/.test(role)) style.setProperty(`--${role}`, color);
  }
}

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
    else if (PROPERTIES.has(name) && isSafe(value)) {
      rule.style.setProperty(cssName(name), value);
    }
  }
}

/* Nothing that could load a file: the policy forbids it anyway, this keeps the console clean. */
function isSafe(value) {
  return typeof value === "string" && value !== "" && !/url\(|image/i.test(value);
}

function cssName(name) {
  if (name === "fontSmoothing") return "-webkit-font-smoothing";
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}
