package dev.hone.internal.cma;

import dev.hone.Configuration;
import java.io.DataOutput;
import java.io.IOException;

/** A search by CMA-ES that is asked and told in any order. Not safe for use from many threads. */
public sealed interface CmaSearch extends AutoCloseable permits CmaSuggester, HybridSuggester {

  /** The next point of the unit cube. */
  double[] suggest(long trialNumber);

  /**
   * Takes note of a trial that is complete.
   *
   * @param where what it was; only asked for its point if that is from elsewhere
   * @param value its value to be minimised
   * @param constraints of which each is met if at most 0; kept
   */
  void told(long trialNumber, Configuration where, double value, double[] constraints);

  /** Takes note of a trial that has failed. */
  void failed(long trialNumber);

  /** Writes everything that is needed to go on with the same bits. */
  void save(DataOutput out) throws IOException;

  /** Releases what strategies hold. */
  @Override
  void close();
}
