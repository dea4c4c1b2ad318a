package dev.hone.internal.cma;

/** What a {@link CmaSuggester} is made with. */
sealed interface GenerationsFactory permits CmaSetup, HybridSetup {

  /** Starts the strategy. */
  Generations begin(CmaCoordinates coordinates);

  /** Goes on where a strategy was saved. */
  Generations restore(CmaCoordinates coordinates, byte[] snapshot);

  /** The seed of all random numbers. */
  long seed();

  /** How many constraints there are. */
  int constraints();
}
