"""Data-parallel workers on one machine.

Two processes of one thread each meet once a step; one process of two threads would meet at every
operation, and on a machine that also does other work each meeting waits for the slower core.
"""

import socket
from collections.abc import Callable, Iterable

import torch
import torch.distributed as dist
import torch.multiprocessing as multiprocessing
from torch import Tensor


def run_workers(count: int, body: Callable[..., None], *arguments: object) -> None:
    """Calls `body(rank, *arguments)` in `count` processes; rank 0 is this one."""
    if count == 1:
        body(0, *arguments)
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    context = multiprocessing.get_context("spawn")
    others = [
        context.Process(target=_join, args=(rank, count, address, body, *arguments), daemon=True)
        for rank in range(1, count)
    ]
    for process in others:
        process.start()
    _join(0, count, address, body, *arguments)
    for process in others:
        process.join()


def _join(
    rank: int, count: int, address: str, body: Callable[..., None], *arguments: object
) -> None:
    dist.init_process_group("gloo", init_method=address, rank=rank, world_size=count)
    try:
        body(rank, *arguments)
    finally:
        dist.destroy_process_group()


def average_gradients(parameters: Iterable[torch.nn.Parameter]) -> None:
    """Replaces every gradient by its mean over the workers."""
    if not dist.is_initialized():
        return
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    flat = torch.cat([gradient.flatten() for gradient in gradients])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    pieces = flat.split([gradient.numel() for gradient in gradients])
    for gradient, piece in zip(gradients, pieces, strict=True):
        gradient.copy_(piece.view_as(gradient))


def from_first(values: Tensor) -> Tensor:
    """Rank 0's values, on every worker: clocks and signals differ, decisions must not."""
    if dist.is_initialized():
        dist.broadcast(values, src=0)
    return values
