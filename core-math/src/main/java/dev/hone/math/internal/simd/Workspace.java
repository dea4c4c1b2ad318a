package dev.hone.math.internal.simd;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The buffers of one call, borrowed from a pool so that a call in the steady state allocates
 * nothing.
 *
 * <p>A pool rather than a {@link ThreadLocal}: virtual threads come by the million, and what each
 * of them would keep is never freed. Borrowing and returning are lock-free; a call that finds every
 * slot empty makes a workspace of its own, and one that finds every slot full leaves its own to the
 * collector. Buffers only grow, up to the block sizes of their users. Contents are left over from
 * earlier calls.
 */
final class Workspace {
  /** One slot for each call that can run at once, and some for calls that were preempted. */
  private static final int SLOTS = 2 * Runtime.getRuntime().availableProcessors();

  private static final AtomicReferenceArray<Workspace> POOL = new AtomicReferenceArray<>(SLOTS);

  /** Six rows of one vector, the most there are; said so, a workspace needs no vector classes. */
  private static final int MOST_TILE = 6 * 8;

  /** One vector of columns of a tile, for those that stick out of their matrix. */
  final double[] tile = new double[MOST_TILE];

  private double[] left = {};
  private double[] right = {};
  private double[] panels = {};
  private double[] triangles = {};
  private double[] column = {};
  private double[] diagonal = {};

  private Workspace() {}

  static Workspace borrow() {
    for (int i = 0; i < SLOTS; i++) {
      if (POOL.getPlain(i) != null) {
        Workspace workspace = POOL.getAndSet(i, null);
        if (workspace != null) {
          return workspace;
        }
      }
    }
    return new Workspace();
  }

  void giveBack() {
    for (int i = 0; i < SLOTS; i++) {
      if (POOL.getPlain(i) == null && POOL.compareAndSet(i, null, this)) {
        return;
      }
    }
  }

  /** Packed left operand of a product. */
  double[] left(int size) {
    left = atLeast(size, left);
    return left;
  }

  /** Packed right operand of a product. */
  double[] right(int size) {
    right = atLeast(size, right);
    return right;
  }

  /** A triangle in {@link Panels}. */
  double[] panels(int size) {
    panels = atLeast(size, panels);
    return panels;
  }

  /** The diagonal tiles of that triangle, prepared for substitution. */
  double[] triangles(int size) {
    triangles = atLeast(size, triangles);
    return triangles;
  }

  /** The diagonal of a triangle whose place another one takes. */
  double[] diagonal(int size) {
    diagonal = atLeast(size, diagonal);
    return diagonal;
  }

  /** Right-hand sides. */
  double[] column(int size) {
    column = atLeast(size, column);
    return column;
  }

  private static double[] atLeast(int size, double[] buffer) {
    return buffer.length >= size ? buffer : new double[size];
  }
}
