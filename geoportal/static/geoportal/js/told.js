/** What the server tells a script: a block of JSON in the page, `{{ value|json_script:"id" }}`. */

/**
 * @param {string} id of the block
 * @returns {any} what it holds; nothing in particular on pages without it
 */
export function told(id) {
  const block = globalThis.document?.getElementById?.(id);
  return block ? JSON.parse(block.textContent) : {};
}
