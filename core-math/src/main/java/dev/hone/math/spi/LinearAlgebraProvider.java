package dev.hone.math.spi;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.linalg.LinearAlgebra;

/**
 * Offers an implementation of {@link LinearAlgebra} from another module.
 *
 * <p>Putting the module's jar on the class path is the whole installation. Constructing a provider
 * must be cheap and must not fail; what it needs is loaded by {@link #linearAlgebra}.
 */
public interface LinearAlgebraProvider {

  /** The backend this provider implements. */
  Backend backend();

  /**
   * Returns the implementation, loading what it needs on the first call; later calls return the
   * same object.
   *
   * @throws BackendUnavailableException if something it needs is missing; the message names it
   */
  LinearAlgebra linearAlgebra();
}
