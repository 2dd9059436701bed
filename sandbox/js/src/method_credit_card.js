/* Cards: the fields are a page of our origin in a frame; only the finished source comes back. */

METHODS.creditCard = ({ key, language, texts, configuration, appearance, onReturn }) => {
  const options = configuration.creditCard ?? {};
  const frame = openFrame({
    page: "card",
    title: texts.cardFrame,
    locale: language,
    handlers: { return: onReturn, change: () => {} },
  });
  const darkness = matchMedia("(prefers-color-scheme: dark)");
  const dress = () => frame.ask("appearance", appearance());
  return {
    node: frame.element,
    async open() {
      await frame.opened();
      await dress();
      darkness.addEventListener("change", dress);
      await frame.ask("configure", {
        key,
        mask: options.mask === true,
        style: plain(options.style ?? configuration.style),
        placeholders: {
          number: options.cardNumberPlaceholderText,
          expiry: options.cardExpirationPlaceholderText,
          code: options.cardCvvPlaceholderText,
        },
      });
    },
    async validate() {
      const valid = await frame.ask("validate");
      // Into the frame first: focusing the frame itself would take the focus out of its field again.
      if (!valid) {
        frame.element.focus();
        frame.ask("focusInvalid");
      }
      return valid;
    },
    createSource: (details) => frame.ask("submit", { details }),
    focus() {
      frame.element.focus();
      frame.ask("focus");
    },
    close() {
      darkness.removeEventListener("change", dress);
      frame.close();
    },
  };
};

/* Only data crosses to the frame: a style object with functions in it would not survive the post. */
function plain(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
