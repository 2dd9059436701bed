/* createElement(type, options): one entry of ELEMENTS per type, made by `element()`.
   Source: developer-resources/reference/elements/README.md */

const ELEMENTS = {};

/* `parts.render(options, context)` returns a node, or null to show nothing; called again by update(). */
function element(type, parts) {
  ELEMENTS[type.toLowerCase()] = (context, options) => {
    let current = options ?? {};
    let container = null;
    let node = null;
    let destroyed = false;
    const listeners = {};

    function emit(event, data = {}) {
      for (const listener of listeners[event] ?? []) listener({ elementType: type, ...data });
    }
    function clear() {
      node?.remove();
      node = null;
    }
    function draw() {
      clear();
      node = parts.render(current, context);
      if (!node) return;
      container.append(node);
      stylesheetApplied(node);
    }
    return {
      mount(target) {
        if (destroyed) throw new Error(`This ${type} element was destroyed: create another one.`);
        container = containerOf(target);
        draw();
        emit("ready");
      },
      unmount() {
        clear();
        container = null;
      },
      destroy() {
        clear();
        container = null;
        destroyed = true;
      },
      update(changes = {}) {
        current = parts.merge(current, changes);
        if (container) draw();
      },
      on(event, listener) {
        (listeners[event] ??= []).push(listener);
      },
    };
  };
}

function createElementOfType(context, type, options) {
  const factory = ELEMENTS[String(type).toLowerCase()];
  if (!factory) throw new Error(`createElement(): "${type}" is not a supported element type.`);
  return factory(context, options);
}
