/** What one method takes, returns, and reports on the way. */
export interface Method {
  request: unknown;
  reply: unknown;
  event: unknown;
}

/** An interface whose members are methods; both ends of a link derive their types from it. */
export type Methods<Api> = { [Name in keyof Api]: Method };

export type MethodName<Api> = keyof Api & string;
