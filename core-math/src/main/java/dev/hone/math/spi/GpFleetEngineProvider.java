package dev.hone.math.spi;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpModel;

/**
 * Offers a {@link GpFleetEngine} that runs somewhere else, such as on a GPU.
 *
 * <p>Constructing a provider must be cheap and must not fail; what it needs is loaded by {@link
 * #create}.
 */
public interface GpFleetEngineProvider {

  /** The backend this provider implements. */
  Backend backend();

  /** Whether its engines know a model; {@link #create} refuses one that they do not. */
  default boolean supports(GpModel model) {
    return true;
  }

  /**
   * Creates an engine without data.
   *
   * @param model the model of all members
   * @param members how many members there are to work on, at least 1; the engine has room for as
   *     many of them as it works on best at a time
   * @throws BackendUnavailableException if something it needs is missing; the message names it
   */
  GpFleetEngine create(GpModel model, int members);
}
