import { element } from '../dom';
import type { View, ViewTools } from '../view';

export function usageView(_tools: ViewTools): View {
  return { element: element('div'), update: () => undefined };
}
