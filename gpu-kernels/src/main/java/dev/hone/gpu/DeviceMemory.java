package dev.hone.gpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import jcuda.driver.JCudaDriver;

/**
 * Device memory within a budget. What is given back is kept for the next one who asks for as much,
 * until it is in the way or nobody uses the device any more. Only for the owner thread.
 *
 * <p>All work runs on one stream: memory that is handed on was last used before its next use.
 */
final class DeviceMemory {
  /** System property: bytes, with an optional k, m or g, or a percentage of what is free. */
  static final String PROPERTY = "hone.gpu.memory";

  private static final String DEFAULT = "50%";

  /** Sizes are rounded up to a multiple of this, or of an eighth of the next power of two. */
  private static final long GRANULARITY = 512;

  /** What holds memory that it can do without. */
  interface Cache {
    /** Bytes that it would give back. */
    long held();

    /** Gives it back. */
    void drop();
  }

  private final List<Cache> caches = new ArrayList<>();
  private final long budget;
  private final TreeMap<Long, ArrayDeque<DeviceBuffer.Address>> idle = new TreeMap<>();
  private long reserved;
  private int lent;

  /** Whether what is asked for now can be done without, so that caches keep theirs. */
  private boolean sparing;

  DeviceMemory(long budget) {
    this.budget = budget;
  }

  /**
   * The budget that a setting asks for.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  static long budget(long free) {
    String setting = System.getProperty(PROPERTY, DEFAULT);
    String message =
        "-D" + PROPERTY + "=" + setting + ": expected bytes, such as 2g, or 1% to 100%";
    try {
      String number = setting.substring(0, setting.length() - 1);
      long value =
          switch (Character.toLowerCase(setting.charAt(setting.length() - 1))) {
            case '%' -> (long) (free * (percentage(number) / 100));
            case 'k' -> Math.multiplyExact(Long.parseLong(number), 1L << 10);
            case 'm' -> Math.multiplyExact(Long.parseLong(number), 1L << 20);
            case 'g' -> Math.multiplyExact(Long.parseLong(number), 1L << 30);
            default -> Long.parseLong(setting);
          };
      if (value <= 0) {
        throw new IllegalArgumentException(message);
      }
      return value;
    } catch (IndexOutOfBoundsException | ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(message, e);
    }
  }

  private static double percentage(String number) {
    double value = Double.parseDouble(number);
    if (!(value > 0 && value <= 100)) {
      throw new NumberFormatException(number);
    }
    return value;
  }

  /** Room for so many doubles, not cleared. */
  DeviceBuffer doubles(long count) {
    return bytes(Math.multiplyExact(Math.max(count, 1), Double.BYTES));
  }

  /** Room for so many bytes, not cleared. */
  DeviceBuffer bytes(long count) {
    long size = rounded(count);
    DeviceBuffer.Address pointer = reuse(size);
    if (pointer == null) {
      pointer = allocate(size);
    }
    lent++;
    return new DeviceBuffer(pointer, size, this);
  }

  private static long rounded(long bytes) {
    long step = Math.max(GRANULARITY, Long.highestOneBit(bytes) / 8);
    return Math.ceilDiv(bytes, step) * step;
  }

  private DeviceBuffer.@org.jspecify.annotations.Nullable Address reuse(long size) {
    ArrayDeque<DeviceBuffer.Address> same = idle.get(size);
    return same == null ? null : same.poll();
  }

  private DeviceBuffer.Address allocate(long size) {
    if (reserved + size > budget) {
      trim();
    }
    // Only if that helps: who asks for too much often asks for less then.
    long needed = reserved + size - budget;
    if (needed > 0 && caches.stream().mapToLong(Cache::held).sum() >= needed) {
      dropCaches();
    }
    if (reserved + size > budget) {
      throw new GpuOutOfMemoryException(
          "an allocation of "
              + size
              + " bytes beside "
              + reserved
              + " in use is over the budget of "
              + budget
              + " bytes (-D"
              + PROPERTY
              + ")");
    }
    DeviceBuffer.Address pointer = new DeviceBuffer.Address();
    int result = JCudaDriver.cuMemAlloc(pointer, size);
    if (result != 0 && !idle.isEmpty()) {
      trim();
      result = JCudaDriver.cuMemAlloc(pointer, size);
    }
    if (result != 0 && dropCaches()) {
      result = JCudaDriver.cuMemAlloc(pointer, size);
    }
    Cuda.check(result, "cuMemAlloc of " + size + " bytes");
    reserved += size;
    return pointer;
  }

  /** Takes memory that can be done without: nobody has to give back what is of more use. */
  <T> T sparing(Supplier<T> taking) {
    boolean before = sparing;
    sparing = true;
    try {
      return taking.get();
    } finally {
      sparing = before;
    }
  }

  /** Asks for memory back before it runs out. */
  void add(Cache cache) {
    caches.add(cache);
  }

  /** Asks no more. */
  void remove(Cache cache) {
    caches.remove(cache);
  }

  /** Has all caches give back what they hold, for others to use; whether that was anything. */
  private boolean dropCaches() {
    if (sparing) {
      return false;
    }
    int before = lent;
    caches.forEach(Cache::drop);
    trim();
    return lent < before;
  }

  void release(DeviceBuffer.Address pointer, long size) {
    lent--;
    idle.computeIfAbsent(size, key -> new ArrayDeque<>()).add(pointer);
  }

  /** Bytes that may be had in all. */
  long budget() {
    return budget;
  }

  /** Buffers that were not given back. */
  int lent() {
    return lent;
  }

  /** Bytes that are not to be had for others: lent or kept. */
  long reserved() {
    return reserved;
  }

  /** Gives everything that is not lent back to the driver, for others to use. */
  void trim() {
    for (Map.Entry<Long, ArrayDeque<DeviceBuffer.Address>> entry : idle.entrySet()) {
      for (DeviceBuffer.Address pointer : entry.getValue()) {
        // A lost device has taken its memory along: there is nothing left to do about an error.
        JCudaDriver.cuMemFree(pointer);
        reserved -= entry.getKey();
      }
    }
    idle.clear();
  }
}
