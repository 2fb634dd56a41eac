/**
 * What `webview.postMessage` does in the extension host before it returns, as VS Code's `serializeWebviewMessage` does it:
 * the message becomes JSON, of typed arrays the buffers are taken aside, and all of it is copied into what is sent.
 */
export function postMessage(message: unknown): void {
  const buffers: ArrayBufferLike[] = [];
  const json = JSON.stringify(message, (_key, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    if (!buffers.includes(value.buffer)) buffers.push(value.buffer);
    const { byteLength, byteOffset } = value;
    return { index: buffers.indexOf(value.buffer), view: { byteLength, byteOffset } };
  });
  Buffer.concat([Buffer.from(json), ...buffers.map((buffer) => new Uint8Array(buffer))]);
}
