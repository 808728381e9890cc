"""The layout of the arena: what lives at the same time never shares memory, and little is wasted."""

from hypothesis import given, strategies as st
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Block

from adjoint.lowering.bufferization.arena import Request, SlotOffset, plan_arena
from adjoint.lowering.bufferization.product import Product

N, M = Block(arg_types=[IndexType(), IndexType()]).args

STEPS = st.tuples(st.integers(0, 20), st.integers(0, 5)).map(lambda pair: (pair[0], pair[0] + pair[1]))
FIXED = st.integers(0, 1000).map(Product)
DYNAMIC = st.builds(Product, st.sampled_from([4, 8, 40]), st.sampled_from([(N,), (M,), (N, M), (M, N)]))


def in_order(requests: list[Request]) -> list[Request]:
    return sorted(requests, key=lambda request: request.first)


@given(st.lists(st.builds(lambda steps, size: Request(*steps, size), STEPS, FIXED), max_size=12).map(in_order))
def test_fixed_sizes_are_packed(requests: list[Request]):
    layout = plan_arena(requests)
    ranges: list[range] = []
    for request, offset in zip(requests, layout.offsets, strict=True):
        assert isinstance(offset, int)
        assert offset % 64 == 0
        ranges.append(range(offset, offset + (request.bytes.constant or 0)))
        assert ranges[-1].stop <= layout.fixed_bytes
    for one, range_ in zip(requests, ranges, strict=True):
        for other, other_range in zip(requests, ranges, strict=True):
            if one is not other and one.meets(other):
                assert max(range_.start, other_range.start) >= min(range_.stop, other_range.stop)
    assert layout.fixed_bytes <= sum(request.fixed_bytes or 0 for request in requests)


@given(
    st.lists(
        st.builds(lambda steps, size, per_thread: Request(*steps, size, per_thread), STEPS, DYNAMIC, st.booleans()),
        max_size=12,
    ).map(in_order)
)
def test_other_sizes_share_slots(requests: list[Request]):
    layout = plan_arena(requests)
    assert not layout.fixed_bytes
    holders: dict[int, list[Request]] = {}
    for request, offset in zip(requests, layout.offsets, strict=True):
        assert isinstance(offset, SlotOffset)
        slot = layout.slots[offset.slot]
        assert slot.per_thread == request.per_thread
        assert slot.accommodates(request.bytes)
        assert not any(request.meets(other) for other in holders.get(offset.slot, []))
        holders.setdefault(offset.slot, []).append(request)
    for per_thread in (False, True):
        slots = [slot for slot in layout.slots if slot.per_thread == per_thread]
        alike = [request for request in requests if request.per_thread == per_thread]
        busiest = max((sum(other.first <= step <= other.last for other in alike) for step in range(26)), default=0)
        assert len(slots) == busiest


def test_three_matrices_of_a_chain_need_the_memory_of_two():
    chain = [Request(step, step + 1, Product(4000)) for step in range(6)]
    assert plan_arena(chain).fixed_bytes == 2 * 4032


def test_products_compare_whatever_their_order():
    assert Product(4, (N, M)).equals(Product(4, (M, N)))
    assert Product(4, (N, M)).at_most(Product(8, (M, N)))
    assert not Product(8, (N, M)).at_most(Product(4, (M, N)))
    assert not Product(4, (N,)).at_most(Product(8, (M,)))
    assert not Product(4, (N,)).at_most(Product(8, (N, M)))
