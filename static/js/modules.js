/* Attaches behaviours to elements: <form data-module="suggest submit-once">.
   A behaviour is a function that takes its element once; pages list theirs in shop.js or checkout.js. */

const attached = new WeakMap();

function attachWithin(root, behaviours) {
  const elements = [...root.querySelectorAll("[data-module]")];
  if (root.matches?.("[data-module]")) {
    elements.push(root);
  }
  for (const element of elements) {
    for (const name of element.dataset.module.split(/\s+/)) {
      const seen = attached.get(element) ?? new Set();
      if (behaviours[name] && !seen.has(name)) {
        attached.set(element, seen.add(name));
        behaviours[name](element);
      }
    }
  }
}

export function attach(behaviours) {
  attachWithin(document, behaviours);
  // Parts that htmx puts in place later bring their own modules.
  document.addEventListener("htmx:load", (event) => attachWithin(event.target, behaviours));
}
