package dev.hone.reinforcement;

import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tabular Q-learning of sequences of decisions, with a reward at the end and replay. A state is the
 * decision at hand with the last decisions made, each with its choice.
 */
final class QTable implements Learner {
  /** What a choice never made is taken to be worth: the reward of the middling trial. */
  private static final double UNKNOWN = 0.5;

  /** Keeps the choice of what is replayed apart from that of a trial's decisions. */
  private static final long REPLAY_SEED = 0x7265706c61796564L; // "replayed"

  private final QStrategy strategy;
  private final Decisions decisions;
  private final long seed;

  /** What each choice is worth, by state: decision, then pairs of decision and choice. */
  private final Map<List<Integer>, double[]> worth = new LinkedHashMap<>();

  /** Of the trials that have ended, the choices (−1 where there was none) and values (NaN failed). */
  private final List<int[]> choices = new ArrayList<>();

  private double[] values = new double[16];
  private final Rewards rewards = new Rewards();

  QTable(QStrategy strategy, Decisions decisions, long seed) {
    this.strategy = strategy;
    this.decisions = decisions;
    this.seed = seed;
  }

  @Override
  public double[] suggest(History history, long trialNumber) {
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    double exploration = strategy.exploration(trialNumber);
    return decisions.unseen(history, () -> draw(exploration, random));
  }

  private double[] draw(double exploration, CounterRandom random) {
    double[] point = new double[decisions.count()];
    Deque<Integer> past = new ArrayDeque<>();
    for (int j = 0; j < point.length; j++) {
      if (decisions.isActive(j, point)) {
        int choice =
            random.nextDouble() < exploration
                ? random.nextInt(decisions.choices(j))
                : greedy(state(j, past), decisions.choices(j), random);
        point[j] = decisions.coordinate(j, choice, random);
        remember(past, j, choice);
      }
    }
    return point;
  }

  /** The choice of most worth; where several are, the first from a place chosen by chance. */
  private int greedy(List<Integer> state, int count, CounterRandom random) {
    double[] known = worth.get(state);
    int start = random.nextInt(count);
    if (known == null) {
      return start;
    }
    int best = start;
    for (int i = 1; i < count; i++) {
      int k = start + i < count ? start + i : start + i - count;
      best = known[k] > known[best] ? k : best;
    }
    return best;
  }

  private static List<Integer> state(int j, Deque<Integer> past) {
    List<Integer> state = new ArrayList<>(past.size() + 1);
    state.add(j);
    state.addAll(past);
    return state;
  }

  private void remember(Deque<Integer> past, int j, int choice) {
    past.addLast(j);
    past.addLast(choice);
    if (past.size() > 2 * strategy.memory()) {
      past.removeFirst();
      past.removeFirst();
    }
  }

  @Override
  public void told(long trialNumber, double[] point, double minimized) {
    add(decisions.choicesAt(point), minimized);
    learn(choices.size() - 1);
    CounterRandom random = CounterRandom.of(seed ^ REPLAY_SEED, trialNumber);
    for (int i = 0; i < strategy.replays(); i++) {
      learn(random.nextInt(choices.size()));
    }
  }

  private void add(int[] made, double minimized) {
    if (choices.size() == values.length) {
      values = Arrays.copyOf(values, 2 * values.length);
    }
    values[choices.size()] = minimized;
    choices.add(made);
    if (!Double.isNaN(minimized)) {
      rewards.add(minimized);
    }
  }

  /** Learns from a trial: from its last decision, which has the reward, to its first. */
  private void learn(int trial) {
    int[] made = choices.get(trial);
    List<List<Integer>> states = new ArrayList<>();
    Deque<Integer> past = new ArrayDeque<>();
    for (int j = 0; j < made.length; j++) {
      if (made[j] >= 0) {
        states.add(state(j, past));
        remember(past, j, made[j]);
      }
    }
    double target = rewards.of(values[trial]);
    for (List<Integer> state : states.reversed()) {
      int j = state.getFirst();
      double[] known = worth.computeIfAbsent(state, s -> unknown(decisions.choices(j)));
      known[made[j]] += strategy.learningRate() * (target - known[made[j]]);
      target = Arrays.stream(known).max().orElseThrow();
    }
  }

  private static double[] unknown(int count) {
    double[] row = new double[count];
    Arrays.fill(row, UNKNOWN);
    return row;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(choices.size());
    for (int i = 0; i < choices.size(); i++) {
      for (int choice : choices.get(i)) {
        out.writeInt(choice);
      }
      out.writeDouble(values[i]);
    }
    out.writeInt(worth.size());
    for (Map.Entry<List<Integer>, double[]> entry : worth.entrySet()) {
      out.writeInt(entry.getKey().size());
      for (int part : entry.getKey()) {
        out.writeInt(part);
      }
      Rewards.writeNumbers(out, entry.getValue(), entry.getValue().length);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    int trials = in.readInt();
    for (int i = 0; i < trials; i++) {
      int[] made = new int[decisions.count()];
      for (int j = 0; j < made.length; j++) {
        made[j] = checkedChoice(j, in.readInt());
      }
      add(made, in.readDouble());
    }
    int states = in.readInt();
    for (int i = 0; i < states; i++) {
      List<Integer> state = new ArrayList<>();
      int parts = in.readInt();
      for (int k = 0; k < parts; k++) {
        state.add(in.readInt());
      }
      if (state.isEmpty() || state.getFirst() < 0 || state.getFirst() >= decisions.count()) {
        throw new IOException("state " + state);
      }
      double[] known = Rewards.readNumbers(in);
      if (known.length != decisions.choices(state.getFirst())) {
        throw new IOException("state " + state + " has " + known.length + " choices");
      }
      worth.put(state, known);
    }
  }

  private int checkedChoice(int j, int choice) throws IOException {
    if (choice < -1 || choice >= decisions.choices(j)) {
      throw new IOException("choice " + choice + " of " + decisions.choices(j));
    }
    return choice;
  }
}
