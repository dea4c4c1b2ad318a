package dev.hone.nativeblas;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Idle off-heap workspaces, kept so that a steady stream of calls allocates nothing.
 *
 * <p>Holds at most one workspace per processor: native calls occupy their thread, so no more run at
 * once. Thread-safe.
 */
final class Workspaces {
  /** 256 MiB; above that (order 5,800), O(n³) work dwarfs the cost of fresh memory. */
  private static final long KEPT_DOUBLES = 32L << 20;

  private final ArrayBlockingQueue<Workspace> idle =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  /** A workspace with room for that many doubles, to be closed by the same caller. */
  Workspace borrow(long doubles) {
    Workspace workspace = idle.poll();
    if (workspace == null) {
      workspace = new Workspace(this);
    }
    workspace.reserve(doubles);
    return workspace;
  }

  /** Keeps a workspace for the next caller, or frees its memory. */
  void giveBack(Workspace workspace) {
    if (workspace.capacity() > KEPT_DOUBLES || !idle.offer(workspace)) {
      workspace.free();
    }
  }
}
