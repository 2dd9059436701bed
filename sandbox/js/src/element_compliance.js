/* The compliance element: who sells, and links to that seller's documents.
   Source: developer-resources/reference/elements/compliance-elements.md */

const LINK_ORDER = (
  "termsOfSale privacyPolicy cancellationRights cookiePolicy legalNotice warrantyInformation " +
  "californiaPrivacyRights japaneseCommerceLaw"
).split(" ");

/* -> a node, or null with a line in the console: bad values must never break the shop's page. */
function complianceNode({ compliance = {}, classes = {} }) {
  const { entity, country, language, jpCommerceLawPageUrl } = compliance;
  let disclosure;
  try {
    disclosure = disclosuresFor({ businessEntityCode: entity, country, language });
  } catch (error) {
    console.error(`DigitalRiver.js compliance element: ${error.message}`);
    return null;
  }
  if (jpCommerceLawPageUrl && disclosure.japaneseCommerceLaw) disclosure.japaneseCommerceLaw.url = jpCommerceLawPageUrl;
  const links = LINK_ORDER.filter((key) => disclosure[key]?.url).map((key) =>
    create("li", {}, link(disclosure[key].url, disclosure[key].localizedText)),
  );
  return create(
    "div",
    { class: `dr-compliance ${classes.base ?? "DRElement"}`, lang: spokenLanguage(language), "data-entity": entity },
    create("p", {}, localized(disclosure.resellerDisclosure.localizedText)),
    create("ul", { "aria-label": textsFor(supportedLanguage(language)).linksLabel }, ...links),
  );
}

/* The language that the texts are really in, for screen readers. */
function spokenLanguage(language) {
  const supported = supportedLanguage(language);
  return COMPLIANCE.texts[supported] ? supported : "en";
}

element("compliance", {
  render: complianceNode,
  merge: (current, changes) => ({
    ...current,
    ...changes,
    classes: { ...current.classes, ...changes.classes },
    compliance: { ...current.compliance, ...changes.compliance },
  }),
});
