/* The review page's disclosures, as the vendor's script words them now, and the consent that opens the button.
   The texts hold links; of their markup only links to web addresses are taken over. */

import { digitalRiver, pageSettings } from "./digital-river.js";

function safeLink(anchor) {
  const link = document.createElement("a");
  link.textContent = anchor.textContent;
  if (/^https?:\/\//.test(anchor.getAttribute("href") ?? "")) {
    link.href = anchor.href;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  return link;
}

/* Text with links and nothing else, from the vendor's markup. */
function plainWithLinks(markup) {
  const parsed = new DOMParser().parseFromString(markup, "text/html");
  const fragment = document.createDocumentFragment();
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        fragment.append(child.textContent);
      } else if (child.nodeName === "A") {
        fragment.append(safeLink(child));
      } else if (child.nodeType === Node.ELEMENT_NODE && child.nodeName !== "SCRIPT" && child.nodeName !== "STYLE") {
        walk(child);
      }
    }
  };
  walk(parsed.body);
  return fragment;
}

function gate(form) {
  const box = form.querySelector("[name=agreed]");
  const button = form.querySelector("[data-place-order-button]");
  const settle = () => {
    button.disabled = !box.checked;
  };
  box.addEventListener("change", settle);
  // A page that comes back from the browser's own cache may have kept its tick.
  window.addEventListener("pageshow", settle);
  settle();
}

export default async function disclosures(part) {
  gate(part.closest("form"));
  const { entity, language, country } = part.dataset;
  try {
    const library = await digitalRiver(pageSettings());
    const source = library.Compliance ?? window.DigitalRiver.Compliance;
    const { disclosure } = source.getDetails({ businessEntityCode: entity, language, country });
    const { confirmDisclosure: confirm, resellerDisclosure: reseller } = disclosure;
    if (confirm?.localizedText) {
      part.querySelector("[data-confirm]").replaceChildren(plainWithLinks(confirm.localizedText));
    }
    if (reseller?.localizedText) {
      const place = part.querySelector("[data-reseller]");
      const more = place.querySelector("[data-reseller-link]");
      place.replaceChildren(plainWithLinks(reseller.localizedText));
      if (reseller.url && more) {
        more.href = reseller.url;
        place.append(" ", more);
      }
    }
  } catch (error) {
    // The server's texts stand; they are the same, collected earlier.
    console.info(`Disclosures: ${error.message}`);
  }
}
