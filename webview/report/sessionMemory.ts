import type { Memory } from '../memory';

/** Keeps the state of the controls while the tab is open; where the browser allows no storage, while the page is. */
export class SessionMemory implements Memory {
  private value: unknown;

  constructor(private readonly key: string) {}

  read(): unknown {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? 'null');
    } catch {
      return this.value;
    }
  }

  write(value: unknown): void {
    this.value = value;
    try {
      sessionStorage.setItem(this.key, JSON.stringify(value));
    } catch {
      // Then a reload forgets it.
    }
  }
}
