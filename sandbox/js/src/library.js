/* window.DigitalRiver */

class DigitalRiver {
  #context;

  constructor(key, { locale } = {}) {
    if (typeof key !== "string" || !key.trim()) throw new Error("DigitalRiver: a public API key is required.");
    if (!key.startsWith("pk_")) {
      throw new Error("DigitalRiver: this is not a public key. Never use a secret key in a browser.");
    }
    const wanted = locale ?? document.documentElement.lang ?? "en";
    const language = supportedLanguage(wanted);
    if (!language && locale) console.warn(`DigitalRiver: locale "${locale}" is not supported, using English.`);
    this.#context = { key, language: language ?? "en" };
    this.Compliance = Compliance;
  }

  createDropin(configuration) {
    return createDropinFor(this.#context, configuration);
  }

  /* Some pages of the manual spell it so. */
  createDropIn(configuration) {
    return this.createDropin(configuration);
  }

  createElement(type, options) {
    return createElementOfType(this.#context, type, options);
  }

  /* -> {source} or {error: {type, errors[]}} */
  retrieveSource(id, clientSecret) {
    return readSource(this.#context.key, id, clientSecret);
  }

  /* -> {sessionInformation, paymentMethods[]} of a payment session; rejects with an error body. */
  async retrieveAvailablePaymentMethods({ sessionId } = {}) {
    if (!sessionId) throw errorBody("bad_request", "missing_parameter", "sessionId is required.");
    const { currency, country, amount, paymentMethods } = await readSession(this.#context.key, sessionId);
    return { sessionInformation: { currency, country, amount }, paymentMethods };
  }
}

DigitalRiver.Compliance = Compliance;
window.DigitalRiver ??= DigitalRiver;
