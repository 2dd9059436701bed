/* DigitalRiver.Compliance: the disclosures of a selling entity, synchronously.
   Source: payments/payment-integrations-1/digitalriver.js/reference/digitalriver-object.md */

const Compliance = {
  /* {language, country, businessEntityCode} -> {disclosure: {...}}; throws for bad values.
     The older form (entity, locale) is understood as well. */
  getDetails(options, locale) {
    return { disclosure: disclosuresFor(typeof options === "string" ? fromLegacy(options, locale) : options) };
  },
};

/* Names such as "DR globalTech Inc." bring the full stop of their sentence along. */
function written(text, seller, addresses) {
  const fitted = seller.endsWith(".") ? text.replaceAll("{seller}.", "{seller}") : text;
  return fill(fitted, { seller, ...addresses });
}

function fromLegacy(entity, locale) {
  const [language, region] = String(locale ?? "").split(/[-_]/);
  const home = COMPLIANCE.entities[entity]?.country;
  return { businessEntityCode: entity, language, country: region ?? home };
}

function disclosuresFor(options) {
  const { entity, country, language } = checkedCompliance(options ?? {});
  const seller = COMPLIANCE.entities[entity];
  const addresses = documentAddresses(entity, language);
  const texts = { ...COMPLIANCE.texts.en, ...COMPLIANCE.texts[language] };
  const details = { businessEntity: { name: seller.name, id: entity } };
  for (const key of disclosureKeys(country)) {
    details[key] = { localizedText: written(texts[key], seller.name, addresses) };
    if (addresses[key]) details[key].url = addresses[key];
  }
  return details;
}

function checkedCompliance({ businessEntityCode, country, language }) {
  const values = {
    entity: Object.hasOwn(COMPLIANCE.entities, businessEntityCode ?? "") ? businessEntityCode : null,
    country: COMPLIANCE.countries.find((code) => code === String(country ?? "").toUpperCase()) ?? null,
    language: supportedLanguage(language),
  };
  const names = { entity: "businessEntityCode", country: "country", language: "language" };
  const wrong = Object.keys(values).filter((name) => values[name] === null);
  if (wrong.length) {
    throw new Error(wrong.map((name) => `${names[name]} is missing or unsupported`).join(", "));
  }
  return values;
}

function disclosureKeys(country) {
  const there = (key) => !(COMPLIANCE.notIn[key] ?? []).includes(country);
  const special = Object.keys(COMPLIANCE.onlyIn).filter((key) => COMPLIANCE.onlyIn[key].includes(country));
  return [...COMPLIANCE.everywhere.filter(there), ...special];
}

function documentAddresses(entity, language) {
  return Object.fromEntries(
    Object.entries(COMPLIANCE.documents).map(([key, name]) => [key, `${ORIGIN}/legal/${entity}/${name}/${language}`]),
  );
}
