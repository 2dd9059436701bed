/* The price at the top of a product page follows the chosen version. */

export default function variants(fieldset) {
  const price = document.querySelector(fieldset.dataset.price);
  const was = price?.parentElement.querySelector(".price__was");

  function follow() {
    const chosen = fieldset.querySelector("input:checked");
    if (!chosen || !price) {
      return;
    }
    price.textContent = chosen.dataset.price;
    const before = chosen.dataset.was ?? "";
    price.parentElement.classList.toggle("price--sale", Boolean(before));
    if (was) {
      was.hidden = !before;
      was.lastChild.textContent = before;
    }
  }

  fieldset.addEventListener("change", follow);
  follow();
}
