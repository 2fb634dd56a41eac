/** The little of the DOM that is used here: the project is checked without the DOM's types. */
declare const document: { querySelector(selector: string): Slider | null };
declare function requestAnimationFrame(callback: () => void): number;
interface Slider {
  value: string;
  readonly max: string;
  dispatchEvent(event: Event): boolean;
}

/**
 * Runs inside the page, where it is sent as source text: so it names no function inside. Milliseconds from each move of the
 * budget to the end of the frame in which the panel has drawn it; the first five moves do not count.
 */
export async function budgetMoves(count: number): Promise<number[]> {
  const slider = document.querySelector('input[type="range"]');
  if (slider === null) throw new Error('There is no slider.');
  const samples: number[] = [];
  for (let at = -5; at < count; at++) {
    slider.value = String((at + 5) % (Number(slider.max) + 1));
    const began = performance.now();
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    // The panel asks for its frame when the answer has come; a frame that is asked for later ends with or after it.
    await new Promise((resolve) => setTimeout(resolve));
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        setTimeout(resolve);
      });
    });
    if (at >= 0) samples.push(performance.now() - began);
  }
  return samples;
}
