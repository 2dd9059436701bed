/* A short message at the foot of the page, read aloud too; a link may follow the words. */

const LASTS = 6000;
let timer;

export function toast(message, target) {
  const region = document.querySelector("[data-toast]");
  region.replaceChildren(message);
  if (target) {
    const anchor = document.createElement("a");
    anchor.href = target.href;
    anchor.textContent = target.dataset.text;
    region.append(" ", anchor);
  }
  clearTimeout(timer);
  timer = setTimeout(() => region.replaceChildren(), LASTS);
}
