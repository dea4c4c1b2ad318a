package dev.hone.gpu;

import static dev.hone.gpu.Launcher.TILE;
import static dev.hone.gpu.Launcher.blocks;

import dev.hone.gpu.GpuDevice.Session;
import org.jspecify.annotations.Nullable;

/**
 * The inverse W of a posterior's factor L, for the searches that evaluate a few candidates again
 * and again: a solution is then three products instead of a launch or two for every 64 rows. The
 * second and third are a step of refinement, x = Wb + W(b − LWb), without which errors would grow
 * with the condition of L more than those of a substitution do. Dropped when memory runs out. Only
 * for the owner thread.
 *
 * <p>Source: Higham, Accuracy and Stability of Numerical Algorithms (2nd ed.), sections 12.1 and
 * 14.1.
 */
final class FactorInverse implements AutoCloseable, DeviceMemory.Cache {
  /** With fewer observations there are no more launches of a substitution than of this. */
  private static final int LEAST = 256;

  /** With more candidates, one column of tiles, a substitution is mostly arithmetic. */
  private static final int MOST = TILE;

  /** Columns of a piece are a multiple of this: a few panels of a product. */
  private static final int PIECE = 256;

  /** Pieces of a product: few columns make few tiles, and those are short only so. */
  private static final int MOST_PIECES = 8;

  private final Session session;
  private final DeviceMatrix la;
  private final DeviceProduct product;
  private @Nullable Buffers buffers;

  /** Whether what stands there is the inverse of the factor as it is. */
  private boolean current;

  /** Whether there was no room for it. */
  private boolean refused;

  /** What an inverse takes. */
  private static final class Buffers implements AutoCloseable {
    final long elements;
    final int rows;
    final Scratch scratch;
    final DeviceBuffer inverse;
    final DeviceBuffer pieces;
    final DeviceBuffer first;
    final DeviceBuffer residual;

    Buffers(int rows, long elements, DeviceMemory memory) {
      this.rows = rows;
      this.elements = elements;
      this.scratch = new Scratch(memory);
      try {
        inverse = scratch.doubles(elements);
        pieces = scratch.doubles((long) rows * MOST * MOST_PIECES);
        first = scratch.doubles((long) rows * MOST);
        residual = scratch.doubles((long) rows * MOST);
      } catch (RuntimeException e) {
        scratch.close();
        throw e;
      }
    }

    @Override
    public void close() {
      scratch.close();
    }
  }

  FactorInverse(Session session, DeviceMatrix la) {
    this.session = session;
    this.la = la;
    this.product = new DeviceProduct(session.launcher());
    session.memory().add(this);
  }

  /** Whether searches over so many candidates are what it is for. */
  static boolean isFor(int candidates) {
    return candidates <= MOST;
  }

  /**
   * Whether it is there for m candidates; n³/3 flops the first time after a change.
   *
   * @param capacity rows and columns that the factor may have
   * @param l n×n; what is above its diagonal becomes 0
   */
  boolean prepare(int n, int m, int capacity, long l, int ld, long inverses) {
    if (m > MOST || n < LEAST || refused || !la.onlyLaunches(n)) {
      return false;
    }
    if (current) {
      return true;
    }
    Buffers there = room(capacity, (long) capacity * ld);
    if (there == null) {
      return false;
    }
    long w = there.inverse.address();
    la.invertFactor(n, l, ld, inverses, w, ld);
    clearAbove(n, l, ld);
    clearAbove(n, w, ld);
    current = true;
    return true;
  }

  private @Nullable Buffers room(int rows, long elements) {
    Buffers there = buffers;
    if (there != null && there.rows >= rows && there.elements >= elements) {
      return there;
    }
    drop();
    try {
      DeviceMemory memory = session.memory();
      buffers = memory.sparing(() -> new Buffers(rows, elements, memory));
    } catch (GpuOutOfMemoryException e) {
      refused = true;
    }
    return buffers;
  }

  private void clearAbove(int n, long a, int ld) {
    Launcher launcher = session.launcher();
    launcher.of(Kernel.COPY_TRIANGLE).arg(n).arg(a).arg(ld).arg(a).arg(ld).arg(true).run(n);
  }

  /** B ← L⁻¹B, or L⁻ᵀB, for m columns, after {@link #prepare}. */
  void solve(boolean transposed, int n, int m, long l, int ld, long b, int ldb) {
    Buffers there = buffers;
    if (there == null || !current) {
      throw new IllegalStateException("prepare must be called before solve is");
    }
    long w = there.inverse.address();
    long x = there.first.address();
    long r = there.residual.address();
    multiply(there, transposed, n, m, w, ld, b, ldb, 1, 0, 0, x, n);
    multiply(there, transposed, n, m, l, ld, x, n, -1, b, ldb, r, n);
    multiply(there, transposed, n, m, w, ld, r, n, 1, x, n, b, ldb);
  }

  /** Out ← base, unless its address is 0, ± AB, or AᵀB. */
  private void multiply(
      Buffers there,
      boolean transposed,
      int n,
      int m,
      long a,
      int lda,
      long b,
      int ldb,
      double scale,
      long base,
      int ldBase,
      long out,
      int ldo) {
    int depth = Math.ceilDiv(Math.ceilDiv(n, MOST_PIECES), PIECE) * PIECE;
    DeviceProduct of = product.of(n, m, n);
    (transposed ? of.aTransposed(a, lda) : of.a(a, lda)).b(b, ldb).pieces(depth);
    of.into(there.pieces.address(), n);
    Launcher launcher = session.launcher();
    launcher.of(Kernel.SUM_PIECES).arg(n).arg(Math.ceilDiv(n, depth)).arg(there.pieces);
    launcher.arg((long) n * m).arg(scale).arg(base).arg(ldBase).arg(out).arg(ldo);
    launcher.run(blocks(n), m);
  }

  /**
   * Takes note that the factor has one more row.
   *
   * @param n rows before
   * @param z the row, L⁻¹k
   * @param work n numbers
   */
  void append(int n, DeviceBuffer factor, int ld, DeviceBuffer z, DeviceBuffer work) {
    Buffers there = buffers;
    if (there == null || !current) {
      return;
    }
    session.transfers().clear(factor, (long) n * ld, n);
    session.transfers().clear(there.inverse, (long) n * ld, n);
    Launcher launcher = session.launcher();
    launcher.of(Kernel.COLUMN_DOTS).arg(n).arg(there.inverse).arg(ld).arg(true).arg(z).arg(work);
    launcher.run(n);
    launcher.of(Kernel.APPEND_INVERSE_ROW).arg(n).arg(work).arg(factor).arg(ld);
    launcher.arg(there.inverse).arg(ld).run(blocks(n + 1));
  }

  /** Takes note that the factor is another one, or elsewhere. */
  void forget() {
    current = false;
    refused = false;
  }

  @Override
  public long held() {
    Buffers there = buffers;
    return there == null
        ? 0
        : there.inverse.bytes + there.pieces.bytes + there.first.bytes + there.residual.bytes;
  }

  /** Gives its memory back; it comes again when it is asked for. */
  @Override
  public void drop() {
    if (buffers != null) {
      buffers.close();
      buffers = null;
    }
    current = false;
  }

  @Override
  public void close() {
    drop();
    session.memory().remove(this);
  }
}
