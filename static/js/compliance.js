/* The vendor's compliance element in the footer. What the server wrote there stays until it is mounted,
   and for good where the vendor's script is out of reach or does not know the seller. */

import { digitalRiver, pageSettings } from "./digital-river.js";

export default async function compliance(container) {
  const { entity, language, country } = container.dataset;
  try {
    const library = await digitalRiver(pageSettings());
    // Throws for an entity, language or country that the library does not know.
    (library.Compliance ?? window.DigitalRiver.Compliance)?.getDetails({ businessEntityCode: entity, language, country });
    const element = library.createElement("compliance", {
      classes: { base: "compliance__element" },
      compliance: { entity, language, country },
    });
    container.replaceChildren();
    element.mount(container.id);
  } catch (error) {
    console.info(`Compliance element: ${error.message}`);
  }
}
