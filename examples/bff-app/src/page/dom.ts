/** Elements by id, and new ones. Text is set as text: this page makes no markup from strings. */

/** @throws Error where the page has no such element */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`no #${id}`);
  return element as T;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}

/** Shows the text, or hides the element where there is none. */
export function showText(element: HTMLElement, text: string | null): void {
  element.textContent = text ?? "";
  element.hidden = text === null;
}
