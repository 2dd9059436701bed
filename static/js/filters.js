/* Filters stand open where there is room beside the list. */

const ROOM = "(min-width: 60rem)";

export default function filters(details) {
  if (matchMedia(ROOM).matches) {
    details.open = true;
  }
}
