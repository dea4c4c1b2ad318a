package dev.hone.math.acquisition;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What makes one point more worth trying than another, given what is believed of them: the larger
 * the score, the better.
 *
 * <p>{@link #prepare} does once per suggestion what does not depend on the candidates; the scorer
 * it returns is then asked for thousands of points, and for the gradients of a few. An acquisition
 * of your own that looks at mean and variance of the first objective only is a {@link
 * MomentFunction}:
 *
 * <pre>{@code
 * Acquisition mine = Acquisition.ofMoments((belief, best) -> new MyFunction(best));
 * }</pre>
 *
 * <p>Implementations are values: safe for use from many threads, unlike the scorers they make.
 */
@FunctionalInterface
public interface Acquisition {

  /**
   * Prepares scores.
   *
   * @param belief what is believed; valid as long as the scorer is in use
   */
  Scorer prepare(Belief belief);

  /** Scores points under one belief. Not safe for use from several threads at once. */
  @FunctionalInterface
  interface Scorer extends AutoCloseable {

    /**
     * Scores m points.
     *
     * @param m number of points, 0 or more
     * @param x m×d, row-major, in the unit cube
     * @param value receives m scores: finite, the larger the better
     * @param gradient receives m×d partial derivatives with respect to {@code x} (0 along
     *     categories), or null if not wanted
     */
    void score(int m, double[] x, double[] value, double @Nullable [] gradient);

    /** Releases what {@link Acquisition#prepare} took hold of; nothing unless overridden. */
    @Override
    default void close() {}
  }

  /**
   * An acquisition that is a function of mean and variance of the first objective.
   *
   * @param function makes the function from the belief and the {@linkplain Belief#incumbent value
   *     to improve on}
   */
  static Acquisition ofMoments(BiFunction<Belief, Double, MomentFunction> function) {
    return belief ->
        new MomentScorer(belief.objective(), function.apply(belief, belief.incumbent()));
  }
}
