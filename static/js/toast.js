/* A short message at the foot of the page, read aloud too; links may follow the words. */

const LASTS = 6000;
let timer;

export function toast(message, link) {
  const region = document.querySelector("[data-toast]");
  region.replaceChildren(message);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.text;
    region.append(" ", anchor);
  }
  clearTimeout(timer);
  timer = setTimeout(() => region.replaceChildren(), LASTS);
}
