package dev.hone.internal.gp;

import dev.hone.SearchSpace;
import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.Parallelism;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Suggests points to all members of a fleet: cohorts of them on the threads of the shared pool, a
 * {@link FleetWorker} for each thread.
 *
 * <p>A suggestion depends on the member's seed, its trials and its last fit alone: neither on the
 * other members nor on the number of threads. Not safe for use from several threads at once.
 */
public final class FleetSuggester implements AutoCloseable {
  private final EncodedSpace space;
  private final GpStrategy strategy;
  private final Backend backend;
  private final GpModel model;
  private final int members;
  private final long seed;
  private final FleetLog log = new FleetLog();
  private final List<FleetWorker> workers = new ArrayList<>();
  private final int cohort;

  /** Prepares suggestions; see the builder of {@link dev.hone.OptimizerFleet}. */
  public FleetSuggester(
      SearchSpace space, long seed, Backend backend, GpStrategy strategy, int members) {
    this.space = new EncodedSpace(space);
    this.strategy = strategy;
    this.backend = backend;
    this.members = members;
    model = new GpModel(CovarianceFunction.MATERN_52, this.space.kinds());
    this.seed = seed;
    cohort = addWorker();
  }

  private int addWorker() {
    GpFleetEngine engine = Engines.gpFleet(backend, model, members);
    workers.add(new FleetWorker(space, strategy, seed, engine, log));
    return engine.members();
  }

  /**
   * Proposes a point to every member that has none.
   *
   * @throws CancellationException if the thread is interrupted; what was proposed until then is
   *     kept, and the next call goes on
   */
  public void propose(FleetMember[] members) {
    int cohorts = (members.length + cohort - 1) / cohort;
    int threads = Parallelism.threads();
    int side = Math.min(threads, cohorts);
    while (workers.size() < side) {
      addWorker();
    }
    int inside = cohorts == 1 ? threads : 1;
    AtomicBoolean interrupted = new AtomicBoolean();
    Parallelism.forEach(
        cohorts,
        side,
        (task, worker) -> {
          if (worker == 0 && Thread.currentThread().isInterrupted()) {
            interrupted.set(true);
          }
          if (!interrupted.get()) {
            int from = task * cohort;
            int to = Math.min(members.length, from + cohort);
            workers.get(worker).propose(members, from, to, inside);
          }
        });
    if (interrupted.get()) {
      throw new CancellationException("interrupted while suggesting to a fleet");
    }
  }

  @Override
  public void close() {
    workers.forEach(FleetWorker::close);
  }
}
