package dev.hone.math.spi;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;

/**
 * Offers a {@link GpEngine} that runs somewhere else, such as on a GPU.
 *
 * <p>Constructing a provider must be cheap and must not fail; what it needs is loaded by {@link
 * #create}.
 */
public interface GpEngineProvider {

  /** The backend this provider implements. */
  Backend backend();

  /** Whether its engines know a model; {@link #create} refuses one that they do not. */
  default boolean supports(GpModel model) {
    return true;
  }

  /**
   * Creates an engine without data.
   *
   * @throws BackendUnavailableException if something it needs is missing; the message names it
   */
  GpEngine create(GpModel model);
}
