/* A button that prints its page. */

export default function print(button) {
  button.addEventListener("click", () => window.print());
}
