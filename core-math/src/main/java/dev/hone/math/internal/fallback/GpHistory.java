package dev.hone.math.internal.fallback;

import dev.hone.math.gp.GpEngine;
import dev.hone.math.linalg.NumericalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine was told since its data were set, to be told to another: the data, and every
 * change since that is not undone by a later one. What was appended becomes part of the data when
 * the engine is conditioned anew.
 */
final class GpHistory {
  private final int dimension;
  private int n;
  private double[] x = {};
  private double[] y = {};
  private double @Nullable [] noise;
  private final List<Change> changes = new ArrayList<>();

  /** The number of observations after all changes. */
  private int size;

  /** Something that was done to a conditioned engine. */
  private sealed interface Change {
    void apply(GpEngine engine);
  }

  /** What a point added stands for. */
  private enum Kind {
    TOLD,
    PENDING,
    KNOWN
  }

  @SuppressWarnings(
      "ArrayRecordComponent") // Copied on the way in, and handed to an engine as it is.
  private record Point(Kind kind, double[] x, double y, double noise) implements Change {
    @Override
    public void apply(GpEngine engine) {
      switch (kind) {
        case TOLD -> {
          if (noise == 0) {
            engine.append(x, y);
          } else {
            engine.append(x, y, noise);
          }
        }
        case PENDING -> engine.appendPending(x);
        case KNOWN -> engine.appendKnown(x);
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // As above.
  private record Targets(int count, double[] y) implements Change {
    @Override
    public void apply(GpEngine engine) {
      engine.setTargets(count, y);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // As above.
  private record Conditioning(double[] theta) implements Change {
    @Override
    public void apply(GpEngine engine) {
      try {
        engine.condition(theta);
      } catch (NumericalException asItWasThere) {
        // The engine is then not conditioned, as the other was not.
      }
    }
  }

  private record Truncation(int n) implements Change {
    @Override
    public void apply(GpEngine engine) {
      engine.truncate(n);
    }
  }

  GpHistory(int dimension) {
    this.dimension = dimension;
  }

  /** What it holds now, whatever it is told later. */
  GpHistory copy() {
    GpHistory copy = new GpHistory(dimension);
    copy.setData(n, x, y, noise);
    // Changes are never changed themselves.
    copy.changes.addAll(changes);
    copy.size = size;
    return copy;
  }

  void setData(int n, double[] x, double[] y, double @Nullable [] noise) {
    this.n = n;
    this.x = Arrays.copyOf(x, n * dimension);
    this.y = Arrays.copyOf(y, n);
    this.noise = noise == null ? null : Arrays.copyOf(noise, n);
    changes.clear();
    size = n;
  }

  void condition(double[] theta) {
    if (changes.stream().allMatch(this::isData)) {
      changes.forEach(this::settle);
      changes.clear();
    }
    changes.add(new Conditioning(theta.clone()));
  }

  /** Whether a change can become part of the data; an earlier conditioning is forgotten. */
  private boolean isData(Change change) {
    return switch (change) {
      case Point point -> point.kind() == Kind.TOLD;
      case Conditioning conditioning -> true;
      case Targets targets -> false;
      case Truncation truncation -> false;
    };
  }

  private void settle(Change change) {
    if (change instanceof Point point) {
      if (n == y.length) {
        int capacity = n + n / 2 + 8;
        x = Arrays.copyOf(x, capacity * dimension);
        y = Arrays.copyOf(y, capacity);
      }
      System.arraycopy(point.x(), 0, x, n * dimension, dimension);
      y[n] = point.y();
      if (noise != null || point.noise() > 0) {
        double[] variances = Arrays.copyOf(noise == null ? new double[0] : noise, y.length);
        variances[n] = point.noise();
        noise = variances;
      }
      n++;
    }
  }

  void append(double[] point, double target, double variance) {
    add(new Point(Kind.TOLD, Arrays.copyOf(point, dimension), target, variance));
  }

  void appendPending(double[] point) {
    add(new Point(Kind.PENDING, Arrays.copyOf(point, dimension), 0, 0));
  }

  void appendKnown(double[] point) {
    add(new Point(Kind.KNOWN, Arrays.copyOf(point, dimension), 0, 0));
  }

  private void add(Point point) {
    changes.add(point);
    size++;
  }

  void setTargets(int count, double[] targets) {
    while (!changes.isEmpty() && changes.getLast() instanceof Targets earlier) {
      if (earlier.count() > count) {
        break;
      }
      changes.removeLast();
    }
    changes.add(new Targets(count, Arrays.copyOf(targets, count)));
  }

  void truncate(int to) {
    while (size > to && !changes.isEmpty() && changes.getLast() instanceof Point) {
      changes.removeLast();
      size--;
    }
    if (size > to) {
      changes.add(new Truncation(to));
      size = to;
    }
  }

  /** A copy of the hyperparameters conditioned on last, or null. */
  double @Nullable [] theta() {
    double[] last = null;
    for (Change change : changes) {
      if (change instanceof Conditioning conditioning) {
        last = conditioning.theta().clone();
      }
    }
    return last;
  }

  /** Brings another engine to where this one is. */
  void replay(GpEngine engine) {
    if (noise == null) {
      engine.setData(n, x, y);
    } else {
      engine.setData(n, x, y, noise);
    }
    for (Change change : changes) {
      change.apply(engine);
    }
  }
}
