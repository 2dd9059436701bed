/* Cards: the fields are a page of our origin in a frame; only the finished source comes back. */

METHODS.creditCard = ({ key, language, texts, configuration, appearance, onReturn }) => {
  const options = configuration.creditCard ?? {};
  const frame = openFrame({
    page: "card",
    title: texts.cardFrame,
    locale: language,
    handlers: { return: onReturn, change: () => {} },
  });
  return {
    node: frame.element,
    async open() {
      await frame.opened();
      await frame.ask("configure", {
        key,
        appearance: appearance(),
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
    close: () => frame.close(),
  };
};

/* Only data crosses to the frame: a style object with functions in it would not survive the post. */
function plain(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
