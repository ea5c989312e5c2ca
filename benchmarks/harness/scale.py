"""How much is measured: in full, or just enough to show that everything works."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Scale:
    # Resources of each type on both sides of most comparisons.
    resources: int
    # Cities of the two registries that are compared with each other.
    few_cities: int
    many_cities: int
    # Rounds of a comparison, and each side's seconds in a round.
    rounds: int
    warm_up: float
    measured: float
    # The measured seconds with many changes in flight.
    measured_writes: float
    # Places whose misspelt names are searched for. 0: all.
    recall_names: int
    # First calls after idleness.
    idle_rounds: int


FULL = Scale(resources=200_000, few_cities=10_000, many_cities=1_000_000, rounds=4, warm_up=1.0, measured=5.0,
             measured_writes=8.0, recall_names=0, idle_rounds=20)
# Page 1,000 of 50 cities must exist.
QUICK = Scale(resources=5_000, few_cities=2_000, many_cities=51_000, rounds=1, warm_up=0.3, measured=0.7,
              measured_writes=0.7, recall_names=1_000, idle_rounds=3)
