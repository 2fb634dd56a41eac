import type { ViewTools } from './view';

/** Goes to a token, in the panel and where it has an editor in that; `aside`: in another editor beside. */
export type GoTo = (token: number, aside: boolean) => void;

export function goToWith({ host, store }: Pick<ViewTools, 'host' | 'store'>): GoTo {
  return (token, aside) => {
    store.select(token);
    if (store.state.face?.abilities.reveal === true) host.tell('reveal', { token, aside });
  };
}
