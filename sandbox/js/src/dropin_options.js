/* Checks and completes the configuration object of createDropin().
   Source: payments/payment-integrations-1/drop-in/drop-in-integration-guide.md */

const FLOWS = ["checkout", "managePaymentMethods"];
const USAGES = ["subscription", "convenience", "unscheduled"];

/* -> the configuration with every default in place; throws an Error that names the bad option. */
function dropinOptions(configuration) {
  if (typeof configuration !== "object" || configuration === null) refuse("a configuration object is required");
  const options = { flow: "checkout", ...configuration.options };
  const methods = { ...configuration.paymentMethodConfiguration };
  checkFlow(configuration, options);
  checkMethodLists(methods);
  checkRedirect(options.redirect);
  checkConsents(options);
  const managing = options.flow === "managePaymentMethods";
  return {
    ...configuration,
    paymentMethodConfiguration: methods,
    options: {
      ...options,
      button: options.button ?? { type: "continue" },
      expandFirstPaymentMethod: options.expandFirstPaymentMethod !== false,
      showComplianceSection: !managing && options.showComplianceSection !== false,
      showSavePaymentAgreement: managing || options.showSavePaymentAgreement === true,
      // The page says "default true"; the library in the field shows it only when asked to.
      showTermsOfSaleDisclosure: options.showTermsOfSaleDisclosure === true,
    },
  };
}

function checkFlow({ sessionId, billingAddress }, { flow, usage }) {
  if (!FLOWS.includes(flow)) refuse(`options.flow "${flow}" is not supported`);
  if (usage !== undefined && !USAGES.includes(usage)) refuse(`options.usage "${usage}" is not supported`);
  if (flow === "checkout" && (typeof sessionId !== "string" || !sessionId)) refuse("sessionId is required");
  if (flow !== "managePaymentMethods") return;
  const missing = ["firstName", "lastName", "email", "phoneNumber"].filter((name) => !billingAddress?.[name]);
  missing.push(...["line1", "country"].filter((name) => !billingAddress?.address?.[name]).map((name) => `address.${name}`));
  if (missing.length) refuse(`billingAddress.${missing[0]} is required`);
}

function checkMethodLists({ enabledPaymentMethods = [], disabledPaymentMethods = [] }) {
  const both = enabledPaymentMethods.filter((type) => disabledPaymentMethods.includes(type));
  if (both.length) refuse(`${both.join(", ")} is both in enabledPaymentMethods and disabledPaymentMethods`);
}

function checkRedirect(redirect) {
  if (redirect?.disableAutomaticRedirects !== true) return;
  if (!redirect.returnUrl || redirect.returnUrl !== redirect.cancelUrl) {
    refuse("options.redirect needs a returnUrl and a cancelUrl, both the same");
  }
}

function checkConsents({ consents, showTermsOfSaleDisclosure }) {
  if (!consents) return;
  if (!consents.companyName) refuse("options.consents.companyName is required");
  if (showTermsOfSaleDisclosure !== true) refuse("options.consents needs showTermsOfSaleDisclosure");
  for (const name of ["eula", "termsOfUse"]) {
    if (consents[name] && !consents[name].url) refuse(`options.consents.${name}.url is required`);
  }
}

function refuse(reason) {
  throw new Error(`createDropin(): ${reason}.`);
}
