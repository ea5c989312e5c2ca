"""How much is measured: in full, or just enough to show that everything works."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Scale:
    # Resources of each type on both sides of most comparisons.
    resources: int
    # Cities of the two registries that are compared with each other.
    few_cities: int
    many_cities: int
    # The rounds of a comparison, and each side's seconds of warm-up and of measurement in a round.
    rounds: int
    warm_up: float
    measured: float
    # The seconds of measurement with many changes in flight.
    measured_writes: float
    # The number of places whose misspelt names are searched for. 0 means all.
    recall_names: int
    # The number of calls that are made after idle periods.
    idle_rounds: int


FULL = Scale(resources=200_000, few_cities=10_000, many_cities=1_000_000, rounds=4, warm_up=1.0, measured=5.0,
             measured_writes=8.0, recall_names=0, idle_rounds=20)
# There must be enough cities for page 1,000, with 50 cities per page.
QUICK = Scale(resources=5_000, few_cities=2_000, many_cities=51_000, rounds=1, warm_up=0.3, measured=0.7,
              measured_writes=0.7, recall_names=1_000, idle_rounds=3)
