package dev.hone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of a space as a tree: below each value of a parameter hang the parameters that
 * this value makes active. Counts the configurations, and numbers them without listing them.
 *
 * <p>Counts saturate at {@link Long#MAX_VALUE}; numbers below that are exact even then.
 */
final class ConfigurationTree {

  /**
   * A value that makes other parameters active.
   *
   * @param level the number of the value
   * @param children the parameters it makes active, ascending
   * @param count the number of their joint configurations
   */
  private record Branch(long level, List<Integer> children, long count) {}

  private final List<Integer> roots = new ArrayList<>();
  private final List<List<Branch>> branches = new ArrayList<>();
  private final long[] counts;
  private final long count;

  /**
   * Builds the tree; O(d + values named in conditions).
   *
   * @param levels the number of values of each parameter
   * @param conditions the condition of each parameter, or null where there is none; a parent comes
   *     before its children
   */
  ConfigurationTree(long[] levels, List<? extends @Nullable Condition> conditions) {
    List<List<Integer>> children = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      children.add(new ArrayList<>());
      branches.add(List.of());
      Condition condition = conditions.get(i);
      (condition == null ? roots : children.get(condition.parent().index())).add(i);
    }
    counts = levels.clone();
    for (int i = levels.length - 1; i >= 0; i--) {
      List<Branch> own = branches(children.get(i), conditions);
      branches.set(i, own);
      for (Branch branch : own) {
        counts[i] = saturatedAdd(counts[i], branch.count() - 1);
      }
    }
    count = product(roots);
  }

  /** The number of configurations. */
  long count() {
    return count;
  }

  /**
   * Writes the levels of the configuration of a number; O(d + values named in conditions). Later
   * parameters vary faster.
   *
   * @param number from 0 to {@link #count} − 1
   * @param levels receives the number of each parameter's value, or −1 where it is inactive
   */
  void configuration(long number, long[] levels) {
    Arrays.fill(levels, -1);
    descend(roots, number, levels);
  }

  private List<Branch> branches(
      List<Integer> children, List<? extends @Nullable Condition> conditions) {
    TreeSet<Long> named = new TreeSet<>();
    for (int child : children) {
      for (long level : condition(conditions, child).indices()) {
        named.add(level);
      }
    }
    List<Branch> result = new ArrayList<>();
    for (long level : named) {
      List<Integer> active =
          children.stream().filter(c -> condition(conditions, c).holds(level)).toList();
      result.add(new Branch(level, active, product(active)));
    }
    return result;
  }

  private static Condition condition(List<? extends @Nullable Condition> conditions, int child) {
    Condition condition = conditions.get(child);
    if (condition == null) {
      throw new AssertionError("parameter " + child + " is a child without a condition");
    }
    return condition;
  }

  /** Mixed radix over siblings, the last one varying fastest. */
  private void descend(List<Integer> siblings, long number, long[] levels) {
    long rest = number;
    for (int i : siblings.reversed()) {
      choose(i, rest % counts[i], levels);
      rest /= counts[i];
    }
  }

  /** Values without children count once each; the others as often as their branch says. */
  private void choose(int parameter, long number, long[] levels) {
    long rest = number;
    long next = 0;
    for (Branch branch : branches.get(parameter)) {
      long childless = branch.level() - next;
      if (rest < childless) {
        break;
      }
      rest -= childless;
      if (rest < branch.count()) {
        levels[parameter] = branch.level();
        descend(branch.children(), rest, levels);
        return;
      }
      rest -= branch.count();
      next = branch.level() + 1;
    }
    levels[parameter] = next + rest;
  }

  private long product(List<Integer> parameters) {
    long result = 1;
    for (int i : parameters) {
      result =
          Math.multiplyHigh(result, counts[i]) != 0 || result * counts[i] < 0
              ? Long.MAX_VALUE
              : result * counts[i];
    }
    return result;
  }

  private static long saturatedAdd(long a, long b) {
    return a + b < 0 ? Long.MAX_VALUE : a + b;
  }
}
