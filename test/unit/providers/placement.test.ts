import assert from 'node:assert/strict';
import { Placement } from '../../../src/providers/placement';

const FROM =
  '2026-01-01 00:00:00.1 [V:onnxruntime:, session_state.cc:1383 VerifyEachNodeIsAssignedToAnEp] ';

function placement(...lines: string[]): Placement {
  const read = new Placement();
  for (const line of lines) read.read(line);
  return read;
}

describe('the placement of operators', () => {
  it('is that of all graphs, the most frequent first', () => {
    const graph = [
      `${FROM} Node(s) placed on [CPUExecutionProvider]. Number of nodes: 3`,
      `${FROM}  Concat (/head/Concat)`,
      `${FROM}  LogSoftmax ()`,
      `${FROM}  LogSoftmax ()`,
      `${FROM} Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 1`,
      `${FROM}  MatMul ()`,
    ];
    assert.equal(
      placement('anything', ...graph, ...graph).leftToCpu(),
      '6 of its 8 operators run on the CPU: 4 LogSoftmax, 2 Concat.',
    );
  });

  it('tells nothing where all of a graph runs on the provider', () => {
    const all = `${FROM}All nodes placed on [CUDAExecutionProvider]. Number of nodes: 417`;
    assert.equal(placement(all).leftToCpu(), undefined);
  });
});
