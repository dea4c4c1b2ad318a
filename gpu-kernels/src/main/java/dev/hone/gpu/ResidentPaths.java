package dev.hone.gpu;

import dev.hone.gpu.GpuDevice.Session;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sample paths of an engine that are on its device: those evaluated last. Others come back when
 * they are wanted, so that paths that nobody closes do not fill the device, and none are left when
 * the engine is closed. Only for the owner thread.
 */
final class ResidentPaths implements AutoCloseable {
  private @Nullable Object owner;
  private @Nullable DevicePaths paths;
  private boolean closed;

  /** Whether its engine was closed: nothing can be kept any more. */
  boolean isClosed() {
    return closed;
  }

  /**
   * Those of an owner.
   *
   * @param make brings them to the device
   */
  DevicePaths of(Object wanted, Session session, Function<Session, DevicePaths> make) {
    DevicePaths resident = paths;
    if (resident == null || !wanted.equals(owner)) {
      clear();
      resident = make.apply(session);
      put(wanted, resident);
    }
    return resident;
  }

  /** Keeps paths that were made for an owner, in the place of others. */
  void put(Object wanted, DevicePaths made) {
    clear();
    paths = made;
    owner = wanted;
  }

  /** Frees what is on the device. */
  void clear() {
    if (paths != null) {
      paths.close();
      paths = null;
      owner = null;
    }
  }

  @Override
  public void close() {
    clear();
    closed = true;
  }
}
