package dev.hone.math.spi;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.StrategyParameters;

/**
 * Offers a {@link CmaEngine} that runs somewhere else, such as on a GPU.
 *
 * <p>Constructing a provider must be cheap and must not fail; what it needs is loaded by {@link
 * #create}.
 */
public interface CmaEngineProvider {

  /** The backend this provider implements. */
  Backend backend();

  /** Whether its engines know a strategy; {@link #create} refuses one that they do not. */
  default boolean supports(StrategyParameters parameters) {
    return true;
  }

  /**
   * Creates an engine, to be {@linkplain CmaEngine#reset reset} before use.
   *
   * @throws BackendUnavailableException if something it needs is missing; the message names it
   */
  CmaEngine create(StrategyParameters parameters);
}
