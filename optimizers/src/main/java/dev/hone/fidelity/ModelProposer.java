package dev.hone.fidelity;

import dev.hone.Direction;
import dev.hone.GpOptimizer;
import dev.hone.Optimizer;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.TpeOptimizer;
import dev.hone.Trial;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.OptimizerBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Configurations from a model of the highest budget that enough is known of; a model for each
 * budget. What a model suggested is pending there until it is known how it did with that budget, or
 * that it never will be.
 */
final class ModelProposer implements Proposer {

  /** The options. */
  record Options(BohbModel model, double randomShare, int candidates, int leastTrials) {
    /** Of Falkner, Klein and Hutter (2018), appendix B; leastTrials 0 stands for d + 1. */
    static final Options DEFAULT = new Options(BohbModel.TPE, 1.0 / 3, 64, 0);

    Options {
      if (!(randomShare >= 0 && randomShare <= 1)) {
        throw new IllegalArgumentException("randomShare = " + randomShare + ": expected 0 to 1");
      }
      if (candidates < 1) {
        throw new IllegalArgumentException("candidates = " + candidates + ": expected at least 1");
      }
      if (leastTrials < 0) {
        throw new IllegalArgumentException(
            "leastTrials = " + leastTrials + ": expected at least 1, or 0 for d + 1");
      }
    }

    void save(DataOutput out) throws IOException {
      out.writeUTF(model.name());
      out.writeDouble(randomShare);
      out.writeInt(candidates);
      out.writeInt(leastTrials);
    }

    static Options load(DataInput in) throws IOException {
      try {
        return new Options(
            BohbModel.valueOf(in.readUTF()), in.readDouble(), in.readInt(), in.readInt());
      } catch (IllegalArgumentException e) {
        throw new IOException(e);
      }
    }
  }

  /**
   * What a model suggested.
   *
   * @param level the number of the model's budget
   * @param trial the model's trial
   */
  private record Suggested(int level, Trial trial) {}

  private final SearchSpace space;
  private final List<Direction> directions;
  private final int constraints;
  private final long seed;
  private final Options options;
  private final @Nullable Optimizer[] models;

  /** How many trials are complete with each budget. */
  private final int[] complete;

  /** By the number of the latest trial of a configuration. */
  private final Map<Long, Suggested> suggested = new TreeMap<>();

  ModelProposer(
      SearchSpace space,
      List<Direction> directions,
      int constraints,
      long seed,
      Options options,
      int levels) {
    this.space = space;
    this.directions = directions;
    this.constraints = constraints;
    this.seed = seed;
    this.options = options;
    this.models = new Optimizer[levels];
    this.complete = new int[levels];
    // What the model cannot handle is an error now, not in the middle of the search.
    model(levels - 1);
  }

  private Optimizer model(int level) {
    Optimizer model = models[level];
    if (model == null) {
      OptimizerBuilder<?> builder =
          switch (options.model()) {
            case TPE -> TpeOptimizer.on(space).candidates(options.candidates()).startupTrials(1);
            case GP -> GpOptimizer.on(space).initialTrials(1);
          };
      builder.objectives(directions.toArray(Direction[]::new));
      builder.constraints(constraints);
      // Models of different budgets should not draw the same candidates.
      builder.seed(seed + 0x9e3779b97f4a7c15L * (level + 1));
      model = builder.build();
      models[level] = model;
    }
    return model;
  }

  @Override
  public Proposal begin(long trialNumber, int level, int round) {
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    int known = highestKnown();
    if (random.nextDouble() < options.randomShare() || known < 0) {
      double[] point = new double[space.dimension()];
      random.fillUniform(point, 0, point.length);
      return new Proposal(point, false);
    }
    Trial trial = model(known).ask();
    suggested.put(trialNumber, new Suggested(known, trial));
    return new Proposal(trial.configuration().encoded(), false);
  }

  /** The highest budget of which enough trials are complete; −1 if there is none. */
  private int highestKnown() {
    int least = options.leastTrials() == 0 ? space.dimension() + 1 : options.leastTrials();
    for (int level = complete.length - 1; level >= 0; level--) {
      if (complete[level] >= least + 2) {
        return level;
      }
    }
    return -1;
  }

  @Override
  public Proposal ascend(long trialNumber, int level, Slot candidate, int width, int round) {
    Suggested from = suggested.remove(candidate.trial);
    if (from != null) {
      suggested.put(trialNumber, from);
    }
    return new Proposal(candidate.genome.clone(), true);
  }

  @Override
  public void told(Trial trial, int level) {
    boolean isComplete = trial.state() == Trial.State.COMPLETE;
    complete[level] += isComplete ? 1 : 0;
    Suggested own = suggested.get(trial.number());
    Outcome outcome = isComplete ? trial.outcome() : failure();
    if (own != null && own.level() == level) {
      suggested.remove(trial.number());
      model(level).tell(own.trial(), outcome);
    } else {
      model(level).observe(trial.configuration(), outcome);
    }
  }

  private Outcome failure() {
    double[] values = new double[directions.size()];
    Arrays.fill(values, Double.NaN);
    return Outcome.of(values).withConstraints(new double[constraints]);
  }

  @Override
  public void dropped(Slot slot) {
    Suggested own = suggested.remove(slot.trial);
    if (own != null) {
      model(own.level()).fail(own.trial());
    }
  }

  @Override
  public void close() {
    for (Optimizer model : models) {
      if (model != null) {
        model.close();
      }
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (int level = 0; level < models.length; level++) {
      out.writeInt(complete[level]);
      byte[] bytes =
          switch (models[level]) {
            case TpeOptimizer tpe -> tpe.snapshot();
            case GpOptimizer gp -> gp.snapshot();
            case null, default -> new byte[0];
          };
      out.writeInt(bytes.length);
      out.write(bytes);
    }
    out.writeInt(suggested.size());
    for (Map.Entry<Long, Suggested> entry : suggested.entrySet()) {
      out.writeLong(entry.getKey());
      out.writeInt(entry.getValue().level());
      out.writeLong(entry.getValue().trial().number());
    }
  }

  @Override
  public void load(DataInput in, List<Trial> trials) throws IOException {
    for (int level = 0; level < models.length; level++) {
      complete[level] = in.readInt();
      int length = in.readInt();
      if (length < 0) {
        throw new IOException("a model of " + length + " bytes");
      }
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      if (length > 0) {
        close(level);
        models[level] =
            switch (options.model()) {
              case TPE -> TpeOptimizer.restore(bytes, space);
              case GP -> GpOptimizer.restore(bytes, space);
            };
      }
    }
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      int level = in.readInt();
      if (level < 0 || level >= models.length) {
        throw new IOException("a suggestion for budget " + level + " of " + models.length);
      }
      Trial trial = Ladder.trial(model(level).trials(), in.readLong());
      suggested.put(number, new Suggested(level, trial));
    }
  }

  private void close(int level) {
    Optimizer model = models[level];
    if (model != null) {
      model.close();
    }
  }
}
