package dev.hone;

import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the method: by the space, by how many trials there will be, how many are tried side by
 * side, how long a suggestion may take, and whether values are noisy. Where the budget outgrows a
 * method, another one takes over, and is shown what was found.
 *
 * {@snippet lang=java :
 * try (AutoOptimizer optimizer = AutoOptimizer.on(space).budget(5000).build()) {
 *   Trial trial = optimizer.ask();
 *   optimizer.tell(trial, measure(trial));
 *   System.out.println(optimizer.choice()); // which method, and why
 * }
 * }
 *
 * <table>
 * <caption>What is chosen for one objective</caption>
 * <tr><th>while</th><th>method</th></tr>
 * <tr><td>up to 500 trials, 50 ms for a suggestion</td><td>{@link GpOptimizer}; where all
 * parameters are ordered, a {@link Portfolio} of several: everywhere, in a trust region and, up to
 * ten parameters, with additive terms</td></tr>
 * <tr><td>more trials or less time, ordered parameters</td><td>a {@link Portfolio} of {@link
 * CmaEsOptimizer} and {@link DifferentialEvolution}, after 500 trials of the above, or 200 of more than
 * 5,000</td></tr>
 * <tr><td>the same with categories, conditions or constraints</td><td>{@link TpeOptimizer}, beyond
 * 5,000 trials the portfolio above, or with constraints {@link Nsga2Optimizer}</td></tr>
 * <tr><td>the last 15 % of a budget of at most 500, continuous parameters only</td><td>a local
 * search on quadratic models of the trials around the best</td></tr>
 * <tr><td>the last tenth of a budget of thousands</td><td>{@link CmaEsOptimizer} started from the
 * best tenth of all trials</td></tr>
 * </table>
 *
 * <p>Several objectives: {@link GpOptimizer} up to 500 trials and four objectives, else {@link
 * TpeOptimizer} or, beyond 1,000 trials, {@link Nsga2Optimizer} and {@link Nsga3Optimizer}. With
 * noise, {@link RegularizedEvolution} takes the place of differential evolution, and nothing is
 * polished.
 *
 * <p>{@link #choice} and {@link #choices} say what was chosen and why; the log {@code dev.hone} has
 * it, too: the first choice at level DEBUG, each that takes over at INFO.
 *
 * <p>All follows from what the builder is told, and nothing from clocks: the same seed and the same
 * order of calls give the same suggestions, bit for bit. Trials that are pending when a method
 * takes over are told to the new one when they end. Safe to use from many threads.
 */
public final class AutoOptimizer extends OptimizerBase {
  private static final String METHOD = "AutoOptimizer";
  private static final int VERSION = 1;
  private static final System.Logger LOG = System.getLogger("dev.hone");

  /** Keeps the seeds of methods apart; the first has that of the optimizer. */
  private static final long SEED_STEP = 0x632be59bd9b4e019L;

  /** Who suggested a trial: the number of the choice, and the trial of the method in use. */
  private record Ticket(int choice, Trial trial) {}

  private final AutoTask task;
  private final AutoPlan plan;
  private final List<AutoChoice> choices;
  private final Map<Long, Ticket> pending = new LinkedHashMap<>();
  private volatile int current;
  private Optimizer method;

  private AutoOptimizer(Builder builder) {
    super(builder);
    task = builder.task;
    plan = builder.plan();
    choices = List.copyOf(plan.choices());
    method = builder(0).build();
    LOG.log(System.Logger.Level.DEBUG, "AutoOptimizer: {0}", choices.getFirst());
  }

  private AutoOptimizer(Builder builder, Snapshot snapshot) {
    super(builder);
    task = builder.task;
    plan = builder.plan();
    choices = List.copyOf(plan.choices());
    method = restore(snapshot, this::load);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then.
   *
   * @param snapshot the bytes
   * @param space declared as the one before; values that differ only in the object count as the
   *     same
   * @throws IllegalArgumentException if the bytes are altered or cut off, or of another space,
   *     format version or method; the message says which
   */
  public static AutoOptimizer restore(byte[] snapshot, SearchSpace space) {
    return new Builder(space).restore(snapshot);
  }

  /** The choice that suggestions are made by now. */
  public AutoChoice choice() {
    return choices.get(current);
  }

  /** All choices, those to come included, by the numbers of their first trials. */
  public List<AutoChoice> choices() {
    return choices;
  }

  /** {@inheritDoc} Its size is that of the snapshot of the method in use, and O(nd). */
  @Override
  public byte[] snapshot() {
    return snapshot(METHOD, VERSION, task::save, this::save);
  }

  private void save(DataOutput out) throws IOException {
    out.writeInt(current);
    byte[] bytes = method.snapshot();
    out.writeInt(bytes.length);
    out.write(bytes);
    // What an earlier method suggested is only observed by this one.
    Map<Long, Ticket> own = new LinkedHashMap<>(pending);
    own.values().removeIf(ticket -> ticket.choice != current);
    out.writeInt(own.size());
    for (Map.Entry<Long, Ticket> entry : own.entrySet()) {
      out.writeLong(entry.getKey());
      out.writeInt((int) entry.getValue().trial.number());
    }
  }

  private Optimizer load(DataInput in) throws IOException {
    current = in.readInt();
    if (current < 0 || current >= choices.size()) {
      throw new IOException("choice " + current + " of " + choices.size());
    }
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    Optimizer restored = builder(current).restore(bytes);
    List<Trial> trials = restored.trials();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      int own = in.readInt();
      if (own < 0 || own >= trials.size()) {
        throw new IOException("trial " + own + " of " + trials.size());
      }
      pending.put(number, new Ticket(current, trials.get(own)));
    }
    return restored;
  }

  /** The builder of a choice's method, with all that this optimizer sets. */
  private OptimizerBuilder<?> builder(int choice) {
    AutoChoice of = choices.get(choice);
    long end = choice + 1 < choices.size() ? choices.get(choice + 1).from() : task.budget();
    OptimizerBuilder<?> builder = plan.builder(of.method(), Math.max(0, end - of.from()));
    builder.objectives(directions().toArray(Direction[]::new));
    builder.constraints(constraintCount());
    builder.seed(seed() + SEED_STEP * choice);
    return builder;
  }

  /** Has the method of the trial's number in charge. */
  private Optimizer methodFor(long trialNumber) {
    int due = current;
    while (due + 1 < choices.size() && choices.get(due + 1).from() <= trialNumber) {
      due++;
    }
    if (due != current) {
      List<Trial> ended = endedTrials();
      if (!ended.isEmpty() && ended.stream().anyMatch(t -> t.state() == Trial.State.COMPLETE)) {
        Optimizer next = takeOver(due, ended);
        method.close();
        method = next;
        current = due;
        LOG.log(System.Logger.Level.INFO, "AutoOptimizer: {0}", choices.get(due));
      }
    }
    return method;
  }

  private List<Trial> endedTrials() {
    return trials().stream().filter(t -> t.state() != Trial.State.PENDING).toList();
  }

  /** Shows the next method what was found: as a start, or as observations. */
  private Optimizer takeOver(int choice, List<Trial> ended) {
    OptimizerBuilder<?> builder = builder(choice);
    AutoChoice.Method chosen = choices.get(choice).method();
    if (chosen == AutoChoice.Method.POLISHING
        && builder instanceof CmaEsOptimizer.Builder polishing) {
      return polishing.warmStart(ended).build();
    }
    Optimizer next = builder.build();
    for (Trial trial : chosen == AutoChoice.Method.EVOLUTION ? best(ended) : ended) {
      next.observe(trial.configuration(), outcome(trial));
    }
    return next;
  }

  /** As many of the best as found a population; more would keep it where the others were. */
  private List<Trial> best(List<Trial> ended) {
    long count = Math.max(10, 2L * space().dimension());
    return ended.stream()
        .filter(t -> t.state() == Trial.State.COMPLETE)
        .sorted(Comparator.comparingDouble(t -> direction().toMinimized(t.value())))
        .limit(count)
        .toList();
  }

  private Outcome outcome(Trial trial) {
    if (trial.state() == Trial.State.COMPLETE) {
      return trial.outcome();
    }
    double[] objectives = new double[directions().size()];
    Arrays.fill(objectives, Double.NaN);
    return Outcome.of(objectives).withConstraints(new double[constraintCount()]);
  }

  @Override
  protected double[] suggest(History history, long trialNumber) {
    return suggest(history, trialNumber, Deadline.never());
  }

  @Override
  protected double[] suggest(History history, long trialNumber, Deadline deadline) {
    Optimizer chosen = methodFor(trialNumber);
    Trial trial =
        deadline.isLimited()
            ? chosen.ask(Duration.ofNanos(Math.max(1, deadline.remainingNanos())))
            : chosen.ask();
    pending.put(trialNumber, new Ticket(current, trial));
    return trial.configuration().encoded();
  }

  @Override
  protected List<double[]> suggest(History history, long firstTrialNumber, int n) {
    List<double[]> points = new ArrayList<>();
    for (Trial trial : methodFor(firstTrialNumber).ask(n)) {
      pending.put(firstTrialNumber + points.size(), new Ticket(current, trial));
      points.add(trial.configuration().encoded());
    }
    return points;
  }

  @Override
  protected void told(Trial trial) {
    Ticket ticket = pending.remove(trial.number());
    if (ticket != null && ticket.choice == current) {
      method.tell(ticket.trial, outcome(trial));
    } else {
      method.observe(trial.configuration(), outcome(trial));
    }
  }

  @Override
  protected void release() {
    method.close();
  }

  /** The options of an {@link AutoOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends OptimizerBuilder<Builder> {
    private static final int MOST_OBJECTIVES = 16;
    private static final int MOST_CONSTRAINTS = 64;

    private AutoTask task = AutoTask.UNKNOWN;

    private Builder(SearchSpace space) {
      super(space);
    }

    /**
     * Sets how many trials there will be. Unless set, the methods are those of few trials until
     * there have been many.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder budget(long trials) {
      if (trials < 1) {
        throw new IllegalArgumentException("budget = " + trials + ": expected at least 1");
      }
      task = new AutoTask(trials, task.batch(), task.latencyNanos(), task.noisy(), task.polished());
      return this;
    }

    /**
     * Sets how many trials are tried side by side; 1 unless set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder batch(int trials) {
      task =
          new AutoTask(task.budget(), trials, task.latencyNanos(), task.noisy(), task.polished());
      return this;
    }

    /**
     * Sets how long a suggestion may take, as a rule: below 50 milliseconds nothing is chosen that
     * fits models, below one nothing that looks at all trials. Any time unless set. A deadline for
     * each suggestion is {@link Optimizer#ask(Duration)}.
     *
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Builder latency(Duration suggestion) {
      if (!suggestion.isPositive()) {
        throw new IllegalArgumentException("latency = " + suggestion + ": expected more than zero");
      }
      task =
          new AutoTask(
              task.budget(), task.batch(), suggestion.toNanos(), task.noisy(), task.polished());
      return this;
    }

    /** Sets whether the same configuration may give different values; not unless set. */
    public Builder noisy(boolean on) {
      task = new AutoTask(task.budget(), task.batch(), task.latencyNanos(), on, task.polished());
      return this;
    }

    /** Sets whether a budget ends with a local search, see above; it does unless set. */
    public Builder polished(boolean on) {
      task = new AutoTask(task.budget(), task.batch(), task.latencyNanos(), task.noisy(), on);
      return this;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if no method takes so many objectives or constraints
     */
    @Override
    public AutoOptimizer build() {
      return new AutoOptimizer(this);
    }

    /** {@inheritDoc} The options are those of the snapshot. */
    @Override
    public AutoOptimizer restore(byte[] snapshot) {
      Snapshot opened = Snapshot.open(snapshot, METHOD, VERSION, space());
      takeOver(opened);
      task = opened.read(AutoTask::load);
      return new AutoOptimizer(this, opened);
    }

    private AutoPlan plan() {
      return new AutoPlan(space(), task, directions().size(), constraintCount());
    }

    /** What {@link GpOptimizer} takes. */
    @Override
    protected int maxObjectives() {
      return MOST_OBJECTIVES;
    }

    /** What {@link GpOptimizer} takes. */
    @Override
    protected int maxConstraints() {
      return MOST_CONSTRAINTS;
    }
  }
}
