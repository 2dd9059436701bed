/* Payment methods that Drop-in can show: one entry of METHODS per type, each in a file of its own.

   METHODS[type] = (context) => ({
     node,                 what stands in the method's panel
     open(),               resolves when it accepts input
     validate(),           resolves true, or false after it has shown what is wrong
     createSource(details) resolves {source} or {error}
     focus(), close()
   })
   context: {key, language, texts, configuration, appearance(), onReturn} */

const METHODS = {};
const METHOD_ICONS = { creditCard: ["M3 6h18v12H3z", "M3 10h18", "M6.5 14.5h4"] };

/* The session's methods that we can show and the shop did not rule out, in the session's order. */
function shownMethods(session, { enabledPaymentMethods, disabledPaymentMethods = [] }) {
  return (session.paymentMethods ?? []).filter(
    ({ type }) =>
      Object.hasOwn(METHODS, type) &&
      (!enabledPaymentMethods || enabledPaymentMethods.includes(type)) &&
      !disabledPaymentMethods.includes(type),
  );
}
