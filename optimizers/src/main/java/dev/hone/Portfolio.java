package dev.hone;

import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Several optimizers that share one search: a bandit says whose turn it is, and every one of them
 * is told of every trial. For when no one method is known to be the right one.
 *
 * {@snippet lang=java :
 * try (Optimizer optimizer =
 *     Portfolio.on(space)
 *         .with("gp", GpOptimizer::on)
 *         .with("tpe", TpeOptimizer::on)
 *         .build()) {
 *   // ask and tell
 * }
 * }
 *
 * <p>A member whose suggestions were better than all before, often and lately, has its turn more
 * often. What one suggested, the others {@linkplain Optimizer#observe observe}. A member that is
 * exhausted is left out; a configuration that is pending already is not handed out twice as long as
 * another member knows something else. One member alone suggests what it would without a portfolio.
 *
 * <p>A suggestion costs that of the member whose turn it is, a tell those of all. The same seed and
 * the same order of calls give the same suggestions, bit for bit, if those of the members do.
 * Snapshots hold those of all members, and need members that have them. Safe to use from many
 * threads.
 *
 * <p>Source: Fialho, Schoenauer and Sebag, Toward Comparison-based Adaptive Operator Selection
 * (2010); Ansel et al., OpenTuner (2014).
 */
public final class Portfolio extends OptimizerBase {
  private static final String METHOD = "Portfolio";
  private static final int VERSION = 1;

  /** Keeps the seeds of members apart; the first has that of the portfolio. */
  private static final long SEED_STEP = 0x9e3779b97f4a7c15L;

  private final PortfolioMembers members;
  private final PortfolioHandouts handouts = new PortfolioHandouts();
  private double best = Double.POSITIVE_INFINITY;

  private Portfolio(Builder builder) {
    super(builder);
    members = builder.noMembers();
    members.build(builder.builders());
  }

  private Portfolio(Builder builder, Snapshot snapshot) {
    super(builder);
    members = builder.noMembers();
    try {
      restore(
          snapshot,
          in -> {
            load(builder.builders(), in);
            return this;
          });
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  /** Starts building a portfolio for a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /** The names of the members, in their order. */
  public List<String> members() {
    return members.names();
  }

  /** {@inheritDoc} Its size is that of the members' together. */
  @Override
  public byte[] snapshot() {
    return snapshot(METHOD, VERSION, members::saveOptions, this::save);
  }

  private void save(DataOutput out) throws IOException {
    members.save(out);
    out.writeDouble(best);
    handouts.save(out);
  }

  private void load(List<OptimizerBuilder<?>> builders, DataInput in) throws IOException {
    members.load(builders, in);
    best = in.readDouble();
    List<List<Trial>> trials = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      trials.add(members.get(i).trials());
    }
    handouts.load(in, space().dimension(), trials);
  }

  @Override
  protected double[] suggest(History history, long trialNumber) {
    return suggest(history, trialNumber, Deadline.never());
  }

  @Override
  protected double[] suggest(History history, long trialNumber, Deadline deadline) {
    for (int attempt = 1; ; attempt++) {
      int chosen = members.choose();
      Trial trial = members.ask(chosen, deadline);
      if (trial == null) {
        continue;
      }
      if (attempt <= members.size() && handouts.join(chosen, trial)) {
        members.cancel(chosen);
        continue;
      }
      return handouts.add(trialNumber, chosen, trial);
    }
  }

  @Override
  protected List<double[]> suggest(History history, long firstTrialNumber, int n) {
    if (n == 1) {
      return List.of(suggest(history, firstTrialNumber));
    }
    int[] shares = new int[members.size()];
    for (int i = 0; i < n; i++) {
      shares[members.choose()]++;
    }
    List<double[]> points = new ArrayList<>();
    for (int member = 0; member < shares.length; member++) {
      for (Trial trial : members.ask(member, shares[member])) {
        points.add(handouts.add(firstTrialNumber + points.size(), member, trial));
      }
    }
    if (points.isEmpty()) {
      throw PortfolioMembers.nothingLeft();
    }
    return points;
  }

  @Override
  protected void told(Trial trial) {
    PortfolioHandouts.Handout handout = handouts.remove(trial.number());
    Outcome outcome = trial.state() == Trial.State.COMPLETE ? trial.outcome() : failure();
    boolean progress = makesProgress(trial);
    boolean[] told = new boolean[members.size()];
    if (handout != null) {
      members.rewarded(handout.chosen(), progress);
      for (PortfolioHandouts.Ticket ticket : handout.tickets()) {
        members.get(ticket.member()).tell(ticket.trial(), outcome);
        told[ticket.member()] = true;
      }
    }
    for (int i = 0; i < told.length; i++) {
      if (!told[i]) {
        members.get(i).observe(trial.configuration(), outcome);
      }
    }
  }

  private Outcome failure() {
    double[] objectives = new double[directions().size()];
    Arrays.fill(objectives, Double.NaN);
    return Outcome.of(objectives).withConstraints(new double[constraintCount()]);
  }

  /** Whether a trial is better than all before, or with several objectives, on the front. */
  private boolean makesProgress(Trial trial) {
    if (!trial.isFeasible()) {
      return false;
    }
    if (directions().size() > 1) {
      return front().contains(trial);
    }
    double value = direction().toMinimized(trial.outcome().objective(0));
    boolean better = value < best;
    best = Math.min(best, value);
    return better;
  }

  @Override
  protected void release() {
    members.close();
  }

  /** The options of a {@link Portfolio}. Not safe for use from several threads. */
  public static final class Builder extends OptimizerBuilder<Builder> {
    private static final int MOST_OBJECTIVES = 16;
    private static final int MOST_CONSTRAINTS = 64;

    private final Map<String, OptimizerFactory> members = new LinkedHashMap<>();
    private int window = 100;
    private double exploration = 0.2;

    private Builder(SearchSpace space) {
      super(space);
    }

    /**
     * Adds a member, with its options if you like: {@code space ->
     * GpOptimizer.on(space).trustRegions(1)}. Objectives, constraints and seed are set by the
     * portfolio.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Builder with(String name, OptimizerFactory method) {
      Objects.requireNonNull(method, "method");
      if (members.putIfAbsent(Objects.requireNonNull(name, "name"), method) != null) {
        throw new IllegalArgumentException(
            "name = " + name + " is taken: expected none of " + members.keySet());
      }
      return this;
    }

    /**
     * Sets how many of the last results the bandit remembers; 100 unless set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder window(int results) {
      if (results < 1) {
        throw new IllegalArgumentException("window = " + results + ": expected at least 1");
      }
      window = results;
      return this;
    }

    /**
     * Sets how much being tried seldom counts beside success, which is from 0 to 1; 0.2 unless set.
     * With infinity the members take turns.
     *
     * @throws IllegalArgumentException if it is negative or NaN
     */
    public Builder exploration(double weight) {
      if (!(weight >= 0)) {
        throw new IllegalArgumentException("exploration = " + weight + ": expected 0 or more");
      }
      exploration = weight;
      return this;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there are no members, or one cannot serve the space, the
     *     objectives or the constraints; the message says why
     */
    @Override
    public Portfolio build() {
      checkMembers();
      return new Portfolio(this);
    }

    /** {@inheritDoc} The members must be those of before. */
    @Override
    public Portfolio restore(byte[] snapshot) {
      checkMembers();
      Snapshot opened = Snapshot.open(snapshot, METHOD, VERSION, space());
      takeOver(opened);
      List<String> saved = opened.read(this::loadOptions);
      List<String> own = List.copyOf(members.keySet());
      if (!saved.equals(own)) {
        throw new IllegalArgumentException(
            "snapshot refused: its members are " + saved + ", expected " + own);
      }
      return new Portfolio(this, opened);
    }

    private List<String> loadOptions(DataInput in) throws IOException {
      window = in.readInt();
      exploration = in.readDouble();
      List<String> saved = new ArrayList<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        saved.add(in.readUTF());
      }
      return saved;
    }

    private void checkMembers() {
      if (members.isEmpty()) {
        throw new IllegalArgumentException("members = []: expected at least one");
      }
    }

    private PortfolioMembers noMembers() {
      return new PortfolioMembers(List.copyOf(members.keySet()), window, exploration);
    }

    /** The members' builders, with all that the portfolio sets. */
    private List<OptimizerBuilder<?>> builders() {
      List<OptimizerBuilder<?>> builders = new ArrayList<>();
      for (OptimizerFactory method : members.values()) {
        OptimizerBuilder<?> builder = method.on(space());
        builder.objectives(directions().toArray(Direction[]::new));
        builder.constraints(constraintCount());
        builder.seed(seed() + SEED_STEP * builders.size());
        builders.add(builder);
      }
      return builders;
    }

    /** As the members, each of which checks for itself. */
    @Override
    protected int maxObjectives() {
      return MOST_OBJECTIVES;
    }

    /** As the members, each of which checks for itself. */
    @Override
    protected int maxConstraints() {
      return MOST_CONSTRAINTS;
    }
  }
}
