/* Building elements without markup strings, so that the strictest page policy has nothing to refuse. */

let lastId = 0;

function freshId(prefix) {
  lastId += 1;
  return `dr-${prefix}-${lastId}`;
}

/* create("p", {class: "x", hidden: true}, "text", child): attributes, never inline styles. */
function create(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/* A line drawing of 24 by 24; `paths` as in an SVG `d`. Decoration only. */
function icon(...paths) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  for (const [name, value] of [["viewBox", "0 0 24 24"], ["class", "dr-icon"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
  for (const d of paths) svg.appendChild(document.createElementNS(namespace, "path")).setAttribute("d", d);
  return svg;
}

/* The texts of compliance.json know two marks only: links and line breaks. */
function localized(text) {
  const fragment = document.createDocumentFragment();
  const marks = /<a href="([^"]*)"[^>]*>(.*?)<\/a>|<br\s*\/?>/g;
  let position = 0;
  for (const mark of text.matchAll(marks)) {
    fragment.append(text.slice(position, mark.index));
    fragment.append(mark[1] === undefined ? create("br") : link(mark[1], mark[2]));
    position = mark.index + mark[0].length;
  }
  fragment.append(text.slice(position));
  return fragment;
}

function link(address, text) {
  return create("a", { href: address, target: "_blank", rel: "noopener" }, text);
}

/* A container by its id, as documented; "#id" and an element are understood as well. */
function containerOf(target) {
  if (target instanceof Element) return target;
  const id = typeof target === "string" ? target.replace(/^#/, "") : "";
  const container = id ? document.getElementById(id) : null;
  if (!container) throw new Error(`mount(): there is no element with the id "${target}".`);
  return container;
}

const STYLESHEET_TIMEOUT_MS = 3000;

/* Resolves when our stylesheet is in force. Where the page has not linked it the form would be usable
   but ugly: then it is fetched, and the developer is told. */
async function stylesheetApplied(element) {
  const applied = () => getComputedStyle(element).getPropertyValue("--dr-stylesheet").trim() !== "";
  if (applied()) return;
  const sheet = linkedStylesheet() ?? addStylesheet();
  await new Promise((resolve) => {
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", resolve);
    setTimeout(resolve, STYLESHEET_TIMEOUT_MS);
  });
}

function linkedStylesheet() {
  const links = [...document.querySelectorAll("link[rel=stylesheet]")];
  return links.find(({ href }) => href.startsWith(`${ORIGIN}/v1/css/DigitalRiver.css`));
}

function addStylesheet() {
  console.warn(`DigitalRiver.js: link ${ORIGIN}/v1/css/DigitalRiver.css on this page.`);
  const sheet = create("link", { rel: "stylesheet", href: `${ORIGIN}/v1/css/DigitalRiver.css` });
  document.head.append(sheet);
  return sheet;
}
