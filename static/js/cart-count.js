/* The number on the header's cart. */

export function showCount(count) {
  const link = document.querySelector("[data-cart-link]");
  if (!link) {
    return;
  }
  let badge = link.querySelector("[data-cart-count]");
  if (!badge) {
    badge = document.createElement("span");
    badge.className = "cart-count";
    badge.dataset.cartCount = "";
    link.append(badge);
  }
  badge.textContent = count;
  badge.hidden = !count;
}
