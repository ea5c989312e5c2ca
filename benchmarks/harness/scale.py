"""How much is measured: in full, or as little as shows that everything works."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Scale:
    # Resources on both sides of most comparisons; of each kind.
    resources: int
    # The registries that are compared with each other.
    few_cities: int
    many_cities: int
    # Rounds of a comparison, and the seconds that each side gets in one.
    rounds: int
    warm_up: float
    measured: float
    # The seconds instead where many changes are in flight.
    measured_writes: float
    # Places whose misspelt names are looked for; 0: all.
    recall_names: int
    # First calls after idleness.
    idle_rounds: int


FULL = Scale(resources=200_000, few_cities=10_000, many_cities=1_000_000, rounds=4, warm_up=1.0, measured=5.0,
             measured_writes=8.0, recall_names=0, idle_rounds=20)
# Page 1,000 of 50 cities must be there.
QUICK = Scale(resources=5_000, few_cities=2_000, many_cities=51_000, rounds=2, warm_up=0.3, measured=0.7,
              measured_writes=0.7, recall_names=1_000, idle_rounds=3)
