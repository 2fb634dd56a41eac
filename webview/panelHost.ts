import { Failure } from '../src/core/failure';
import type { PanelApi } from '../src/panel/panelApi';
import type { RpcClient } from '../src/protocol/rpcClient';

type MethodName = Exclude<keyof PanelApi, 'watch'>;

/** The host as views see it. What fails is shown to the user, here for all of them. */
export class PanelHost {
  constructor(
    private readonly rpc: RpcClient<PanelApi>,
    private readonly showFailure: (sentence: string) => void,
  ) {}

  /** Asks the host to do something. */
  tell<Name extends MethodName>(method: Name, request: PanelApi[Name]['request']): void {
    void this.call(method, request);
  }

  /** `undefined` when it failed; the user has been told. */
  async call<Name extends MethodName>(
    method: Name,
    request: PanelApi[Name]['request'],
  ): Promise<PanelApi[Name]['reply'] | undefined> {
    try {
      return await this.rpc.call(method, request);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.code !== 'cancelled') this.showFailure(error.message);
      return undefined;
    }
  }
}
