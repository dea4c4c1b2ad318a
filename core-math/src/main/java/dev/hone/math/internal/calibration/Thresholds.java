package dev.hone.math.internal.calibration;

import java.util.EnumMap;
import java.util.Map;

/**
 * From which order on a native library does a routine faster than one set of the CPU's kernels.
 *
 * <p>The order of a product or solve that is not square is that of the square one with as many
 * multiplications.
 *
 * @param orders the least order, at least 1; no entry for a routine that is never faster
 */
public record Thresholds(Map<Routine, Integer> orders) {
  /** A native library is never faster. */
  public static final Thresholds NEVER = new Thresholds(Map.of());

  /** Copies the map. */
  public Thresholds {
    orders = Map.copyOf(orders);
  }

  /** Whether a native library is faster at nothing. */
  public boolean areNever() {
    return orders.isEmpty();
  }

  /** Whether to leave a routine of so many multiplications to a native library. */
  boolean preferNative(Routine routine, double multiplications) {
    Integer order = orders.get(routine);
    return order != null && multiplications >= (double) order * order * order;
  }

  /** These, with what {@code others} say in the place of each routine that they name. */
  Thresholds replacedBy(Map<Routine, Integer> others) {
    Map<Routine, Integer> all = new EnumMap<>(Routine.class);
    all.putAll(orders);
    all.putAll(others);
    all.values().removeIf(order -> order == Calibration.NEVER);
    return new Thresholds(all);
  }
}
