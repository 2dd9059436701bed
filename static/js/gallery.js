/* A thumbnail shows its picture large, in place. */

export default function gallery(root) {
  const main = root.querySelector("img");
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-gallery-image]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    main.src = link.href;
    main.alt = link.dataset.alt;
    for (const other of root.querySelectorAll("[data-gallery-image]")) {
      other.removeAttribute("aria-current");
    }
    link.setAttribute("aria-current", "true");
  });
}
