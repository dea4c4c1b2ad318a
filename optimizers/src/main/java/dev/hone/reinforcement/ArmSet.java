package dev.hone.reinforcement;

import dev.hone.SearchSpace;
import dev.hone.internal.PointKey;
import dev.hone.math.random.CounterRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The bandits of a space: how many there are, and which arms of theirs a point stands for. */
sealed interface ArmSet {

  /** The number of bandits. */
  int bandits();

  /** The number of arms of a bandit. */
  int arms(int bandit);

  /** Whether a bandit is played, given the point as far as the bandits before it made it. */
  boolean isPlayed(int bandit, double[] point);

  /** Pulls an arm: writes what it stands for into the point. */
  void pull(int bandit, int arm, double[] point, CounterRandom random);

  /** The arms that a canonical point stands for, −1 where a bandit was not played. */
  int[] armsAt(double[] point);

  /**
   * One bandit, whose arms are the points of a finite space.
   *
   * @param space the space
   * @param numbers the number of each canonical point
   */
  record Points(SearchSpace space, Map<PointKey, Integer> numbers) implements ArmSet {

    static Points of(SearchSpace space) {
      int count = Math.toIntExact(space.cardinality());
      Map<PointKey, Integer> numbers = HashMap.newHashMap(count);
      for (int i = 0; i < count; i++) {
        numbers.put(new PointKey(space.configuration(i).encoded()), i);
      }
      return new Points(space, numbers);
    }

    @Override
    public int bandits() {
      return 1;
    }

    @Override
    public int arms(int bandit) {
      return numbers.size();
    }

    @Override
    public boolean isPlayed(int bandit, double[] point) {
      return true;
    }

    @Override
    public void pull(int bandit, int arm, double[] point, CounterRandom random) {
      System.arraycopy(space.configuration(arm).encoded(), 0, point, 0, point.length);
    }

    @Override
    public int[] armsAt(double[] point) {
      return new int[] {Objects.requireNonNull(numbers.get(new PointKey(point)))};
    }
  }

  /**
   * A bandit for each parameter, whose arms are its values.
   *
   * @param decisions the parameters
   */
  record Values(Decisions decisions) implements ArmSet {

    @Override
    public int bandits() {
      return decisions.count();
    }

    @Override
    public int arms(int bandit) {
      return decisions.choices(bandit);
    }

    @Override
    public boolean isPlayed(int bandit, double[] point) {
      return decisions.isActive(bandit, point);
    }

    @Override
    public void pull(int bandit, int arm, double[] point, CounterRandom random) {
      point[bandit] = decisions.coordinate(bandit, arm, random);
    }

    @Override
    public int[] armsAt(double[] point) {
      return decisions.choicesAt(point);
    }
  }
}
