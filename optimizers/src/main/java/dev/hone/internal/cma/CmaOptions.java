package dev.hone.internal.cma;

import java.io.DataOutput;
import java.io.IOException;

/** The options of a search that decide about its suggestions, and are equal where they are. */
public sealed interface CmaOptions permits CmaStrategy, HybridStrategy {

  /** Writes them. */
  void save(DataOutput out) throws IOException;
}
