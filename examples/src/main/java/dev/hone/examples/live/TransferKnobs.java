package dev.hone.examples.live;

import dev.hone.CategoricalParam;
import dev.hone.Configuration;
import dev.hone.IntParam;
import dev.hone.SearchSpace;
import java.util.Locale;
import java.util.zip.Deflater;

/** The knobs of a {@link TransferLoop} as a search space. Immutable. */
public final class TransferKnobs {
  private final SearchSpace space;
  private final IntParam bufferBytes;
  private final IntParam level;
  private final CategoricalParam<Strategy> strategy;

  /** The knobs, each in the whole range it can take. */
  public TransferKnobs() {
    SearchSpace.Builder builder = SearchSpace.builder();
    bufferBytes = builder.logInteger("buffer", 64, 1 << 18);
    level = builder.integer("level", 1, 9);
    strategy = builder.categorical("strategy", Strategy.values());
    space = builder.build();
  }

  /** The space to search. */
  public SearchSpace space() {
    return space;
  }

  /** What {@link java.util.zip.DeflaterOutputStream} does unless told otherwise. */
  public Configuration defaults() {
    return space
        .configuration()
        .set(bufferBytes, 512)
        .set(level, 6)
        .set(strategy, Strategy.DEFAULT)
        .build();
  }

  /** The bytes that go through the compressor at a time. */
  int bufferBytes(Configuration configuration) {
    return configuration.get(bufferBytes);
  }

  /** How hard the compressor tries. */
  int level(Configuration configuration) {
    return configuration.get(level);
  }

  /** How the compressor looks for repetitions. */
  int strategy(Configuration configuration) {
    return configuration.get(strategy).code;
  }

  /** The strategies of {@link Deflater}. */
  enum Strategy {
    DEFAULT(Deflater.DEFAULT_STRATEGY),
    FILTERED(Deflater.FILTERED),
    HUFFMAN_ONLY(Deflater.HUFFMAN_ONLY);

    private final int code;

    Strategy(int code) {
      this.code = code;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
