/* What Drop-in knows from the payment session: methods, seller, texts, and who pays. */

/* In a checkout the session says what is possible; without one, cards can be saved for later. */
async function sessionFor(library, { sessionId, options, billingAddress }) {
  if (options.flow === "checkout") return readSession(library.key, sessionId);
  const country = billingAddress.address.country;
  return { country, paymentMethods: [{ type: "creditCard", flow: "standard", supportsRecurring: true }] };
}

function complianceOf(session, library) {
  const seller = session.sellingEntity;
  return {
    entity: (typeof seller === "string" ? seller : seller?.id) || "DR_INC-ENTITY",
    country: session.country || session.billTo?.address?.country || "US",
    language: library.language,
  };
}

/* null when session data is odd; the form then works without texts that we do not have. */
function disclosureFor(session, library, { options }) {
  const { entity, country, language } = complianceOf(session, library);
  try {
    return disclosuresFor({ businessEntityCode: entity, country, language });
  } catch (error) {
    console.error(`DigitalRiver.js: ${error.message}`);
    if (options.showTermsOfSaleDisclosure) {
      throw errorBody("internal_server_error", "unknown_error", "The terms of sale are not available.");
    }
    return null;
  }
}

/* The card's owner is who pays the bill: the checkout's billTo, else the address the shop passed. */
function ownerOf(session, { billingAddress }) {
  const { billTo } = session;
  if (!billTo?.address) return plain(billingAddress);
  const words = String(billTo.name ?? "").trim().split(/\s+/);
  const owner = {
    firstName: words.slice(0, -1).join(" ") || words[0],
    lastName: words.at(-1),
    email: billTo.email ?? billingAddress?.email,
    phoneNumber: billTo.phone,
    organization: billTo.organization,
    address: billTo.address,
  };
  return plain(owner);
}
