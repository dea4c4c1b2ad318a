package dev.hone.internal.evo;

import dev.hone.math.random.CounterRandom;

/** Who of a population has children, and who makes room for a newcomer. */
sealed interface Survival permits CrowdingSurvival, ReferenceSurvival {

  /**
   * Which member has to go.
   *
   * @param standings of a population with one member too many
   */
  int dropped(Standings standings, CounterRandom random);

  /** Looks at a population that is going to have children. */
  void arranged(Standings standings);

  /** A parent, of those arranged. */
  int parent(CounterRandom random);
}
